import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server } from "../../test/server";

const IMPORTS = "*/api/v1/w/main/imports";
const RESULT = { created: 400, updated: 3, failed: 0, skipped: 0, change_set: 11 };
const IMPORT = {
  id: "u1",
  entity: "company",
  file: { name: "leads.csv", size: 1, kind: "csv", header: true, sheets: [], rows: 900, warnings: [] },
  columns: [{ letter: "A", name: "Name", guess: { type: "text", share: 1 }, samples: [], first: [] }],
  mapping: { columns: [{ from: ["A"], to: "name" }] },
  job: 7,
  undone: false,
};
const ERROR = { code: "not_allowed", message: "你没有权限这样做。", params: {} };

function answer(state: string, result: object | null, more: object = {}) {
  const job = { id: 7, state, done: 400, total: 900, error: state === "failed" ? ERROR : null };
  server.use(
    http.get(IMPORTS, () => HttpResponse.json({ items: [] })),
    http.get(`${IMPORTS}/u1`, () => HttpResponse.json({ ...IMPORT, state, result, ...more })),
    http.get("*/api/v1/w/main/jobs/7", () => HttpResponse.json({ ...job, finished_at: state })),
  );
}

test("an import that failed halfway says so and goes on with the same file and mapping", async () => {
  answer("failed", RESULT);
  server.use(
    http.post(`${IMPORTS}/u1/run`, () => {
      answer("done", { ...RESULT, created: 900 });
      return HttpResponse.json({ job: 7 }, { status: 202 });
    }),
  );
  const { person, container } = await openAt("/w/main/sales/company/import?import=u1");
  const note = await screen.findByRole("alert");
  expect(note).toHaveTextContent("导入没有完成");
  expect(note).toHaveTextContent("你没有权限这样做。");
  expect(note).toHaveTextContent("已新建 400 条、更新 3 条记录");
  expect(screen.getByText("leads.csv")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "撤销已写入的记录" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "返回匹配列" })).not.toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("button", { name: "继续导入剩下的行" }));
  expect(await screen.findByText("导入完成")).toBeInTheDocument();
  expect(sent.find(({ path }) => path.endsWith("/run"))?.body).toEqual({ mapping: IMPORT.mapping });
});

test("an import that failed before it wrote anything is tried again, mapped anew, or left for another file", async () => {
  answer("failed", null);
  server.use(http.post(`${IMPORTS}/u1/run`, () => refusal(404, "import_file_gone", "上传的文件已清理。")));
  const { person } = await openAt("/w/main/sales/company/import?import=u1");
  expect(await screen.findByRole("alert")).toHaveTextContent("没有写入任何记录");
  await person.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByText("上传的文件已清理。")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "返回匹配列" })).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "换一个文件" }));
  expect(await screen.findByLabelText(/把文件拖到这里/)).toBeInTheDocument();
});

test("what a stopped import wrote can be taken back, and the rest of it where records changed since", async () => {
  answer("cancelled", RESULT);
  const conflict = {
    entity: "company",
    id: 5,
    title: "甲公司",
    code: "changed_since",
    message: "已被修改",
    fields: [],
  };
  server.use(
    http.post("*/api/v1/w/main/change-sets/11/undo", async ({ request }) => {
      const { mode } = (await request.clone().json()) as { mode: string };
      if (mode === "all") return refusal(409, "undo_conflicts", "有 1 条记录后来又变了。");
      if (mode === "check")
        return HttpResponse.json({ change_set: null, restored: 402, conflicts: [conflict] });
      return HttpResponse.json({ change_set: 12, restored: 402, conflicts: [conflict] });
    }),
  );
  const { person } = await openAt("/w/main/sales/company/import?import=u1");
  await person.click(await screen.findByRole("button", { name: "撤销已写入的记录" }));
  expect(await screen.findByText(/：已被修改/)).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "撤销其余的记录" }));
  expect(await screen.findByText(/402 条记录回到导入前.*1 条/)).toBeInTheDocument();
});

test("a large import is taken back by a job, whose progress is seen", async () => {
  answer("done", RESULT);
  const looks = ["running", "done"];
  server.use(
    http.post("*/api/v1/w/main/change-sets/11/undo", () =>
      HttpResponse.json({ job: 9, change_set: null, restored: 0, conflicts: [] }),
    ),
    http.get("*/api/v1/w/main/jobs/9", () => {
      const state = looks.shift() ?? "done";
      const result = { change_set: 12, restored: 403, conflicts: [], count: 0 };
      return HttpResponse.json({ id: 9, state, done: 100, total: 400, error: null, result });
    }),
  );
  const { person, container } = await openAt("/w/main/sales/company/import?import=u1");
  await person.click(await screen.findByRole("button", { name: "撤销这次导入" }));
  expect(await screen.findByRole("progressbar", { name: "正在撤销" })).toHaveAttribute("aria-valuenow", "25");
  expect(await faults(container)).toEqual([]);
  expect(await screen.findByText("400 条新建的记录已移到回收站。")).toBeInTheDocument();
  expect(screen.getByText("3 条更新过的记录已恢复原样。")).toBeInTheDocument();
});

test("the last imports lead back to their results", async () => {
  answer("done", RESULT, { undone: true });
  const items = [
    {
      id: "u1",
      file: "leads.csv",
      at: "2026-03-09T06:00:00Z",
      by: { id: 1, label: "陈晓" },
      state: "done",
      job: 7,
    },
    {
      id: "u2",
      file: "more.csv",
      at: "2026-03-09T05:00:00Z",
      by: { id: 2, label: "何敏" },
      state: "running",
      job: 8,
    },
  ];
  const [first, second] = items;
  server.use(
    http.get(IMPORTS, () =>
      HttpResponse.json({
        items: [
          { ...first, result: RESULT, undone: true },
          { ...second, result: null, undone: false },
        ],
      }),
    ),
  );
  const { person, container, history } = await openAt("/w/main/sales/company/import");
  const list = await screen.findByRole("region", { name: "最近的导入" });
  const [mine, other] = within(list).getAllByRole("listitem");
  expect(mine).toHaveTextContent("leads.csv已撤销");
  expect(mine).toHaveTextContent("新建 400 · 更新 3 · 失败 0");
  expect(mine).not.toHaveTextContent("陈晓");
  expect(other).toHaveTextContent("more.csv进行中何敏");
  expect(await faults(container)).toEqual([]);
  await person.click(within(list).getByRole("link", { name: "leads.csv" }));
  expect(await screen.findByText("这次导入已撤销。")).toBeInTheDocument();
  expect(history.location.search).toBe("?import=u1");
  await person.click(screen.getByRole("button", { name: "再导入一个文件" }));
  expect(await screen.findByRole("region", { name: "最近的导入" })).toBeInTheDocument();
});

test("an import that is not there any more is told", async () => {
  server.use(
    http.get(IMPORTS, () => HttpResponse.json({ items: [] })),
    http.get(`${IMPORTS}/gone`, () => refusal(404, "unknown_import", "找不到这次导入，可能已过期。")),
  );
  await openAt("/w/main/sales/company/import?import=gone");
  expect(await screen.findByText("找不到这次导入，可能已过期。")).toBeInTheDocument();
  expect(screen.getByLabelText(/把文件拖到这里/)).toBeInTheDocument();
});
