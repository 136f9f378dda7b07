import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { RECORDS, refusal, sent, server, SESSION } from "../../test/server";

test("an administrator makes a slow list fast and sees it then", async () => {
  const path = `${RECORDS}/fast_lists`;
  const made = {
    id: 4,
    held: ["tier"],
    compared: [],
    sort: [{ field: "name", direction: "desc" }],
    created_at: "2026-11-01T08:00:00Z",
    used_at: null,
  };
  let polls = 0;
  server.use(
    http.post(`${RECORDS}/query`, () =>
      polls < 2
        ? refusal(422, "query_too_slow", "这个查询太慢，已停止。")
        : HttpResponse.json({ items: [], next: null, previous: null, indexed: true }),
    ),
    http.post(path, () => HttpResponse.json({ ...made, state: "building", job: 7 }, { status: 201 })),
    http.get(path, () => HttpResponse.json({ items: [{ ...made, state: "ready", job: null }] })),
    http.delete(`${path}/4`, () => new HttpResponse(null, { status: 204 })),
    http.get("*/api/v1/w/main/jobs/7", () => {
      polls += 1;
      return HttpResponse.json({
        id: 7,
        state: polls < 2 ? "running" : "done",
        done: 0,
        total: null,
        result: {},
      });
    }),
  );
  const filter = { field: "tier", op: "eq", value: "high" };
  const { person } = await openAt(`/w/main/sales/company?filter=${JSON.stringify(filter)}`);
  const note = (await screen.findByText("这个查询太慢，已停止。")).closest<HTMLElement>("[role=alert]")!;
  expect(await faults(note)).toEqual([]);
  await person.click(within(note).getByRole("button", { name: "让它更快" }));
  expect(await screen.findByText("正在建索引……")).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText("这个查询太慢，已停止。")).not.toBeInTheDocument());
  expect(sent.find((one) => one.path.endsWith("/fast_lists"))?.body).toMatchObject({ filter });
  await person.click(await screen.findByRole("button", { name: "更多操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "快速列表" }));
  const dialog = await screen.findByRole("dialog", { name: "快速列表" });
  expect(await within(dialog).findByText(/^筛选：.*排序：/)).toBeInTheDocument();
  expect(within(dialog).getByText("还没有用过")).toBeInTheDocument();
  await person.click(within(dialog).getByRole("button", { name: /^取消“/ }));
  await waitFor(() => expect(sent.some(({ method }) => method === "DELETE")).toBe(true));
});

test("a list that stays slow with its index says so instead of offering one", async () => {
  server.use(
    http.post(`${RECORDS}/query`, () => refusal(422, "query_too_slow", "这个查询太慢，已停止。")),
    http.post(`${RECORDS}/fast_lists`, () => HttpResponse.json({ id: 4, job: null }, { status: 201 })),
  );
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "让它更快" }));
  expect(await screen.findByText(/^索引已经建好，这个列表仍然太慢/)).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "让它更快" })).not.toBeInTheDocument();
});

test("who may not build the app is offered no index", async () => {
  const workspaces = [{ key: "main", name: "远景", administrator: false }];
  server.use(
    http.get("*/api/v1/session", () => HttpResponse.json({ ...SESSION, workspaces })),
    http.post(`${RECORDS}/query`, () => refusal(422, "query_too_slow", "这个查询太慢，已停止。")),
  );
  await openAt("/w/main/sales/company");
  expect(await screen.findByText("这个查询太慢，已停止。")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "让它更快" })).not.toBeInTheDocument();
});
