import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { COMPANIES, record, RECORDS, refusal, sent, server } from "../../test/server";

const APP = "*/api/v1/w/main/apps/sales";
const [FIRST] = COMPANIES;
const VALUES = { ...FIRST?.values, stage: "fresh", owner: { id: 2, label: "李雷" } };
const PEOPLE = [
  { id: 1, label: "陈晓", department: null, email: "chen@example.com" },
  { id: 3, label: "韩梅", department: null, email: "han@example.com" },
];

/** The record as it is stored, with its tasks. */
let stored = record(1, VALUES, 1);

beforeEach(() => {
  stored = record(1, VALUES, 1);
  const model = structuredClone(MODEL);
  const [company] = model.entities;
  company?.actions.push("assign");
  company?.fields.push(field("owner", "user", "负责人", { system: true, access: "read" }));
  const [view] = MODEL.views;
  const columns = [{ field: "name" }, { field: "stage" }, { field: "owner" }];
  server.use(
    http.get(`${APP}/model`, () => HttpResponse.json(model as unknown as JsonBodyType)),
    http.get(`${APP}/views`, () => HttpResponse.json({ items: [{ ...view, columns }] })),
    http.get("*/api/v1/w/main/users", () => HttpResponse.json({ items: PEOPLE })),
    http.get("*/api/v1/w/main/departments", () => HttpResponse.json({ items: [] })),
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({
        items: [{ id: 1, version: 1, title: "杭州远景精密", values: VALUES }],
        next: null,
        previous: null,
        indexed: true,
      }),
    ),
    http.get(`${RECORDS}/1`, () => HttpResponse.json(stored as unknown as JsonBodyType)),
    http.post(`${RECORDS}/bulk`, async ({ request }) => {
      const { stage, values } = (await request.json()) as { stage?: string; values?: { owner?: number } };
      const owner = PEOPLE.find(({ id }) => id === values?.owner) ?? VALUES.owner;
      stored = record(1, { ...VALUES, owner, ...(stage ? { stage } : {}) }, 2);
      return HttpResponse.json({ done: 1, failed: [], change_set: 71 });
    }),
    http.post("*/change-sets/71/undo", () =>
      HttpResponse.json({ restored: 1, conflicts: [], change_set: 72, count: 0 }),
    ),
  );
});

const moves = () => sent.filter(({ path }) => path.endsWith("/bulk")).map(({ body }) => body);

async function open(name: string) {
  const { person, container } = await openAt("/w/main/sales/company");
  const head = await screen.findByRole("columnheader", { name: new RegExp(name) });
  const at = [...(head.parentElement?.children ?? [])].indexOf(head);
  const row = (await screen.findByText("杭州远景精密")).closest<HTMLElement>("[role=row]");
  const cell = row?.children[at] as HTMLElement;
  await person.dblClick(cell);
  await screen.findByRole("combobox", { name: new RegExp(name) });
  return { person, container, cell };
}

test("a stage is chosen in its cell among those a person may move to, and taken back on a click", async () => {
  const { person, cell, container } = await open("阶段");
  const offered = (await screen.findAllByRole("option")).map(({ textContent }) => textContent);
  expect(offered).not.toContain("审核");
  await person.click(screen.getByTitle("跟进"));
  await waitFor(() =>
    expect(moves()).toEqual([{ action: "stage", stage: "working", records: [{ id: 1, version: 1 }] }]),
  );
  await waitFor(() => expect(cell).toHaveTextContent("跟进"));
  expect(await screen.findByText("“杭州远景精密”已移到“跟进”")).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("button", { name: "撤销" }));
  await waitFor(() => expect(sent.map(({ path }) => path)).toContain("/api/v1/w/main/change-sets/71/undo"));
});

test("a stage that asks for facts asks for them at once; the cell stays as it was when they are not given", async () => {
  const { person, cell } = await open("阶段");
  await person.click(await screen.findByTitle("成交"));
  const dialog = await screen.findByRole("dialog", { name: /成交/ });
  expect(moves()).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "取消" }));
  expect(cell).toHaveTextContent("新建");
});

test("facts that are given go with the move", async () => {
  const { person, cell } = await open("阶段");
  await person.click(await screen.findByTitle("成交"));
  const dialog = await screen.findByRole("dialog", { name: /成交/ });
  await person.type(await within(dialog).findByRole("textbox", { name: /预算/ }), "500");
  await person.click(within(dialog).getByRole("button", { name: /成交|结束|确定|进入/ }));
  await waitFor(() =>
    expect(moves()).toEqual([
      { action: "stage", stage: "won", values: { budget: "500" }, records: [{ id: 1, version: 1 }] },
    ]),
  );
  await waitFor(() => expect(cell).toHaveTextContent("成交"));
});

test("an owner is chosen in the cell", async () => {
  const { person, cell } = await open("负责人");
  await person.click((await screen.findAllByText("韩梅")).at(-1) as HTMLElement);
  await waitFor(() =>
    expect(moves()).toEqual([{ action: "owner", values: { owner: 3 }, records: [{ id: 1, version: 1 }] }]),
  );
  await waitFor(() => expect(cell).toHaveTextContent("韩梅"));
});

test("a move that is refused says why at its cell", async () => {
  server.use(http.post(`${RECORDS}/bulk`, () => refusal(403, "not_allowed", "你没有这个权限。")));
  const { person, cell } = await open("阶段");
  await person.click(await screen.findByTitle("跟进"));
  expect(await screen.findByText("你没有这个权限。")).toBeInTheDocument();
  expect(cell).toHaveTextContent("新建");
});

test("somebody else moved it meanwhile: both are shown", async () => {
  const stale = [{ path: "", code: "stale_version", message: "有人改过了。", params: {} }];
  server.use(
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({ done: 0, failed: [{ id: 1, problems: stale }], change_set: null }),
    ),
  );
  stored = record(1, { ...VALUES, stage: "won" }, 5);
  const { person } = await open("阶段");
  await person.click(await screen.findByTitle("跟进"));
  expect(await screen.findByText("其他人刚刚改了这个值。")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "保留对方的" })).toBeInTheDocument();
});
