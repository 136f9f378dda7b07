import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { COMPANIES, RECORDS, record, refusal, sent, server } from "../../test/server";

const MONTH_AGO = new Date(Date.now() - 30 * 86_400_000).toISOString();

function column(key: string, label: string, items: unknown[]) {
  return {
    key,
    where: { field: "stage", op: "eq", value: key },
    label: { "zh-CN": label },
    title: null,
    color: null,
    disabled: false,
    sort: null,
    items,
    next: null,
  };
}

function lastTo(path: string) {
  return sent.filter((one) => one.path.endsWith(path)).at(-1)?.body;
}

beforeEach(() => {
  const model = structuredClone(MODEL);
  const fresh = model.entities[0]?.flows[0]?.stages[0];
  if (fresh) fresh.rot_days = 7;
  model.views.push({
    id: "v_board",
    label: { "zh-CN": "看板" },
    entity: "company",
    type: "board",
    board: { field: "stage", card: ["name", "tier"], sum: "budget" },
  });
  const old = record(1, { name: "杭州远景精密", tier: "high", stage_entered_at: MONTH_AGO });
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as object)),
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: model.views as object[] })),
    http.post(`${RECORDS}/board`, () =>
      HttpResponse.json({
        columns: [
          column("fresh", "新建", [old]),
          column("working", "跟进", [record(2, { name: "苏州恒达", stage: "working" })]),
          column("checked", "审核", []),
          column("won", "成交", []),
        ],
        more: false,
      }),
    ),
    http.post(`${RECORDS}/board/totals`, () =>
      HttpResponse.json({ totals: [{ key: "fresh", count: 1, capped: false, sum: "1250000" }], exact: true }),
    ),
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({ change_set: 7, updated: 1, created: 0, failed: [] }),
    ),
  );
});

async function openBoard() {
  const opened = await openAt("/w/main/sales/company?view=v_board");
  const fresh = await screen.findByRole("region", { name: "新建" });
  return { ...opened, fresh };
}

async function moveTo(person: Awaited<ReturnType<typeof openAt>>["person"], name: string) {
  await person.click(await screen.findByRole("button", { name: "移动“杭州远景精密”" }));
  await person.click(await screen.findByRole("menuitem", { name }));
}

test("a board shows its columns with cards, counts, sums and marks of what stands too long", async () => {
  const { container, fresh } = await openBoard();
  expect(within(fresh).getByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(within(fresh).getByText("高价值")).toBeInTheDocument();
  expect(within(fresh).getByText("停留 30 天")).toBeInTheDocument();
  expect(await within(fresh).findByText("1,250,000")).toBeInTheDocument();
  expect(lastTo("/board")).toMatchObject({ field: "stage", flow: "company_flow", view: "v_board" });
  expect(await faults(container)).toEqual([]);
});

test("a card is moved as a change that can be undone", async () => {
  const { person, fresh } = await openBoard();
  server.use(
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({ items: COMPANIES, next: null, previous: null, indexed: true }),
    ),
  );
  await moveTo(person, "跟进");
  await waitFor(() =>
    expect(lastTo("/bulk")).toEqual({
      action: "stage",
      stage: "working",
      records: [{ id: 1, version: 1 }],
    }),
  );
  expect(await screen.findByText("“杭州远景精密”已移到“跟进”")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "撤销" })).toBeInTheDocument();
  expect(fresh).toBeInTheDocument();
});

test("a move says which tasks wait in the stage", async () => {
  const model = structuredClone(MODEL);
  const working = model.entities[0]?.flows[0]?.stages.find(({ name }) => name === "working");
  if (working) working.tasks = [{ label: { "zh-CN": "安排拜访" }, required: true }];
  const task = { entity: "task", id: 9, required: true, label: { "zh-CN": "安排拜访" } };
  const tasks = [
    { ...task, state: "open" },
    { ...task, id: 8, label: { "zh-CN": "寄送资料" }, state: "won" },
  ];
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as object)),
    http.get(`${RECORDS}/1`, () => HttpResponse.json({ ...COMPANIES[0], stage_tasks: tasks })),
  );
  const { person } = await openBoard();
  await moveTo(person, "跟进");
  expect(await screen.findByText("“杭州远景精密”已移到“跟进”，待办任务：安排拜访")).toBeInTheDocument();
});

test("what a stage asks for is asked at once, and the card stays where it was when nobody answers", async () => {
  const { person, fresh } = await openBoard();
  await moveTo(person, "成交");
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("预算")).toBeInTheDocument();
  expect(within(fresh).queryByRole("link", { name: "杭州远景精密" })).not.toBeInTheDocument();
  await person.click(within(dialog).getByRole("button", { name: "取消" }));
  expect(await within(fresh).findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(lastTo("/bulk")).toBeUndefined();
});

test("stages that are set by the system are closed, with the reason", async () => {
  const { person } = await openBoard();
  await person.click(await screen.findByRole("button", { name: "移动“杭州远景精密”" }));
  const item = await screen.findByRole("menuitem", { name: /审核/ });
  expect(item).toHaveAttribute("aria-disabled", "true");
  expect(item).toHaveTextContent("由系统在相应时机自动设置");
});

test("a move without a connection waits in its new place and is made once, also from another page", async () => {
  let away = true;
  const keys = new Set<string | null>();
  server.use(
    http.post(`${RECORDS}/bulk`, ({ request }) => {
      keys.add(request.headers.get("Idempotency-Key"));
      if (away) return HttpResponse.error();
      return HttpResponse.json({ change_set: 7, updated: 1, created: 0, failed: [] });
    }),
  );
  const { person, history } = await openBoard();
  await moveTo(person, "跟进");
  const said = await screen.findByText(/“杭州远景精密”要移到“跟进”.*自动再发送一次/);
  expect(said).toBeInTheDocument();
  const working = screen.getByRole("region", { name: "跟进" });
  expect(await within(working).findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  history.push("/w/main");
  await waitFor(() => expect(working).not.toBeInTheDocument());
  away = false;
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByText("“杭州远景精密”已移到“跟进”")).toBeInTheDocument();
  await waitFor(() => expect(said).not.toBeInTheDocument());
  expect(keys.size).toBe(1);
});

test("a move that waits is given up on demand, and the card goes back", async () => {
  server.use(http.post(`${RECORDS}/bulk`, () => HttpResponse.error()));
  const { person, fresh } = await openBoard();
  await moveTo(person, "跟进");
  await screen.findByText(/要移到“跟进”/);
  await person.click(screen.getByRole("button", { name: "取消" }));
  expect(await within(fresh).findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  const before = sent.length;
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(screen.queryByText(/要移到“跟进”/)).not.toBeInTheDocument());
  expect(sent).toHaveLength(before);
});

test("a move that is refused goes back and says why", async () => {
  const { person, fresh } = await openBoard();
  server.use(http.post(`${RECORDS}/bulk`, () => refusal(403, "not_allowed", "你没有这个权限。")));
  await moveTo(person, "跟进");
  expect(await screen.findByText("你没有这个权限。")).toBeInTheDocument();
  expect(await within(fresh).findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
});
