import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { COMPANIES, record, RECORDS, refusal, sent, server } from "../../test/server";

const ADDRESS = "/w/main/sales/company/1";
const MODEL_ADDRESS = "*/api/v1/w/main/apps/sales/model";

async function edit() {
  const opened = await openAt(ADDRESS);
  await opened.person.click(await screen.findByRole("button", { name: "编辑" }));
  return opened;
}

function lastPatch() {
  return sent.filter(({ method }) => method === "PATCH").at(-1);
}

test("only what changed is sent, with the version it was read at", async () => {
  server.use(
    http.patch(`${RECORDS}/1`, () =>
      HttpResponse.json(
        record(1, { ...COMPANIES[0]?.values, email: "new@b.cn" }, 2) as unknown as JsonBodyType,
      ),
    ),
  );
  const { person, container } = await edit();
  const email = screen.getByLabelText("邮箱");
  await person.clear(email);
  await person.type(email, "new@b.cn");
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("已保存")).toBeInTheDocument();
  expect(lastPatch()?.body).toEqual({ values: { email: "new@b.cn" } });
  expect(lastPatch()?.headers.get("If-Match")).toBe('"1"');
  expect(await screen.findByRole("link", { name: "new@b.cn" })).toBeInTheDocument();
});

test("a problem of the server stands at its field until the value changes", async () => {
  const problem = { path: "values.email", code: "not_an_email", message: "这不像邮箱地址。", params: {} };
  server.use(http.patch(`${RECORDS}/1`, () => refusal(422, "invalid", "有 1 处需要修改。", [problem])));
  const { person } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "x");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("这不像邮箱地址。")).toBeInTheDocument();
  expect(screen.getByLabelText("邮箱")).toHaveAccessibleDescription("这不像邮箱地址。");
  await person.type(screen.getByLabelText("邮箱"), "y");
  expect(screen.queryByText("这不像邮箱地址。")).not.toBeInTheDocument();
});

test("a page of blocks counts and sums what belongs to the record, and offers shortcuts", async () => {
  const figures = [
    { label: { "zh-CN": "成交额" }, entity: "company", via: "parent", function: "sum", of: "budget" },
  ];
  const blocks = [
    { type: "figures", figures },
    { type: "groups", entity: "company", via: "parent", by: "tier", label: { "zh-CN": "下级公司" } },
    { type: "shortcuts", label: { "zh-CN": "捷径" }, shortcuts: [{ type: "create", entity: "company" }] },
  ];
  const page = {
    id: "p_1",
    name: "sheet",
    label: { "zh-CN": "公司" },
    type: "record",
    entity: "company",
    blocks,
  };
  const model = { ...MODEL, pages: [page] } as unknown as JsonBodyType;
  const sums = [
    { amount: "90000.00", currency: "CNY" },
    { amount: "120.00", currency: "USD" },
  ];
  server.use(
    http.get(MODEL_ADDRESS, () => HttpResponse.json(model)),
    http.post(`${RECORDS}/group`, async ({ request }) => {
      const { by } = (await request.json()) as { by: unknown[] };
      const groups = by.length
        ? [{ key: ["high"], labels: ["高价值"], measures: [3] }]
        : [{ key: [], labels: [], measures: [sums] }];
      return HttpResponse.json({ groups, more: false });
    }),
  );
  await openAt(ADDRESS);
  expect(await screen.findByText("¥90,000 + $120")).toBeInTheDocument();
  const bars = within(screen.getByRole("region", { name: "下级公司" }));
  expect(await bars.findByRole("link", { name: /高价值/ })).toHaveTextContent("3");
  const shortcuts = within(screen.getByRole("navigation", { name: "捷径" }));
  expect(shortcuts.getByRole("button", { name: "新建公司" })).toBeInTheDocument();
  const asked = sent.filter(({ path }) => path.endsWith("/group")).map(({ body }) => body);
  const ofRecord = { field: "parent", op: "eq", value: 1 };
  expect(asked).toContainEqual(expect.objectContaining({ by: [], filter: ofRecord }));
  expect(asked).toContainEqual(expect.objectContaining({ by: [{ field: "tier" }], filter: ofRecord }));
});

