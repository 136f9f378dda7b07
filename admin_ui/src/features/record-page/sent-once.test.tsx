import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { afterEach, expect, test } from "vitest";

import { TALKATIVE } from "../../test/follow-ups";
import { faults, openAt } from "../../test/render-app";
import { COMPANIES, record, RECORDS, refusal, sent, server } from "../../test/server";

const API = "*/api/v1/w/main/apps/sales";
const ADDRESS = "/w/main/sales/company/1";
const SENT_AGAIN = /连接恢复后会自动再发送一次/;

afterEach(() => window.dispatchEvent(new Event("online")));

/** A server that carries out what it is asked once for each key, and whose first answer is lost. */
function losingFirst(path: string, answer: JsonBodyType) {
  const done = new Map<string, unknown>();
  let lost = false;
  const post = http.post(path, async ({ request }) => {
    const key = request.headers.get("Idempotency-Key") ?? crypto.randomUUID();
    const asked = JSON.stringify([request.headers.get("If-Match"), await request.json()]);
    if (done.has(key) && done.get(key) !== asked) return refusal(422, "idempotency_mismatch", "另一个请求。");
    done.set(key, asked);
    if (lost) return HttpResponse.json(answer, { status: 201 });
    lost = true;
    return HttpResponse.error();
  });
  server.use(
    http.get(`${API}/model`, () => HttpResponse.json(TALKATIVE as unknown as JsonBodyType)),
    http.get(`${RECORDS}/:id/attachments`, () => HttpResponse.json({ items: [] })),
    post,
  );
  return done;
}

function requests(path: string) {
  return sent.filter((one) => one.method === "POST" && one.path.endsWith(path));
}

async function commenting() {
  const opened = await openAt(ADDRESS);
  const box = await screen.findByRole("group", { name: "写什么" });
  await opened.person.click(within(box).getByRole("button", { name: "评论" }));
  return opened;
}

test("a follow-up whose answer was lost stays, says so, and is written once", async () => {
  const done = losingFirst(`${API}/records/call`, record(9, { name: "x" }));
  const { person, container } = await openAt(ADDRESS);
  const line = await screen.findByRole("textbox", { name: "内容" });
  await person.type(line, "谈了交期{Enter}");
  expect(await screen.findByText(SENT_AGAIN)).toBeInTheDocument();
  expect(line).toHaveValue("谈了交期");
  expect(await faults(container)).toEqual([]);
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(line).toHaveValue(""));
  expect(screen.queryByText(SENT_AGAIN)).not.toBeInTheDocument();
  expect(requests("/records/call")).toHaveLength(2);
  expect(done.size).toBe(1);
});

test("a follow-up sent again by hand is the same one, also after a reload; another text is another one", async () => {
  const done = losingFirst(`${API}/records/call`, record(9, { name: "x" }));
  const { person, unmount } = await openAt(ADDRESS);
  await person.type(await screen.findByRole("textbox", { name: "内容" }), "谈了交期{Enter}");
  await screen.findByText(SENT_AGAIN);
  unmount();
  const again = await openAt(ADDRESS);
  const line = await screen.findByRole("textbox", { name: "内容" });
  expect(line).toHaveValue("谈了交期");
  await again.person.type(line, "{Enter}");
  await waitFor(() => expect(line).toHaveValue(""));
  expect(done.size).toBe(1);
  await again.person.type(line, "谈了交期{Enter}");
  await waitFor(() => expect(done.size).toBe(2));
});

test("what is changed after a lost answer is sent as it stands once one stops typing, under a key of its own", async () => {
  const done = losingFirst(`${API}/records/call`, record(9, { name: "x" }));
  const { person } = await openAt(ADDRESS);
  const line = await screen.findByRole("textbox", { name: "内容" });
  await person.type(line, "谈了交期{Enter}");
  await screen.findByText(SENT_AGAIN);
  await person.type(line, "和价格");
  window.dispatchEvent(new Event("online"));
  await person.type(line, "等");
  expect(requests("/records/call")).toHaveLength(1);
  expect(screen.getByText(SENT_AGAIN)).toBeInTheDocument();
  await waitFor(() => expect(line).toHaveValue(""), { timeout: 4_000 });
  expect(requests("/records/call").at(-1)?.body).toMatchObject({ values: { said: "谈了交期和价格等" } });
  expect(done.size).toBe(2);
});

