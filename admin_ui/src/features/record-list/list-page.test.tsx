import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { keepPending, pendingOf } from "../../lib/pending-layouts";
import { faults, openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { COMPANIES, RECORDS, refusal, sent, server } from "../../test/server";

function lastQuery() {
  return sent.filter(({ path }) => path.endsWith("/query")).at(-1)?.body;
}

test("rows appear before their count, each value drawn by its type", async () => {
  let answerCount: () => void = () => undefined;
  const counted = new Promise<void>((resolve) => {
    answerCount = resolve;
  });
  server.use(
    http.post(`${RECORDS}/count`, async () => {
      await counted;
      return HttpResponse.json({ count: 1000, capped: true });
    }),
  );
  const { container } = await openAt("/w/main/sales/company");
  const row = (await screen.findByRole("link", { name: "杭州远景精密" })).closest("[role=row]");
  expect(
    within(row as HTMLElement)
      .getByText("高价值")
      .closest(".pill"),
  ).not.toBeNull();
  expect(within(row as HTMLElement).getByRole("link", { name: "苏州恒达" })).toHaveAttribute(
    "href",
    "/w/main/sales/company/2",
  );
  expect(within(row as HTMLElement).getByText("是")).toBeInTheDocument();
  expect(screen.queryByText("1,000+ 条")).not.toBeInTheDocument();
  answerCount();
  expect(await screen.findByText("1,000+ 条")).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("rows are read by as many as the view says", async () => {
  const views = MODEL.views.map((view) => ({ ...view, page_size: 120 }));
  server.use(
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: views as never })),
  );
  await openAt("/w/main/sales/company");
  await screen.findByRole("link", { name: "杭州远景精密" });
  expect(lastQuery()).toMatchObject({ limit: 120 });
});

test("a click on a header sorts, and the address keeps it", async () => {
  const { person, history } = await openAt("/w/main/sales/company");
  const header = await screen.findByRole("columnheader", { name: "等级" });
  await person.click(within(header).getByRole("button"));
  await waitFor(() => expect(lastQuery()).toMatchObject({ sort: [{ field: "tier", direction: "asc" }] }));
  expect(header).toHaveAttribute("aria-sort", "ascending");
  expect(history.location.search).toContain("sort");
});

test("a column goes to another place by the keyboard, takes the keyboard along, and stays there", async () => {
  const { person } = await openAt("/w/main/sales/company");
  const header = await screen.findByRole("columnheader", { name: "等级" });
  const names = () => screen.getAllByRole("columnheader").map((head) => head.getAttribute("aria-label"));
  const before = names();
  within(header).getByRole("button").focus();
  await person.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  const at = before.indexOf("等级");
  await waitFor(() => expect(names().indexOf("等级")).toBe(at - 1));
  expect(names().toSorted()).toEqual(before.toSorted());
  await waitFor(() => expect(document.activeElement).toHaveTextContent("等级"));
  await person.keyboard("{Alt>}{ArrowRight}{/Alt}");
  await waitFor(() => expect(names()).toEqual(before));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/layout"))).toBe(true));
});

test("a layout that a reload overtook on its way is shown, and sent again", async () => {
  const place = { workspace: "main", app: "sales", entity: "company", view: "v_all" };
  keepPending(place, { columns: [{ field: "active" }, { field: "name" }] });
  await openAt("/w/main/sales/company");
  await screen.findByRole("columnheader", { name: "名称" });
  const heads = screen.getAllByRole("columnheader").map((head) => head.getAttribute("aria-label"));
  expect(heads.filter(Boolean)).toEqual(["启用", "名称"]);
  await waitFor(() => expect(sent.at(-1)).toMatchObject({ method: "PUT", body: { columns: [{}, {}] } }));
  await waitFor(() => expect(pendingOf(place)).toBeNull());
});

test("quick search asks the server once the typing pauses", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await person.type(await screen.findByRole("searchbox"), "远景");
  await waitFor(() => expect(lastQuery()).toMatchObject({ search: "远景" }));
});

test("a filter is built with the operators that the field offers and the control of its type", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "筛选" }));
  const drawer = await screen.findByRole("dialog");
  // One condition is there to be filled in, about what records are called by.
  expect(within(drawer).getByRole("textbox", { name: "名称 的值" })).toBeInTheDocument();
  await person.click(within(drawer).getByRole("combobox", { name: "字段" }));
  await person.click(await screen.findByText("等级", { selector: ".ant-select-item-option-content" }));
  await person.click(within(drawer).getByRole("combobox", { name: "等级 的值" }));
  await person.click(await screen.findByText("高价值", { selector: ".ant-select-item-option-content *" }));
  expect(await faults(drawer)).toEqual([]);
  await person.click(within(drawer).getByRole("button", { name: "应用" }));
  await waitFor(() =>
    expect(lastQuery()).toMatchObject({ filter: { field: "tier", op: "eq", value: "high" } }),
  );
  expect(await screen.findByText("等级 是 高价值")).toBeInTheDocument();
});