test("what is pasted stays whole, and that it is too long is told", async () => {
  const [company, ...others] = MODEL.entities;
  const fields = company?.fields.map((one) =>
    one.name === "name" ? { ...one, settings: { max_length: 12 } } : one,
  );
  const entities = [{ ...company, fields }, ...others] as unknown as JsonBodyType;
  server.use(http.get(MODEL_ADDRESS, () => HttpResponse.json({ ...MODEL, entities })));
  const { person } = await edit();
  const name = screen.getByLabelText(/^名称/);
  await person.clear(name);
  await person.paste("杭州远景精密制造有限公司滨江分公司");
  expect(name).toHaveValue("杭州远景精密制造有限公司滨江分公司");
  expect(screen.getByText("17 / 12")).toBeInTheDocument();
});

test("a required field that was emptied is asked for before anything is sent", async () => {
  const { person } = await edit();
  await person.clear(screen.getByLabelText(/^名称/));
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("请填写此项。")).toBeInTheDocument();
  expect(lastPatch()).toBeUndefined();
});

test("what the form requires in a section or tab that a rule hides is neither shown nor asked for", async () => {
  const asked = (name: string) => ({ field: name, required: true });
  const form = {
    id: "f_1",
    name: "company_main",
    label: { "zh-CN": "公司" },
    entity: "company",
    purpose: "main",
    sections: [
      { id: "s_1", items: [{ field: "name" }, { field: "email" }] },
      { id: "s_2", name: "money", label: { "zh-CN": "金额" }, items: [asked("budget")] },
      {
        id: "s_3",
        type: "tabs",
        tabs: [
          { id: "s_4", label: { "zh-CN": "其他" }, sections: [{ items: [{ field: "tier" }] }] },
          { id: "s_5", label: { "zh-CN": "旧资料" }, sections: [{ items: [asked("parent")] }] },
        ],
      },
    ],
    rules: [
      {
        when: { field: "tier", op: "eq", value: "high" },
        then: [
          { action: "hide", section: "money" },
          { action: "hide", section: "s_5" },
        ],
      },
    ],
  };
  const rest = { ...COMPANIES[0]?.values, parent: null };
  server.use(
    http.get(MODEL_ADDRESS, () => HttpResponse.json({ ...MODEL, forms: [form] })),
    http.get(`${RECORDS}/1`, () => HttpResponse.json(record(1, rest) as unknown as JsonBodyType)),
    http.patch(`${RECORDS}/1`, () => HttpResponse.json(record(1, rest, 2) as unknown as JsonBodyType)),
  );
  const { person } = await edit();
  expect(screen.getByRole("tab", { name: "其他" })).toBeInTheDocument();
  expect(screen.queryByRole("tab", { name: "旧资料" })).not.toBeInTheDocument();
  expect(screen.queryByRole("heading", { name: "金额" })).not.toBeInTheDocument();
  await person.type(screen.getByLabelText("邮箱"), "x");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("已保存")).toBeInTheDocument();
});

test("when somebody else saved first, both values are shown and the choice is saved on top", async () => {
  const theirs = record(1, { ...COMPANIES[0]?.values, email: "theirs@b.cn", tier: "low" }, 5);
  let stale = true;
  server.use(
    http.patch(`${RECORDS}/1`, () => {
      if (stale) return refusal(412, "stale_version", "这条记录刚被别人改过。");
      return HttpResponse.json({ ...theirs, version: 6 });
    }),
  );
  const { person } = await edit();
  await person.clear(screen.getByLabelText("邮箱"));
  await person.type(screen.getByLabelText("邮箱"), "mine@b.cn");
  server.use(http.get(`${RECORDS}/1`, () => HttpResponse.json(theirs as unknown as JsonBodyType)));
  await person.click(screen.getByRole("button", { name: "保存" }));
  const dialog = await screen.findByRole("dialog", { name: "这条记录刚刚被其他人修改过" });
  expect(within(dialog).getByText("mine@b.cn")).toBeInTheDocument();
  expect(within(dialog).getByText("theirs@b.cn")).toBeInTheDocument();
  await person.click(within(dialog).getByRole("button", { name: "采用所选的值" }));
  stale = false;
  await person.click(await screen.findByRole("button", { name: /保存/ }));
  await waitFor(() => expect(lastPatch()?.headers.get("If-Match")).toBe('"5"'));
  expect(lastPatch()?.body).toEqual({ values: { email: "mine@b.cn" } });
});

