import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server } from "../../test/server";

const IMPORTS = "*/api/v1/w/main/imports";

const INSPECTION = {
  id: "u1",
  file: {
    name: "leads.csv",
    size: 90,
    kind: "csv",
    encoding: "gb18030",
    separator: ",",
    header: true,
    header_row: 1,
    sheets: [],
    rows: 3,
    rows_exact: true,
    warnings: [],
  },
  columns: [
    {
      letter: "A",
      name: "First",
      guess: { type: "text", share: 1 },
      samples: ["Ann", "Bob"],
      first: ["Ann", "Bob", ""],
    },
    {
      letter: "B",
      name: "Last",
      guess: { type: "text", share: 1 },
      samples: ["Lee", "Ray"],
      first: ["Lee", "Ray", "Ray"],
    },
    {
      letter: "C",
      name: "Tier",
      guess: { type: "select", share: 1 },
      samples: ["high", "gold"],
      first: ["high", "gold", "gold"],
    },
  ],
  mapping: {
    key: null,
    on_match: "update",
    columns: [
      { from: ["A"], to: "name" },
      { from: ["C"], to: "tier" },
    ],
  },
};

const PROBLEM = {
  path: "values.tier",
  code: "unknown_option",
  message: "没有这个选项：gold。",
  params: { value: "gold" },
};

function preview(unknown: string | undefined) {
  const open = unknown === undefined;
  return {
    rows: [
      { number: 2, action: "create", values: { name: "Ann Lee", tier: "high" }, problems: [], warnings: [] },
      {
        number: 3,
        action: open ? "fail" : "create",
        values: { name: "Bob Ray" },
        problems: open ? [PROBLEM] : [],
        warnings: open ? [] : [{ ...PROBLEM, code: "option_will_be_created", message: "将新建选项“gold”。" }],
      },
    ],
    summary: { create: open ? 1 : 2, update: 0, fail: open ? 1 : 0, skip: 0, checked: 2 },
  };
}

interface MappingBody {
  mapping: { columns: { from: string[]; to: string | null; unknown?: string; join?: string }[] };
}

function answerImports() {
  server.use(
    http.post(IMPORTS, () => HttpResponse.json(INSPECTION, { status: 201 })),
    http.post(`${IMPORTS}/u1/preview`, async ({ request }) => {
      const { mapping } = (await request.clone().json()) as MappingBody;
      return HttpResponse.json(preview(mapping.columns.find(({ to }) => to === "tier")?.unknown));
    }),
    http.post(`${IMPORTS}/u1/run`, () => HttpResponse.json({ job: 4 }, { status: 202 })),
    http.get("*/api/v1/w/main/jobs/4", () =>
      HttpResponse.json({ id: 4, state: "done", done: 3, total: 3, result: {}, error: null }),
    ),
    http.get(`${IMPORTS}/u1`, () =>
      HttpResponse.json({
        ...INSPECTION,
        state: "done",
        job: 4,
        result: { created: 2, updated: 0, failed: 1, skipped: 3, unchanged: 3, options: 1200, change_set: 7 },
      }),
    ),
    http.post("*/api/v1/w/main/change-sets/7/undo", () =>
      HttpResponse.json({ change_set: 8, restored: 2, conflicts: [] }),
    ),
  );
}

test("a file is imported to the end: joined columns, unknown options, result, undo", async () => {
  answerImports();
  const { person, container } = await openAt("/w/main/sales/company/import");
  const file = new File(["First,Last,Tier\nAnn,Lee,high\nBob,Ray,gold"], "leads.csv", { type: "text/csv" });
  await person.upload(await screen.findByLabelText(/把文件拖到这里/), file);

  expect(await screen.findByText("leads.csv")).toBeInTheDocument();
  expect(screen.getByText("GB18030")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "列 First 的选项" }));
  await person.click(screen.getByRole("combobox", { name: "与另一列合并" }));
  await person.click(await screen.findByText("B Last"));
  expect(await screen.findAllByText("Ann Lee")).toHaveLength(2);
  expect(screen.getByText("使用 3 / 3 列")).toBeInTheDocument();
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Ann Lee",
    "Bob Ray",
    "Ray",
  ]);
  expect(screen.getByRole("textbox", { name: "中间加上" })).toHaveValue(" ");
  expect(await faults(container)).toEqual([]);

  await person.click(screen.getByRole("button", { name: "检查" }));
  expect(await screen.findByText(/没有这个选项：gold。/)).toBeInTheDocument();
  expect(screen.getByRole("cell", { name: "gold" }).querySelector(".refused-text")).not.toBeNull();
  const note = screen.getByText(/文件中有 1 种文字还没有对应的选项：gold/).closest(".note");
  await person.click(within(note as HTMLElement).getByRole("button", { name: "新建为选项" }));
  expect(await screen.findByText("新建 2")).toBeInTheDocument();
  expect(screen.getByText("等级：导入时将新建 1 个选项，撤销导入后仍然保留：gold")).toBeInTheDocument();
  expect(screen.getByRole("cell", { name: "gold" })).toBeInTheDocument();
  expect(screen.queryByText(/将新建选项“gold”/)).not.toBeInTheDocument();
  expect(await faults(container)).toEqual([]);

  await person.click(screen.getByRole("button", { name: "开始导入" }));
  expect(await screen.findByText("导入完成")).toBeInTheDocument();
  expect(screen.getByText("跳过的行里有 3 行与现有记录完全相同。")).toBeInTheDocument();
  expect(screen.getByText("新建了 1,200 个选项，撤销导入后仍然保留。")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: /下载失败的行（CSV）/ })).toHaveAttribute(
    "href",
    "/api/v1/w/main/imports/u1/failed?format=csv",
  );
  const run = sent.find(({ path }) => path.endsWith("/run"));
  await waitFor(() =>
    expect((run?.body as MappingBody).mapping.columns).toEqual([
      { from: ["A", "B"], to: "name", join: " " },
      { from: ["C"], to: "tier", unknown: "create" },
    ]),
  );
  await person.click(screen.getByRole("button", { name: "撤销这次导入" }));
  expect(await screen.findByText("这次导入已撤销。")).toBeInTheDocument();
  expect(screen.getByText("2 条新建的记录已移到回收站。")).toBeInTheDocument();
});