test("a condition without a value is asked about, not left out", async () => {
  const { person, history } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "筛选" }));
  const drawer = await screen.findByRole("dialog");
  await person.click(within(drawer).getByRole("button", { name: "应用" }));
  expect(await within(drawer).findByRole("alert")).toHaveTextContent("请填写这个条件的值");
  expect(history.location.search).toBe("");
});

test.each(["{", '{"all":1}', '{"field":"name"}', "[1]", '"x"', '{"not":{"any":[null]}}'])(
  "a filter in the address that cannot be read is told by the server: %s",
  async (filter) => {
    server.use(http.post(`${RECORDS}/query`, () => refusal(422, "invalid", "这个筛选条件无法识别。")));
    await openAt(`/w/main/sales/company?filter=${encodeURIComponent(filter)}`);
    expect(await screen.findByText("这个筛选条件无法识别。")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "无法识别的条件" })).toBeInTheDocument();
  },
);

test("the field called just so is offered before those that contain the word", async () => {
  const model = structuredClone(MODEL);
  model.entities[0]?.fields.unshift(field("upper_tier", "text", "上级等级"));
  server.use(http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as object)));
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "筛选" }));
  const drawer = await screen.findByRole("dialog");
  await person.type(within(drawer).getByRole("combobox", { name: "字段" }), "等级");
  const offered = await screen.findAllByText(/等级/, { selector: ".ant-select-item-option-content" });
  expect(offered.map((option) => option.textContent)).toEqual(["等级", "上级等级"]);
});

test("a view that shows nothing does not say that there are no records, and leads to all of them", async () => {
  const model = structuredClone(MODEL);
  const high = model.views[1];
  if (high) high.filter = { field: "tier", op: "eq", value: "high" };
  const views = model.views as unknown as object[];
  server.use(
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: views })),
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({ items: [], next: null, previous: null, indexed: true }),
    ),
  );
  const { person } = await openAt("/w/main/sales/company?view=v_high");
  expect(await screen.findByText("“高价值”里现在没有记录。")).toBeInTheDocument();
  await person.click(screen.getByRole("link", { name: "看全部公司" }));
  expect(await screen.findByText("还没有公司。")).toBeInTheDocument();
});

test("another view is another address with its own columns", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("link", { name: "高价值" }));
  await waitFor(() => expect(lastQuery()).toMatchObject({ view: "v_high", fields: ["name"] }));
});

test("more rows are fetched by cursor", async () => {
  const first = { items: [COMPANIES[0]], next: "cursor-2", previous: null, indexed: true };
  const second = { items: [COMPANIES[1]], next: null, previous: "cursor-1", indexed: true };
  server.use(
    http.post(`${RECORDS}/query`, async ({ request }) => {
      const body = (await request.clone().json()) as { cursor: string | null };
      return HttpResponse.json(body.cursor === "cursor-2" ? second : first);
    }),
  );
  await openAt("/w/main/sales/company");
  expect(await screen.findByText("苏州恒达", { selector: ".title-link" })).toBeInTheDocument();
});

test("chosen rows are deleted together, and a key takes it back", async () => {
  server.use(
    http.post(`${RECORDS}/bulk`, () => HttpResponse.json({ change_set: 9, updated: 2, failed: [] })),
    http.post("*/api/v1/w/main/change-sets/9/undo", () =>
      HttpResponse.json({ change_set: 10, restored: 2, conflicts: [] }),
    ),
  );
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("checkbox", { name: "选择全部已加载的记录" }));
  await person.click(await screen.findByRole("button", { name: "删除" }));
  expect(await screen.findByText("已将 2 条记录移入回收站")).toBeInTheDocument();
  const bulk = sent.find(({ path }) => path.endsWith("/bulk"));
  expect(bulk?.body).toEqual({ action: "delete", ids: [1, 2] });
  expect(bulk?.headers.get("X-CSRF-Token")).toBe("token-1");
  expect(bulk?.headers.get("Idempotency-Key")).toBeTruthy();
  await waitFor(() => expect(screen.getByRole("grid")).toHaveFocus());
  await person.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("已恢复 2 条记录")).toBeInTheDocument();
});