test("without a connection the changes stay, as a draft that the next visit brings back", async () => {
  server.use(http.patch(`${RECORDS}/1`, () => HttpResponse.error()));
  const { person, unmount } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText(/修改已暂存在本机/)).toBeInTheDocument();
  await waitFor(() => expect(Object.keys(window.localStorage).join()).toContain("formloom.draft"));
  unmount();
  await openAt(ADDRESS);
  expect(await screen.findByText("已恢复上次没有保存的修改。")).toBeInTheDocument();
  expect(screen.getByLabelText("邮箱")).toHaveValue("a@b.cnm");
});

test("rules show, hide and speak while a person types", async () => {
  const { person } = await edit();
  expect(screen.getByLabelText("预算")).toBeInTheDocument();
  await person.click(screen.getByRole("combobox", { name: "等级" }));
  await person.click(await screen.findByText("普通", { selector: ".ant-select-item-option-content *" }));
  expect(await screen.findByText("普通客户没有预算")).toBeInTheDocument();
  expect(screen.queryByLabelText("预算")).not.toBeInTheDocument();
});

test("leaving with unsaved changes is asked about", async () => {
  const { person } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(
    within(screen.getByRole("navigation", { name: "菜单" })).getByRole("link", { name: "公司" }),
  );
  expect(await screen.findByText("不保存就离开？")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "继续编辑" }));
  expect(screen.getByLabelText("邮箱")).toHaveValue("a@b.cnm");
});

test("a stage asks for its facts and sends them with the move", async () => {
  server.use(
    http.post(`${RECORDS}/1/stage`, () =>
      HttpResponse.json(
        record(1, { ...COMPANIES[0]?.values, stage: "won", budget: "100" }, 2) as unknown as JsonBodyType,
      ),
    ),
  );
  const { person } = await openAt(ADDRESS);
  const path = await screen.findByRole("list", { name: "公司进展" });
  expect(within(path).getByText("新建").closest("li")).toHaveAttribute("aria-current", "step");
  const ends = screen.getByRole("list", { name: "结束方式" });
  expect(within(path).queryByText("成交")).not.toBeInTheDocument();
  await person.click(within(ends).getByRole("button", { name: "成交" }));
  const dialog = await screen.findByRole("dialog", { name: "标记为“成交”" });
  await person.type(within(dialog).getByLabelText(/预算/), "100");
  await person.click(within(dialog).getByRole("button", { name: "确定" }));
  await waitFor(() =>
    expect(within(ends).getByText("成交").closest("li")).toHaveAttribute("aria-current", "step"),
  );
  const move = sent.find(({ path: address }) => address.endsWith("/stage"));
  expect(move?.body).toMatchObject({ stage: "won", values: { budget: "100" } });
});

