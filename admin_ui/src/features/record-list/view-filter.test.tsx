import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import type { Condition } from "../../lib/conditions/tree";
import type { ViewModel } from "../../lib/model";
import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { sent, server, SESSION } from "../../test/server";

const HIGH: Condition = { field: "tier", op: "eq", value: "high" };
const NAMED: Condition = { field: "name", op: "contains", value: "远景" };
const APP = "*/api/v1/w/main/apps/sales";

/** Serves views that take changes; the first is one's own. */
function serveViews(filter: Condition | null, more: Partial<ViewModel> = {}) {
  const own: ViewModel = {
    id: "9",
    label: { "zh-CN": "我的高价值" },
    entity: "company",
    type: "table",
    personal: true,
    columns: [{ field: "name" }],
    filter,
    ...more,
  };
  let views: ViewModel[] = [...MODEL.views, own];
  async function change({ request }: { request: Request }) {
    const parts = (await request.clone().json()) as Partial<ViewModel>;
    views = views.map((view) => (view.id === own.id ? { ...view, ...parts } : view));
    return HttpResponse.json(views.find(({ id }) => id === own.id) as object);
  }
  server.use(
    http.get(`${APP}/views`, () => HttpResponse.json({ items: views as object[] })),
    http.patch(`${APP}/views/9`, change),
    http.patch(`${APP}/views/shared/9`, change),
    http.delete(`${APP}/views/9`, () => {
      views = views.filter(({ id }) => id !== "9");
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(`${APP}/views/shared`, async ({ request }) => {
      const parts = (await request.clone().json()) as ViewModel;
      const made: ViewModel = { ...parts, type: "table", id: "v_made", personal: false };
      views = [...views, made];
      return HttpResponse.json(made as object, { status: 201 });
    }),
  );
}

function asReader() {
  const [workspace] = SESSION.workspaces;
  const session = { ...SESSION, workspaces: [{ ...workspace, administrator: false }] };
  server.use(http.get("*/api/v1/session", () => HttpResponse.json(session)));
}

const patches = () => sent.filter(({ method }) => method === "PATCH");
const asked = () => sent.filter(({ path }) => path.endsWith("/query"));
const filterButton = () => screen.findByRole("button", { name: /^筛选/ });

test("the filter of a view is counted and told, to those who may not change it too", async () => {
  serveViews({ all: [HIGH, NAMED] }, { personal: false });
  asReader();
  const { person } = await openAt("/w/main/sales/company?view=9");
  expect(
    await screen.findByRole("button", { name: /^筛选 2 .*等级 是 高价值 且 名称 包含 远景/ }),
  ).toBeVisible();
  await person.click(await filterButton());
  const panel = await screen.findByRole("dialog", { name: "筛选" });
  const told = within(panel).getByRole("region", { name: "这个视图显示：" });
  expect(
    within(told)
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual(["等级 是 高价值", "名称 包含 远景"]);
  expect(within(panel).queryByRole("button", { name: "修改视图的筛选" })).not.toBeInTheDocument();
  expect(await faults(panel)).toEqual([]);
});

test("a locked view tells its filter, and nobody changes it", async () => {
  serveViews(HIGH, { personal: false, locked: true });
  const { person } = await openAt("/w/main/sales/company?view=9");
  await person.click(await filterButton());
  const panel = await screen.findByRole("dialog", { name: "筛选" });
  expect(within(panel).getByText("等级 是 高价值")).toBeInTheDocument();
  expect(within(panel).queryByRole("button", { name: "修改视图的筛选" })).not.toBeInTheDocument();
});

test("the filter of one's own view is changed from its panel; what was added by hand stays", async () => {
  serveViews({ all: [HIGH, NAMED] });
  const by_hand = { field: "email", op: "not_blank" };
  const { person, history } = await openAt(`/w/main/sales/company?view=9&filter=${JSON.stringify(by_hand)}`);
  await person.click(await screen.findByRole("button", { name: /^筛选 2/ }));
  await person.click(await screen.findByRole("button", { name: "修改视图的筛选" }));
  // It lies over the panel, which is there again afterwards.
  const heading = await screen.findByText("视图“我的高价值”的筛选");
  const editor = heading.closest("[role=dialog]") as HTMLElement;
  expect(within(editor).getByRole("textbox", { name: "名称 的值" })).toHaveValue("远景");
  expect(await faults(editor)).toEqual([]);
  await person.click(within(editor).getAllByRole("button", { name: "移除条件" })[1] as HTMLElement);
  const before = asked().length;
  await person.click(within(editor).getByRole("button", { name: "保存" }));
  await waitFor(() => expect(patches().map(({ body }) => body)).toEqual([{ filter: HIGH }]));
  await waitFor(() => expect(asked().length).toBeGreaterThan(before));
  expect(asked().at(-1)?.body).toMatchObject({ view: "9", filter: by_hand });
  expect(await screen.findByRole("button", { name: /^筛选 1 / })).toBeInTheDocument();
  const told = screen.getByRole("region", { name: "这个视图显示：" });
  expect(within(told).getAllByRole("listitem")).toHaveLength(1);
  expect(history.location.search).toContain("not_blank");
  expect(screen.getByRole("button", { name: "邮箱 不为空" })).toBeInTheDocument();
});

test("a view whose conditions are all taken away shows everything", async () => {
  serveViews(HIGH);
  const { person } = await openAt("/w/main/sales/company?view=9");
  const editor = await editing(person, "我的高价值");
  await person.click(within(editor).getByRole("button", { name: "全部清除" }));
  expect(patches()).toEqual([]);
  await person.click(within(editor).getByRole("button", { name: "保存" }));
  await waitFor(() => expect(patches().map(({ body }) => body)).toEqual([{ filter: null }]));
  expect(await screen.findByRole("button", { name: "筛选" })).toBeInTheDocument();
});

test("who leaves the editor leaves the view as it was", async () => {
  serveViews(HIGH);
  const { person } = await openAt("/w/main/sales/company?view=9");
  const editor = await editing(person, "我的高价值");
  await person.click(within(editor).getByRole("button", { name: "全部清除" }));
  await person.click(within(editor).getByRole("button", { name: /取\s*消/ }));
  await waitFor(() => expect(editor).not.toBeInTheDocument());
  expect(patches()).toEqual([]);
  expect(screen.getByRole("button", { name: /^筛选 1 / })).toBeInTheDocument();
});

test("a condition of the view without a value is asked about, not left out", async () => {
  serveViews(null);
  const { person } = await openAt("/w/main/sales/company?view=9");
  const editor = await editing(person, "我的高价值");
  await person.click(within(editor).getByRole("button", { name: "保存" }));
  expect(await within(editor).findByRole("alert")).toHaveTextContent("请填写这个条件的值");
  expect(patches()).toEqual([]);
});

test("what the builder cannot draw is told in words and kept", async () => {
  const special: Condition[] = [
    { not: HIGH },
    { exists: { entity: "company", via: "parent", where: HIGH } },
    { field: "email", op: "eq", value: { field_of_record: "name" } },
    { field: "somewhere.else", op: "eq", value: "x" },
  ];
  serveViews({ all: [...special, NAMED] }, { personal: false });
  const { person } = await openAt("/w/main/sales/company?view=9");
  const editor = await editing(person, "我的高价值");
  for (const text of [
    "不符合（等级 是 高价值）",
    "有关联的公司（等级 是 高价值）",
    "邮箱 是 名称",
    "somewhere.else 是 x",
  ])
    expect(within(editor).getByText(text)).toBeInTheDocument();
  expect(within(editor).getByText("所有使用这个视图的人都会看到。")).toBeInTheDocument();
  await person.click(within(editor).getAllByRole("button", { name: "移除条件" })[4] as HTMLElement);
  await person.click(within(editor).getByRole("button", { name: "保存" }));
  await waitFor(() => expect(patches().map(({ body }) => body)).toEqual([{ filter: { all: special } }]));
  expect(patches()[0]?.path).toContain("/views/shared/9");
});

test("records in the filter of a view are told by name, and kept by id", async () => {
  serveViews({ all: [{ field: "parent", op: "eq", value: 2 }, NAMED] });
  const { person } = await openAt("/w/main/sales/company?view=9");
  expect(await screen.findByRole("button", { name: /上级公司 是 苏州恒达/ })).toBeInTheDocument();
  const editor = await editing(person, "我的高价值");
  await person.click(within(editor).getAllByRole("button", { name: "移除条件" })[1] as HTMLElement);
  await person.click(within(editor).getByRole("button", { name: "保存" }));
  await waitFor(() =>
    expect(patches().map(({ body }) => body)).toEqual([{ filter: { field: "parent", op: "eq", value: 2 } }]),
  );
});

test("a group of alternatives is built inside a group of which all hold", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await filterButton());
  const panel = await screen.findByRole("dialog", { name: "筛选" });
  await person.type(within(panel).getByRole("textbox", { name: "名称 的值" }), "远景");
  await person.click(within(panel).getByRole("button", { name: "添加条件组" }));
  const inner = within(panel).getAllByRole("group", { name: "条件组" })[1] as HTMLElement;
  await person.click(within(inner).getByRole("button", { name: "条件" }));
  await person.click(within(inner).getByRole("button", { name: "条件" }));
  const [first, second] = within(inner).getAllByRole("textbox", { name: "名称 的值" });
  await person.type(first as HTMLElement, "杭州");
  await person.type(second as HTMLElement, "苏州");
  await person.click(within(panel).getByRole("button", { name: "应用" }));
  const contains = (value: string) => ({ field: "name", op: "contains", value });
  await waitFor(() =>
    expect(asked().at(-1)?.body).toMatchObject({
      filter: { all: [contains("远景"), { any: [contains("杭州"), contains("苏州")] }] },
    }),
  );
  expect(screen.getByText("名称 包含 杭州 或 名称 包含 苏州")).toBeInTheDocument();
});

test("a view of one's own becomes one for everybody", async () => {
  serveViews(HIGH);
  const { person, history } = await openAt("/w/main/sales/company?view=9");
  await person.click(await screen.findByRole("button", { name: "视图“我的高价值”的操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "共享给所有人" }));
  await waitFor(() => expect(history.location.search).toContain("v_made"));
  const shared = sent.find(({ path }) => path.endsWith("/views/shared"));
  expect(shared?.method).toBe("POST");
  expect(shared?.body).toMatchObject({
    entity: "company",
    label: { "zh-CN": "我的高价值" },
    filter: HIGH,
    columns: [{ field: "name" }],
  });
  expect(sent.some(({ method, path }) => method === "DELETE" && path.endsWith("/views/9"))).toBe(true);
  expect(await screen.findByRole("link", { name: "我的高价值" })).toHaveAttribute("aria-current", "page");
  expect(screen.queryByText(/已不存在/)).not.toBeInTheDocument();
});

/** Opens the filter of the view in sight from its menu. */
async function editing(person: Awaited<ReturnType<typeof openAt>>["person"], name: string) {
  await person.click(await screen.findByRole("button", { name: `视图“${name}”的操作` }));
  await person.click(await screen.findByRole("menuitem", { name: "修改视图的筛选" }));
  return screen.findByRole("dialog", { name: `视图“${name}”的筛选` });
}

test.each([
  [true, false],
  [false, true],
])("row colours of a view that is personal: %s say that everybody sees them: %s", async (personal, said) => {
  serveViews(null, { personal });
  const { person } = await openAt("/w/main/sales/company?view=9");
  await person.click(await screen.findByRole("button", { name: "视图“我的高价值”的操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "设置行颜色" }));
  const drawer = await screen.findByRole("dialog", { name: "行颜色" });
  expect(within(drawer).queryByText(/所有使用这个视图的人都会看到/) !== null).toBe(said);
});

test("a view that is shared keeps its low rows, and the way back does not lead to the one that is gone", async () => {
  serveViews(HIGH, { layout: { columns: [{ field: "name" }], dense: true } });
  const { person, history, container } = await openAt("/w/main/sales/company?view=9");
  await person.click(await screen.findByRole("button", { name: "视图“我的高价值”的操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "共享给所有人" }));
  await waitFor(() => expect(history.location.search).toContain("v_made"));
  expect(history.length).toBe(1);
  const made = sent.find(({ method, path }) => method === "POST" && path.endsWith("/views/shared"));
  expect(made?.body).toMatchObject({ dense: true });
  await waitFor(() => expect(container.querySelector(".table-scroll.dense")).not.toBeNull());
});