test("nothing is written to many records that nobody asked for", async () => {
  server.use(
    http.post(`${RECORDS}/bulk`, () => HttpResponse.json({ change_set: 9, updated: 2, failed: [] })),
  );
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("checkbox", { name: "选择全部已加载的记录" }));
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  const dialog = await screen.findByRole("dialog");
  const apply = within(dialog).getByRole("button", { name: "应用到 2 条" });
  expect(apply).toBeDisabled();
  await person.click(within(dialog).getByRole("combobox"));
  await person.click(await screen.findByText("邮箱", { selector: ".ant-select-item-option-content" }));
  expect(apply).toBeDisabled();
  await person.click(within(dialog).getByRole("checkbox", { name: "清空这个字段" }));
  await person.click(apply);
  await waitFor(() =>
    expect(sent.find(({ path }) => path.endsWith("/bulk"))?.body).toEqual({
      action: "update",
      values: { email: null },
      ids: [1, 2],
    }),
  );
});

test("all that match are deleted only after a question", async () => {
  server.use(
    http.post(`${RECORDS}/count`, () => HttpResponse.json({ count: 5000, capped: false })),
    http.post(`${RECORDS}/bulk`, () => HttpResponse.json({ change_set: 9, updated: 2, failed: [] })),
  );
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("checkbox", { name: "选择全部已加载的记录" }));
  await person.click(await screen.findByRole("button", { name: "选择全部 5,000 条" }));
  await person.click(await screen.findByRole("button", { name: "删除" }));
  const dialog = await screen.findByRole("dialog", { name: "把 5,000 条记录移入回收站？" });
  expect(sent.some(({ path }) => path.endsWith("/bulk"))).toBe(false);
  await person.click(within(dialog).getByRole("button", { name: /删\s*除/ }));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/bulk"))).toBe(true));
});

test("a query that the server refuses says why and offers to try again", async () => {
  server.use(
    http.post(`${RECORDS}/query`, () => refusal(422, "query_too_slow", "这个查询太慢，请少用一个条件。")),
  );
  await openAt("/w/main/sales/company");
  expect(await screen.findByText("这个查询太慢，请少用一个条件。")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "重试" })).toBeInTheDocument();
});

test("rows are coloured by rules of the view, in their order", async () => {
  const person = await coloring("v_all");
  const drawer = await screen.findByRole("dialog", { name: "行颜色" });
  await person.type(within(drawer).getByRole("textbox", { name: /值$/ }), "远景");
  await person.click(within(drawer).getByRole("button", { name: "添加规则" }));
  expect(within(drawer).getByText("1 条规则还没有条件，不会保存。")).toBeInTheDocument();
  expect(await faults(drawer)).toEqual([]);
  await person.click(within(drawer).getByRole("button", { name: "上移规则 2" }));
  await person.click(within(drawer).getByRole("button", { name: "保存" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "PATCH")).toBe(true));
  const body = sent.find(({ method }) => method === "PATCH")?.body as { row_colors: object[] };
  expect(body).toEqual({
    row_colors: [{ color: "red", when: { field: "name", op: "contains", value: "远景" } }],
  });
});

test("what is filtered becomes a board of one's own", async () => {
  const board = { id: "9", type: "board", personal: true, label: { "zh-CN": "我的看板" }, entity: "company" };
  server.use(http.post("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json(board, { status: 201 })));
  const filter = { field: "tier", op: "eq", value: "high" };
  const { person } = await openAt(`/w/main/sales/company?view=v_all&filter=${JSON.stringify(filter)}`);
  await person.click(await screen.findByRole("button", { name: "另存为新视图" }));
  const dialog = await screen.findByRole("dialog");
  await person.type(within(dialog).getByLabelText("视图名称"), "我的看板");
  await person.click(within(dialog).getByLabelText("显示为"));
  await person.click(await screen.findByTitle("看板"));
  expect(within(dialog).getByText("阶段")).toBeInTheDocument();
  await person.click(within(dialog).getByRole("button", { name: "保存" }));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/views"))).toBe(true));
  expect(sent.find(({ path }) => path.endsWith("/views"))?.body).toEqual({
    entity: "company",
    label: { "zh-CN": "我的看板" },
    type: "board",
    board: { field: "stage", card: ["tier", "parent", "active"] },
    filter,
  });
});

/** Opens the rules of a view that everybody sees. */
async function coloring(view: string) {
  server.use(
    http.patch(`*/api/v1/w/main/apps/sales/views/shared/${view}`, () =>
      HttpResponse.json(MODEL.views[0] as object),
    ),
  );
  const { person } = await openAt(`/w/main/sales/company?view=${view}`);
  await person.click(await screen.findByRole("button", { name: /^视图.*的操作$/ }));
  await person.click(await screen.findByRole("menuitem", { name: "设置行颜色" }));
  return person;
}
