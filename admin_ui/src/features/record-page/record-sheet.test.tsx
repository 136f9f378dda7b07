import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { TALKATIVE } from "../../test/follow-ups";
import { onAPhone } from "../../test/on-a-phone";
import { faults, openAt } from "../../test/render-app";
import { record, RECORDS, refusal, sent, server } from "../../test/server";

const API = "*/api/v1/w/main/apps/sales";
const ME = { id: 1, label: "陈晓" };
const ENTRIES = [
  {
    kind: "comment",
    id: "c5",
    at: "2026-03-09T08:00:00Z",
    by: ME,
    comment: {
      id: 5,
      at: "2026-03-09T08:00:00Z",
      by: ME,
      text: "请 @[1] 看",
      mentions: [ME],
      edited_at: null,
      own: true,
      removable: true,
    },
  },
  {
    kind: "change",
    id: "v2",
    at: "2026-03-08T08:00:00Z",
    by: ME,
    event: "update",
    version: 2,
    undoable: true,
    changes: [{ field: "tier", before: "low", after: "high" }],
  },
];

function talk() {
  server.use(
    http.get(`${API}/model`, () => HttpResponse.json(TALKATIVE as unknown as JsonBodyType)),
    http.get(`${RECORDS}/:id/timeline`, () =>
      HttpResponse.json({ items: ENTRIES, next: null, kinds: ["comment", "change"] } as JsonBodyType),
    ),
    http.get(`${RECORDS}/:id/attachments`, () => HttpResponse.json({ items: [] })),
    http.post(`${API}/records/call/query`, () =>
      HttpResponse.json({ items: [], next: null, previous: null, indexed: true }),
    ),
  );
}

test("a row opens on a sheet, previous and next go through the list, closing leaves the list", async () => {
  const { person, history } = await openAt("/w/main/sales/company?search=x");
  const opener = await screen.findByRole("link", { name: "杭州远景精密" });
  await person.click(opener);
  const sheet = await screen.findByRole("dialog");
  expect(await within(sheet).findByRole("heading", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(history.location.href).toContain("open=company.1");
  expect(within(sheet).getByText("第 1 条，共 2 条")).toBeInTheDocument();
  expect(within(sheet).getByRole("button", { name: "上一条" })).toBeDisabled();
  await person.click(within(sheet).getByRole("button", { name: "下一条" }));
  expect(await within(sheet).findByRole("heading", { name: "苏州恒达" })).toBeInTheDocument();
  expect(await faults(sheet)).toEqual([]);
  await person.click(within(sheet).getByRole("button", { name: "关闭" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(history.location.href).not.toContain("open=");
  expect(history.location.href).toContain("search=x");
  await waitFor(() => expect(opener).toHaveFocus());
});

test("an address with an open record shows it at once, and back leads out of it", async () => {
  const { history } = await openAt("/w/main/sales/company?open=company.2");
  const sheet = await screen.findByRole("dialog");
  expect(await within(sheet).findByRole("heading", { name: "苏州恒达" })).toBeInTheDocument();
  expect(within(sheet).getByRole("link", { name: "展开为整页" })).toHaveAttribute(
    "href",
    "/w/main/sales/company/2",
  );
  history.push("/w/main/sales/company");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
});

test("a follow-up takes one line and Enter", async () => {
  talk();
  server.use(
    http.post(`${API}/records/call`, () =>
      HttpResponse.json(record(9, { name: "x" }) as unknown as JsonBodyType, { status: 201 }),
    ),
  );
  const { person, container } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name: "拜访" }));
  const line = screen.getByRole("textbox", { name: "内容" });
  await person.type(line, "谈了交期{Enter}");
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/records/call"))).toBe(true));
  const body = sent.find(({ path }) => path.endsWith("/records/call"))?.body as { values: object };
  expect(body.values).toMatchObject({ about: 1, way: "visit", said: "谈了交期" });
  expect(body.values).toHaveProperty("at");
  await waitFor(() => expect(line).toHaveValue(""));
  expect(line).toHaveFocus();
  expect(await faults(container)).toEqual([]);
});

test("a comment names a member, and its writer takes it back", async () => {
  talk();
  server.use(
    http.post(`${RECORDS}/1/comments`, () => HttpResponse.json({}, { status: 201 })),
    http.delete(`${RECORDS}/1/comments/5`, () => new HttpResponse(null, { status: 204 })),
  );
  const { person } = await openAt("/w/main/sales/company/1");
  expect(await screen.findByText("@陈晓", { selector: ".mention" })).toBeInTheDocument();
  const box = screen.getByRole("group", { name: "写什么" });
  await person.click(within(box).getByRole("button", { name: "评论" }));
  await person.type(screen.getByRole("textbox", { name: "评论" }), "好的{Enter}");
  await waitFor(() =>
    expect(sent.find(({ path }) => path.endsWith("/comments"))?.body).toEqual({ text: "好的" }),
  );
  await person.click(screen.getByRole("button", { name: "删除" }));
  expect(await screen.findByText("评论已删除")).toBeInTheDocument();
});

test("a change is taken back where nothing came after it", async () => {
  talk();
  server.use(
    http.patch(`${RECORDS}/1`, () =>
      HttpResponse.json(record(1, { name: "杭州远景精密", tier: "low" }, 3) as unknown as JsonBodyType),
    ),
  );
  const { person } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name: "撤销" }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({ values: { tier: "low" } }),
  );
});