test("another encoding reads the file again", async () => {
  answerImports();
  server.use(
    http.patch(`${IMPORTS}/u1/file`, async ({ request }) => {
      const changes = (await request.json()) as { encoding: string };
      return HttpResponse.json({ ...INSPECTION, file: { ...INSPECTION.file, ...changes } });
    }),
  );
  const { person } = await openAt("/w/main/sales/company/import");
  await person.upload(await screen.findByLabelText(/把文件拖到这里/), new File(["x"], "leads.csv"));
  await person.click(await screen.findByRole("combobox", { name: "编码" }));
  await person.click(await screen.findByText("BIG5"));
  await waitFor(() => expect(sent.at(-1)).toMatchObject({ method: "PATCH", body: { encoding: "big5" } }));
});

test("a file without rows says so and goes no further", async () => {
  answerImports();
  const file = { ...INSPECTION.file, rows: 0 };
  server.use(http.post(IMPORTS, () => HttpResponse.json({ ...INSPECTION, file }, { status: 201 })));
  const { person } = await openAt("/w/main/sales/company/import");
  await person.upload(await screen.findByLabelText(/把文件拖到这里/), new File(["First"], "leads.csv"));
  expect(await screen.findByText(/没有可导入的数据行/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "检查" })).toBeDisabled();
});

test("a refusal names the file that it is about", async () => {
  answerImports();
  server.use(http.post(IMPORTS, () => refusal(422, "file_empty", "文件是空的，请换一个。")));
  const { person } = await openAt("/w/main/sales/company/import");
  await person.upload(await screen.findByLabelText(/把文件拖到这里/), new File([""], "leads.csv"));
  expect(await screen.findByRole("alert")).toHaveTextContent("leads.csv文件是空的，请换一个。");
});

test("the address leads back to an import that ended, and to its undo", async () => {
  server.use(
    http.get(`${IMPORTS}/u1`, () =>
      HttpResponse.json({
        ...INSPECTION,
        entity: "company",
        state: "done",
        job: 7,
        result: { created: 2, updated: 0, failed: 0, skipped: 0, change_set: 11 },
      }),
    ),
    http.get("*/api/v1/w/main/jobs/7", () =>
      HttpResponse.json({ id: 7, state: "done", done: 2, total: 2, error: null }),
    ),
  );
  const { container } = await openAt("/w/main/sales/company/import?import=u1");
  expect(await screen.findByRole("button", { name: /撤销/ })).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("a mapping is saved as a file and fitted to the next one", async () => {
  server.use(
    http.get(`${IMPORTS}/u1`, () =>
      HttpResponse.json({ ...INSPECTION, entity: "company", state: "open", job: null, result: null }),
    ),
  );
  const { person, container } = await openAt("/w/main/sales/company/import?import=u1");
  const link = await screen.findByRole("link", { name: "保存映射" });
  const text = decodeURIComponent(link.getAttribute("href")?.split(",").slice(1).join(",") ?? "");
  const saved = JSON.parse(text) as { columns: { to: string | null }[] };
  expect(saved.columns.map(({ to }) => to)).toEqual(["name", "tier", null]);
  expect(link).toHaveAttribute("download", "leads.mapping.json");
  const input = container.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("no file input");
  const other = {
    columns: [
      { from: ["First", "Last"], to: "name" },
      { from: ["Gone"], to: "tier" },
    ],
  };
  await person.upload(input, new File([JSON.stringify(other)], "m.json", { type: "application/json" }));
  await waitFor(() => expect(link.getAttribute("href")).toContain(encodeURIComponent('"B"')));
  await person.upload(input, new File(["nonsense"], "m.json", { type: "application/json" }));
  expect(await screen.findByText("“m.json”不是映射文件。")).toBeInTheDocument();
});
