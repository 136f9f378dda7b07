import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server } from "../../test/server";

const NEWS = "*/api/v1/w/main/notifications";
const BY = { id: 2, label: "李雷" };
const BASE = {
  at: "2026-01-05T08:00:00Z",
  by: BY,
  count: 1,
  read: false,
  app: "sales",
  entity: "company",
  text: null,
};
const MENTION = {
  ...BASE,
  id: 9,
  kind: "mention",
  record: { id: 1, label: "杭州远景精密" },
  text: "@陈晓 请看",
};
const MANY = { ...BASE, id: 8, kind: "given", count: 3, record: { id: 2, label: "苏州恒达" } };
const GONE = { ...BASE, id: 7, kind: "comment", record: null, read: true };

function serve(items: object[]) {
  let current = items as { id: number; read: boolean }[];
  const unread = () => current.filter(({ read }) => !read).length;
  server.use(
    http.get(NEWS, () => HttpResponse.json({ items: current, unread: unread(), next: null })),
    http.post(`${NEWS}/read`, async ({ request }) => {
      const { ids, up_to } = (await request.json()) as { ids?: number[]; up_to?: number };
      const meant = (id: number) => ids?.includes(id) || (up_to !== undefined && id <= up_to);
      current = current.map((item) => ({ ...item, read: item.read || meant(item.id) }));
      return HttpResponse.json({ unread: unread() });
    }),
  );
}

test("the bell tells how much is unread, and what is opened counts as read", async () => {
  serve([MENTION, MANY, GONE]);
  const { person, history } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("button", { name: "通知，2 条未读" }));
  const panel = await screen.findByRole("dialog", { name: "通知" });
  expect(await within(panel).findByText("李雷 在「杭州远景精密」的评论里提到了你")).toBeInTheDocument();
  expect(within(panel).getByText("@陈晓 请看")).toBeInTheDocument();
  expect(within(panel).getByText(/把 3 条.+交给了你/)).toBeInTheDocument();
  expect(
    within(panel)
      .getByText(/已不在或你看不到了/)
      .closest("a"),
  ).toBeNull();
  expect(await faults(panel)).toEqual([]);

  await person.click(within(panel).getByText(/提到了你/));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/1"));
  expect(await screen.findByRole("button", { name: "通知，1 条未读" })).toBeInTheDocument();
  expect(sent.map(({ body }) => body)).toContainEqual({ ids: [9] });
});

test("all are marked as read at once, and Escape goes back to the bell", async () => {
  serve([MENTION, MANY]);
  const { person } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("button", { name: "通知，2 条未读" }));
  const panel = await screen.findByRole("dialog", { name: "通知" });
  await person.click(within(panel).getByRole("button", { name: "全部标为已读" }));
  const bell = await screen.findByRole("button", { name: "通知，0 条未读" });
  expect(sent.at(-1)?.body).toEqual({ up_to: 9 });
  await person.keyboard("{Escape}");
  await waitFor(() => expect(bell).toHaveFocus());
});

test("without news it says what will come, and a failure says why", async () => {
  const { person } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("button", { name: "通知，0 条未读" }));
  expect(await screen.findByText(/还没有通知/)).toBeInTheDocument();
});

test("a failure says why and can be tried again", async () => {
  server.use(http.get(NEWS, () => refusal(503, "unavailable", "数据库暂时不可用。")));
  const { person } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("button", { name: "通知，0 条未读" }));
  expect(await screen.findByText("数据库暂时不可用。")).toBeInTheDocument();
  serve([MENTION]);
  await person.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByText(/提到了你/)).toBeInTheDocument();
});