test.each([404, 403])("a copy of what is gone or forbidden says so: %s", async (status) => {
  server.use(http.get(`${RECORDS}/99`, () => refusal(status, "not_found", "没有这条记录。")));
  const { container } = await openAt("/w/main/sales/company/new?copy=99");
  expect(await screen.findByRole("heading", { name: /这里没有内容/ })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "重试" })).not.toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("a copy begins with what the record holds", async () => {
  await openAt("/w/main/sales/company/new?copy=1");
  expect(await screen.findByLabelText(/^名称/)).toHaveValue("杭州远景精密");
  expect(screen.getByLabelText("邮箱")).toHaveValue("a@b.cn");
});

test("on a phone the next step leads to the half with the timeline and into its line, on a page and a sheet", async () => {
  talk();
  const [company, ...others] = TALKATIVE.entities;
  const late = { name: "杭州远景精密", next_follow_at: "2026-03-01T01:00:00Z" };
  server.use(
    http.get(`${API}/model`, () =>
      HttpResponse.json({
        ...TALKATIVE,
        entities: [{ ...company, followed: true }, ...others],
      }),
    ),
    http.get(`${RECORDS}/:id`, ({ params }) =>
      HttpResponse.json(record(Number(params.id), late) as unknown as JsonBodyType),
    ),
  );
  onAPhone();
  const { person, unmount } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name: "写跟进" }));
  expect(screen.getByRole("textbox", { name: "内容" })).toHaveFocus();
  unmount();
  const again = await openAt("/w/main/sales/company/1?open=company.2");
  const sheet = await screen.findByRole("dialog");
  await again.person.click(await within(sheet).findByRole("button", { name: "写跟进" }));
  expect(within(sheet).getByRole("textbox", { name: "内容" })).toHaveFocus();
});

test("after a comment was sent the next one is typed in the same box", async () => {
  talk();
  server.use(http.post(`${RECORDS}/:id/comments`, () => HttpResponse.json({}, { status: 201 })));
  const { person } = await openAt("/w/main/sales/company/1");
  const box = await screen.findByRole("group", { name: "写什么" });
  await person.click(within(box).getByRole("button", { name: "评论" }));
  await person.type(screen.getByRole("textbox", { name: "评论" }), "好的{Enter}");
  await waitFor(() => expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue(""));
  await person.keyboard("再联系");
  expect(screen.getByRole("textbox", { name: "评论" })).toHaveValue("再联系");
});

test("a comment that is too long says so where it is written, and how much is used", async () => {
  talk();
  const { person } = await openAt("/w/main/sales/company/1");
  const box = await screen.findByRole("group", { name: "写什么" });
  await person.click(within(box).getByRole("button", { name: "评论" }));
  const line = screen.getByRole("textbox", { name: "评论" });
  await person.click(line);
  await person.paste("长".repeat(9_999));
  expect(screen.getByText("9999 / 10000")).toBeInTheDocument();
  await person.type(line, "长长{Enter}");
  expect(screen.getByText(/太长了，最多 10,000 个字符。/)).toBeInTheDocument();
  expect(sent.some(({ path }) => path.endsWith("/comments"))).toBe(false);
});
