import { screen, waitFor, within } from "@testing-library/react";
import { delay, http, HttpResponse, type JsonBodyType } from "msw";
import { afterEach, expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { COMPANIES, record, RECORDS, refusal, sent, server } from "../../test/server";

const ADDRESS = "/w/main/sales/company/1";
const [FIRST] = COMPANIES;

function answered(values: Record<string, unknown>, version: number) {
  return HttpResponse.json(record(1, { ...FIRST?.values, ...values }, version));
}

async function edit() {
  const opened = await openAt(ADDRESS);
  await opened.person.click(await screen.findByRole("button", { name: "编辑" }));
  return opened;
}

function requests(method: string) {
  return sent.filter((one) => one.method === method && one.path.includes("/records/company"));
}

afterEach(() => window.dispatchEvent(new Event("online")));

test("a draft that comes back to a record others changed asks before it writes over them", async () => {
  const { person, unmount } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "m");
  unmount();
  server.use(http.get(`${RECORDS}/1`, () => answered({ email: "theirs@b.cn" }, 7)));
  const again = await openAt(ADDRESS);
  const dialog = await screen.findByRole("dialog", { name: "这条记录刚刚被其他人修改过" });
  await again.person.click(within(dialog).getByRole("button", { name: "取消" }));
  server.use(http.patch(`${RECORDS}/1`, () => answered({ email: "a@b.cnm" }, 8)));
  await again.person.click(screen.getByRole("button", { name: "保存" }));
  const asked = await screen.findByRole("dialog", { name: "这条记录刚刚被其他人修改过" });
  expect(requests("PATCH")).toEqual([]);
  await again.person.click(within(asked).getByRole("radio", { name: /theirs@b\.cn/ }));
  await again.person.click(within(asked).getByRole("button", { name: "采用所选的值" }));
  await waitFor(() => expect(screen.getByLabelText("邮箱")).toHaveValue("theirs@b.cn"));
});

test("where others changed other fields, both changes are kept without a question", async () => {
  let tries = 0;
  server.use(
    http.patch(`${RECORDS}/1`, () => {
      tries += 1;
      return tries === 1
        ? refusal(412, "stale_version", "这条记录刚被别人改过。")
        : answered({ email: "a@b.cnm", tier: "low" }, 6);
    }),
  );
  const { person } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "m");
  server.use(http.get(`${RECORDS}/1`, () => answered({ tier: "low" }, 5)));
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("已保存")).toBeInTheDocument();
  const patches = requests("PATCH");
  expect(patches.map(({ headers }) => headers.get("If-Match"))).toEqual(['"1"', '"5"']);
  expect(patches.at(-1)?.body).toEqual({ values: { email: "a@b.cnm" } });
});

test("what is typed while a save runs stays to be saved", async () => {
  server.use(
    http.patch(`${RECORDS}/1`, async ({ request }) => {
      const { values } = (await request.json()) as { values: Record<string, unknown> };
      await delay(120);
      return answered(values, 2);
    }),
  );
  const { person } = await edit();
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(screen.getByRole("button", { name: "保存" }));
  await person.type(screen.getByLabelText("邮箱"), "n");
  expect(await screen.findByText(/保存期间你又改了内容/)).toBeInTheDocument();
  expect(screen.getByLabelText("邮箱")).toHaveValue("a@b.cnmn");
  await person.click(screen.getByRole("button", { name: /保存/ }));
  await waitFor(() => expect(requests("PATCH").at(-1)?.body).toEqual({ values: { email: "a@b.cnmn" } }));
});