test("what was emptied after a lost answer is not sent any more", async () => {
  losingFirst(`${API}/records/call`, record(9, { name: "x" }));
  const { person } = await openAt(ADDRESS);
  const line = await screen.findByRole("textbox", { name: "内容" });
  await person.type(line, "谈了交期{Enter}");
  await screen.findByText(SENT_AGAIN);
  await person.clear(line);
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(screen.queryByText(SENT_AGAIN)).not.toBeInTheDocument(), { timeout: 4_000 });
  expect(requests("/records/call")).toHaveLength(1);
});

test("a form typed on in after a lost answer is saved as it stands", async () => {
  let away = true;
  server.use(
    http.patch(`${RECORDS}/1`, async ({ request }) => {
      if (away) return HttpResponse.error();
      const { values } = (await request.json()) as { values: Record<string, unknown> };
      return HttpResponse.json(record(1, { ...COMPANIES[0]?.values, ...values }, 2));
    }),
  );
  const { person } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  const name = await screen.findByLabelText(/^名称/);
  await person.type(name, "一");
  await person.click(screen.getByRole("button", { name: "保存" }));
  await screen.findByText(/恢复/);
  await person.type(name, "二");
  away = false;
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByText("已保存", undefined, { timeout: 4_000 })).toBeInTheDocument();
  expect(sent.at(-1)?.body).toMatchObject({ values: { name: "杭州远景精密一二" } });
});

test("a follow-up that waits is sent also from behind the tab of comments", async () => {
  const done = losingFirst(`${API}/records/call`, record(9, { name: "x" }));
  const { person } = await openAt(ADDRESS);
  await person.type(await screen.findByRole("textbox", { name: "内容" }), "谈了交期{Enter}");
  await screen.findByText(SENT_AGAIN);
  await person.click(
    within(screen.getByRole("group", { name: "写什么" })).getByRole("button", { name: "评论" }),
  );
  expect(screen.queryByRole("textbox", { name: "内容" })).not.toBeInTheDocument();
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(requests("/records/call")).toHaveLength(2));
  expect(done.size).toBe(1);
});

test("a comment whose answer was lost stays, says so, and is written once", async () => {
  const done = losingFirst(`${RECORDS}/1/comments`, {});
  const { person } = await commenting();
  await person.type(screen.getByRole("textbox", { name: "评论" }), "好的{Enter}");
  expect(await screen.findByText(SENT_AGAIN)).toBeInTheDocument();
  expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue("好的");
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue(""));
  expect(requests("/comments")).toHaveLength(2);
  expect(done.size).toBe(1);
});

test("a comment that was not sent is there after a reload, with whom it names, and is written once", async () => {
  const done = losingFirst(`${RECORDS}/1/comments`, {});
  server.use(
    http.get(`${RECORDS}/1/mentionable`, () => HttpResponse.json({ items: [{ id: 1, label: "陈晓" }] })),
  );
  const { person, unmount } = await commenting();
  const box = screen.getByRole("textbox", { name: "评论" });
  await person.type(box, "@陈");
  await person.click(
    await screen.findByText("陈晓", { selector: "[role=option] *, [role=menuitem] *, li *, li" }),
  );
  await person.type(box, "请看");
  await person.keyboard("{Enter}");
  await screen.findByText(SENT_AGAIN);
  unmount();
  const again = await commenting();
  expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue("@陈晓 请看");
  await again.person.type(screen.getByRole("textbox", { name: "评论" }), "{Enter}");
  await waitFor(() => expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue(""));
  expect(requests("/comments").map(({ body }) => body)).toEqual([
    { text: "@[1] 请看" },
    { text: "@[1] 请看" },
  ]);
  expect(done.size).toBe(1);
});

