import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { record, RECORDS, sent, server } from "../../test/server";

const ADDRESS = "/w/main/sales/-trash";
const TRASH = "*/api/v1/w/main/apps/sales/trash";
const DELETED = [
  record(7, { name: "宁波海纳", updated_at: "2026-11-20T02:00:00Z", updated_by: { id: 1, label: "陈晓" } }),
  record(8, { name: "无锡新锐", updated_at: "2026-11-19T02:00:00Z", updated_by: { id: 1, label: "陈晓" } }),
];

function counted(count: number | null) {
  return http.get(`${TRASH}/records`, () =>
    HttpResponse.json({ items: [{ entity: "company", count, capped: false, days: 30 }] }),
  );
}

beforeEach(() => {
  server.use(
    counted(2),
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({
        items: DELETED,
        next: null,
        previous: null,
        indexed: true,
      }),
    ),
  );
});

test("chosen records come back, and only deleted ones are asked for", async () => {
  server.use(
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({ change_set: 5, created: 0, updated: 2, failed: [] }),
    ),
  );
  const { person, container } = await openAt(ADDRESS);
  expect(await screen.findByText("宁波海纳")).toBeInTheDocument();
  expect(screen.getAllByText("陈晓").length).toBeGreaterThan(1);
  expect(await faults(container)).toEqual([]);
  await waitFor(() =>
    expect(sent.some(({ body }) => (body as { trash?: boolean } | null)?.trash)).toBe(true),
  );
  await person.click(screen.getByRole("checkbox", { name: "全选" }));
  await person.click(screen.getByRole("button", { name: "恢复 2 条" }));
  expect(await screen.findByText("已恢复 2 条记录")).toBeInTheDocument();
  const bulk = sent.find(({ path }) => path.endsWith("/bulk"));
  expect(bulk?.body).toEqual({ action: "restore", ids: [7, 8] });
});

test("all in the trash come back at once, not only those that are shown", async () => {
  server.use(
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({ items: DELETED, next: "more", previous: null, indexed: true }),
    ),
    http.post(`${RECORDS}/bulk`, () => HttpResponse.json({ job: 9 }, { status: 202 })),
    http.get("*/api/v1/w/main/jobs/9", () =>
      HttpResponse.json({ id: 9, state: "done", done: 2, total: 2, result: { updated: 75, failed: 0 } }),
    ),
  );
  const { person } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("checkbox", { name: "全选" }));
  await person.click(screen.getByRole("button", { name: "恢复全部" }));
  expect(await screen.findByText("已恢复 75 条记录")).toBeInTheDocument();
  const bulk = sent.find(({ path }) => path.endsWith("/bulk"));
  expect(bulk?.body).toEqual({ action: "restore", filter: null });
});

test("a double click brings back once", async () => {
  server.use(
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({ change_set: 5, created: 0, updated: 1, failed: [] }),
    ),
  );
  const { person } = await openAt(ADDRESS);
  await person.dblClick(await screen.findByRole("button", { name: "恢复 宁波海纳" }));
  expect(await screen.findByText("已恢复 1 条记录")).toBeInTheDocument();
  expect(sent.filter(({ path }) => path.endsWith("/bulk"))).toHaveLength(1);
});

test("what cannot come back says why", async () => {
  const problem = {
    path: "values.name",
    code: "not_unique",
    message: "已有其他记录使用这个值。",
    params: {},
  };
  server.use(
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({
        change_set: null,
        created: 0,
        updated: 0,
        failed: [{ index: 0, id: 7, problems: [problem] }],
      }),
    ),
  );
  const { person } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("button", { name: "恢复 宁波海纳" }));
  expect(await screen.findByText("名称：已有其他记录使用这个值。")).toBeInTheDocument();
});

test("an empty trash says so and leads home", async () => {
  server.use(counted(0));
  await openAt(ADDRESS);
  expect(await screen.findByRole("link", { name: "回到首页" })).toBeInTheDocument();
});

test("administrators bring fields back, and are asked before one goes for good", async () => {
  const label = { "zh-CN": "预算" };
  const field = {
    id: "f_1",
    kind: "field",
    name: "budget",
    label,
    entity: "e_1",
    entity_label: { "zh-CN": "公司" },
  };
  server.use(
    http.get(TRASH, () =>
      HttpResponse.json({ items: [{ ...field, revision: 3, deleted_at: "2026-11-20T02:00:00Z" }] }),
    ),
    http.post(`${TRASH}/f_1/restore`, () =>
      HttpResponse.json({ revision: 4, changes: [], jobs: [], conversions: [] }),
    ),
  );
  const { person } = await openAt(`${ADDRESS}?of=fields`);
  const line = (await screen.findByText("预算")).closest("tr");
  if (!line) throw new Error("no line");
  await person.click(within(line).getByRole("button", { name: "彻底删除" }));
  expect(await screen.findByText("彻底删除“预算”？")).toBeInTheDocument();
  expect(sent.some(({ method }) => method === "DELETE")).toBe(false);
  await person.click(within(line).getByRole("button", { name: "恢复 预算" }));
  expect(await screen.findByText("“预算”已恢复")).toBeInTheDocument();
});