test("what is typed while a record is made is a draft of the record that was made", async () => {
  server.use(
    http.post(RECORDS, async ({ request }) => {
      const { values } = (await request.json()) as { values: Record<string, unknown> };
      await delay(120);
      return HttpResponse.json(record(1, values), { status: 201 });
    }),
    http.get(`${RECORDS}/1`, () => HttpResponse.json(record(1, { name: "新公司" }) as never)),
  );
  const { person, history } = await openAt("/w/main/sales/company/new");
  const name = await screen.findByLabelText(/^名称/);
  await person.type(name, "新公司");
  await person.click(screen.getByRole("button", { name: "创建" }));
  await person.type(name, "二");
  await waitFor(() => expect(history.location.pathname).toBe(ADDRESS));
  expect(await screen.findByText("已恢复上次没有保存的修改。")).toBeInTheDocument();
  expect(screen.getByLabelText(/^名称/)).toHaveValue("新公司二");
});

test("giving up what was typed is asked about first", async () => {
  const { person } = await edit();
  expect(document.activeElement).toBe(screen.getByLabelText(/^名称/));
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(screen.getByRole("button", { name: "取消" }));
  const dialog = await screen.findByRole("dialog", { name: "放弃已填写的内容？" });
  await person.click(within(dialog).getByRole("button", { name: /放\s*弃/ }));
  const button = await screen.findByRole("button", { name: "编辑" });
  await waitFor(() => expect(document.activeElement).toBe(button));
  expect(Object.keys(window.localStorage).join()).not.toContain("formloom.draft");
});

test("closing a short form asks, and what is left unasked comes back", async () => {
  const { person, unmount } = await openAt("/w/main/sales/company?new=company");
  const dialog = await screen.findByRole("dialog", { name: /新建/ });
  await person.type(within(dialog).getByLabelText(/^名称/), "苏");
  await person.click(within(dialog).getByRole("button", { name: /取\s*消/ }));
  expect((await screen.findAllByText("放弃已填写的内容？")).length).toBeGreaterThan(0);
  await person.click(screen.getByRole("button", { name: "继续编辑" }));
  expect(within(dialog).getByLabelText(/^名称/)).toHaveValue("苏");
  unmount();
  await openAt("/w/main/sales/company?new=company");
  const back = await screen.findByRole("dialog", { name: /新建/ });
  expect(await within(back).findByLabelText(/^名称/)).toHaveValue("苏");
});

test("without a connection a save says so at once, and what was given up is not sent later", async () => {
  let away = true;
  server.use(http.patch(`${RECORDS}/1`, () => (away ? HttpResponse.error() : answered({}, 2))));
  const { person } = await edit();
  window.dispatchEvent(new Event("offline"));
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText(/修改已暂存在本机/)).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "取消" }));
  const dialog = await screen.findByRole("dialog", { name: "放弃已填写的内容？" });
  await person.click(within(dialog).getByRole("button", { name: /放\s*弃/ }));
  const before = requests("PATCH").length;
  away = false;
  window.dispatchEvent(new Event("online"));
  await new Promise((next) => setTimeout(next, 300));
  expect(requests("PATCH")).toHaveLength(before);
});

test("a record that was deleted meanwhile says by whom, and what was typed goes into a new one", async () => {
  const deleted = { ...COMPANIES[0], version: 2, deleted: true };
  const gone = {
    version: 2,
    at: new Date().toISOString(),
    by: { id: 2, label: "陈静" },
    kind: "delete",
    changes: [],
  };
  const { person, history } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  await person.type(await screen.findByLabelText(/^名称/), "二");
  server.use(
    http.patch(`${RECORDS}/1`, () => refusal(404, "not_found", "没有这条记录。")),
    http.get(`${RECORDS}/1`, () => HttpResponse.json(deleted as JsonBodyType)),
    http.get(`${RECORDS}/1/history`, () => HttpResponse.json({ items: [gone] })),
  );
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText(/陈静 在.*删除了这条记录。已填写的内容还在。/)).toBeInTheDocument();
  expect(screen.queryByText("没有这条记录。")).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "恢复" })).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "另存为新记录" }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/new"));
  await waitFor(() => expect(screen.getByLabelText(/^名称/)).toHaveValue("杭州远景精密二"));
});