test("people are offered by what stands behind the @, also where no key was let go", async () => {
  losingFirst(`${RECORDS}/1/comments`, {});
  const all = [
    { id: 1, label: "陈晓" },
    { id: 2, label: "林悦" },
  ];
  server.use(
    http.get(`${RECORDS}/1/mentionable`, ({ request }) => {
      const wanted = new URL(request.url).searchParams.get("search") ?? "";
      return HttpResponse.json({ items: all.filter(({ label }) => label.startsWith(wanted)) });
    }),
  );
  const { person } = await commenting();
  const box = screen.getByRole("textbox", { name: "评论" });
  await person.type(box, "看下 @");
  await screen.findByText("陈晓", { selector: "li *, li" });
  fireEvent.change(box, { target: { value: "看下 @林" } });
  expect(await screen.findByText("林悦", { selector: "li *, li" })).toBeInTheDocument();
  expect(screen.queryByText("陈晓", { selector: "li *, li" })).not.toBeInTheDocument();
});

const WON = record(1, { ...COMPANIES[0]?.values, stage: "won", budget: "100" }, 2) as unknown as JsonBodyType;

async function winning() {
  const opened = await openAt(ADDRESS);
  const ends = await screen.findByRole("list", { name: "结束方式" });
  await opened.person.click(within(ends).getByRole("button", { name: "成交" }));
  const dialog = await screen.findByRole("dialog", { name: "标记为“成交”" });
  await opened.person.type(within(dialog).getByLabelText(/预算/), "100");
  await opened.person.click(within(dialog).getByRole("button", { name: "确定" }));
  return { ...opened, dialog, ends };
}

test("a move to a stage whose answer was lost keeps its facts, says so, and is made once", async () => {
  const done = losingFirst(`${RECORDS}/1/stage`, WON);
  const { dialog, ends } = await winning();
  expect(await within(dialog).findByText(SENT_AGAIN)).toBeInTheDocument();
  expect(within(dialog).getByLabelText(/预算/)).toHaveDisplayValue(/^100/);
  window.dispatchEvent(new Event("online"));
  await waitFor(() =>
    expect(within(ends).getByText("成交").closest("li")).toHaveAttribute("aria-current", "step"),
  );
  expect(requests("/stage")).toHaveLength(2);
  expect(done.size).toBe(1);
});

test("a move that was given up after its answer was lost is the same move when it is made again", async () => {
  const done = losingFirst(`${RECORDS}/1/stage`, WON);
  const first = await winning();
  await within(first.dialog).findByText(SENT_AGAIN);
  first.unmount();
  // It did arrive: the record is another version now.
  server.use(
    http.get(`${RECORDS}/1`, () => HttpResponse.json({ ...COMPANIES[0], version: 2 } as JsonBodyType)),
  );
  const { ends } = await winning();
  await waitFor(() =>
    expect(within(ends).getByText("成交").closest("li")).toHaveAttribute("aria-current", "step"),
  );
  expect(done.size).toBe(1);
});

test("a new record whose answer was lost is made once, also when the page is loaded again", async () => {
  const done = losingFirst(RECORDS, record(9, { name: "新公司" }));
  const { person, unmount } = await openAt("/w/main/sales/company/new");
  await person.type(await screen.findByLabelText(/^名称/), "新公司");
  await person.click(screen.getByRole("button", { name: "创建" }));
  await screen.findByText(SENT_AGAIN);
  unmount();
  const again = await openAt("/w/main/sales/company/new");
  expect(await screen.findByLabelText(/^名称/)).toHaveValue("新公司");
  await again.person.click(screen.getByRole("button", { name: "创建" }));
  await waitFor(() => expect(again.history.location.pathname).toBe("/w/main/sales/company/9"));
  expect(done.size).toBe(1);
});