test("a stage that only the system sets says so and opens nothing", async () => {
  const { person, container } = await openAt(ADDRESS);
  const path = await screen.findByRole("list", { name: "公司进展" });
  const checked = within(path).getByRole("button", { name: "审核" });
  expect(checked).toHaveAttribute("aria-disabled", "true");
  await person.click(checked);
  expect(await screen.findByRole("tooltip")).toHaveTextContent("“审核”由系统在相应时机自动设置");
  expect(checked).toHaveAccessibleDescription(/不能手动选择/);
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("a new record is created from its form", async () => {
  server.use(
    http.post(RECORDS, () => HttpResponse.json(COMPANIES[1] as unknown as JsonBodyType, { status: 201 })),
  );
  const { person, history } = await openAt("/w/main/sales/company/new");
  await person.type(await screen.findByLabelText(/^名称/), "苏州恒达");
  await person.click(screen.getByRole("button", { name: "创建" }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/2"));
  const created = sent.find(({ method, path }) => method === "POST" && path.endsWith("/company"));
  expect(created?.body).toEqual({ values: { name: "苏州恒达" } });
});

test("what must be done first is named before a record is moved on", async () => {
  const label = { "zh-CN": "方案评审", en: "Review" };
  const tasks = [{ entity: "task", id: 7, label, required: true, state: "open" }];
  const told = { ...COMPANIES[0], stage_tasks: tasks } as unknown as JsonBodyType;
  server.use(http.get(`${RECORDS}/1`, () => HttpResponse.json(told)));
  const { person, container } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("button", { name: /推进到“跟进”/ }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText(/需要先完成/)).toBeInTheDocument();
  expect(within(dialog).getByRole("link", { name: "方案评审" })).toHaveAttribute(
    "href",
    "/w/main/sales/task/7",
  );
  expect(await faults(container)).toEqual([]);
});

test("a move tells the tasks that it makes, and the next step lists them with what is done", async () => {
  const named = (text: string) => ({ "zh-CN": text, en: text });
  const tasks = [
    { entity: "task", id: 7, label: named("整理需求清单"), required: true, state: "open" },
    { entity: "task", id: null, label: named("通知法务"), required: false, state: "won" },
  ];
  const moved = { ...record(1, { ...COMPANIES[0]?.values, stage: "working" }, 2), stage_tasks: tasks };
  server.use(http.post(`${RECORDS}/1/stage`, () => HttpResponse.json(moved as unknown as JsonBodyType)));
  const { person, container } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("button", { name: /推进到“跟进”/ }));
  await person.click(within(await screen.findByRole("dialog")).getByRole("button", { name: /推\s*进/ }));
  expect(await screen.findByText("已建任务：整理需求清单")).toBeInTheDocument();
  const list = screen.getByRole("list", { name: "阶段任务" });
  const [first, second] = within(list).getAllByRole("listitem");
  expect(first).toHaveTextContent("整理需求清单必做");
  expect(within(list).getByRole("link")).toHaveAttribute("href", "/w/main/sales/task/7");
  expect(second).toHaveTextContent("已完成：通知法务");
  expect(await faults(container)).toEqual([]);
});

test("a record that is not there says so", async () => {
  await openAt("/w/main/sales/company/99");
  expect(await screen.findByRole("heading", { name: /这里没有内容/ })).toBeInTheDocument();
});

test("who saves a record out of sight is told so and finds the way back", async () => {
  server.use(
    http.patch(`${RECORDS}/1`, () =>
      HttpResponse.json({ id: 1, version: 2, title: "", values: {}, out_of_sight: true }),
    ),
  );
  const { person, container } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "x");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByRole("heading", { name: /不在你可以查看的范围内/ })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "返回列表" })).toHaveAttribute("href", "/w/main/sales/company");
  expect(await faults(container)).toEqual([]);
});

test("what a lost connection took is sent again once, with the same key, when the server answers", async () => {
  let away = true;
  server.use(
    http.post(RECORDS, () =>
      away
        ? HttpResponse.error()
        : HttpResponse.json(record(9, { name: "新公司" }) as unknown as JsonBodyType, { status: 201 }),
    ),
  );
  const { person, history } = await openAt("/w/main/sales/company/new");
  await person.type(await screen.findByLabelText(/^名称/), "新公司");
  await person.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByText(/连接恢复后会自动再发送一次/)).toBeInTheDocument();
  away = false;
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/9"));
  const keys = sent
    .filter(({ method }) => method === "POST")
    .flatMap(({ path, headers }) => (path.endsWith("/company") ? [headers.get("Idempotency-Key")] : []));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test("a page shows the fields that came later, but none that a rule hides", async () => {
  const blocks = [{ type: "fields", fields: ["name", "budget", "parent"] }];
  const page = { id: "p_1", name: "sheet", label: {}, type: "record" as const, entity: "company", blocks };
  server.use(http.get(MODEL_ADDRESS, () => HttpResponse.json({ ...MODEL, pages: [page] })));
  await openAt(ADDRESS);
  const others = await screen.findByRole("region", { name: "其他信息" });
  expect(within(others).getByText("邮箱")).toBeInTheDocument();
  expect(screen.getByText("预算")).toBeInTheDocument();
  cleanup();
  server.use(
    http.get(`${RECORDS}/1`, () =>
      HttpResponse.json(record(1, { name: "A", tier: "low" }) as unknown as JsonBodyType),
    ),
  );
  await openAt(ADDRESS);
  await screen.findByRole("region", { name: "其他信息" });
  expect(screen.queryByText("预算")).not.toBeInTheDocument();
});
