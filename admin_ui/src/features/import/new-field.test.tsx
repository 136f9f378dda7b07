import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { refusal, sent, server, SESSION } from "../../test/server";

const IMPORTS = "*/api/v1/w/main/imports";
const FIELDS = "*/api/v1/w/main/apps/sales/entities/company/fields";
const MODEL_ADDRESS = "*/api/v1/w/main/apps/sales/model";

const INSPECTION = {
  id: "u1",
  file: {
    name: "partners.csv",
    size: 90,
    kind: "csv",
    encoding: "utf-8",
    separator: ",",
    header: true,
    header_row: 1,
    sheets: [],
    rows: 8,
    rows_exact: true,
    warnings: [],
  },
  columns: [
    { letter: "A", name: "名称", guess: { type: "text", share: 1 }, samples: ["甲"] },
    {
      letter: "B",
      name: "地区",
      guess: { type: "multi_select", share: 1, separator: "/" },
      samples: ["华东/华南"],
    },
    {
      letter: "C",
      name: "返点",
      guess: { type: "money", share: 1, decimals: 4, currency: "USD" },
      samples: ["$1.2345"],
    },
    { letter: "D", name: "D", guess: { type: "select", share: 1 }, samples: ["x"] },
  ],
  mapping: { key: null, columns: [{ from: ["A"], to: "name" }] },
};

function answerImports() {
  const made = [
    field("di_qu", "multi_select", "地区", { options: [] }),
    field("fan_dian", "money", "返点"),
  ].values();
  let model = MODEL;
  server.use(
    http.post(IMPORTS, () => HttpResponse.json(INSPECTION, { status: 201 })),
    http.post(`${IMPORTS}/u1/preview`, () =>
      HttpResponse.json({ rows: [], summary: { create: 8, update: 0, fail: 0, skip: 0, checked: 8 } }),
    ),
    http.post(FIELDS, () => {
      const next = made.next().value;
      if (!next) return refusal(409, "nothing_left", "没有了。");
      const [company, ...others] = model.entities;
      if (!company) throw new Error("no company");
      model = { ...model, entities: [{ ...company, fields: [...company.fields, next] }, ...others] };
      return HttpResponse.json({ names: [next.name], app: "a_1", revision: 2, changes: [] }, { status: 201 });
    }),
    http.get(MODEL_ADDRESS, () => HttpResponse.json(model as unknown as JsonBodyType)),
  );
}

async function openColumns() {
  const opened = await openAt("/w/main/sales/company/import");
  await opened.person.upload(await screen.findByLabelText(/把文件拖到这里/), new File(["x"], "partners.csv"));
  await screen.findByText("partners.csv");
  return opened;
}

type Person = Awaited<ReturnType<typeof openAt>>["person"];

async function askFor(person: Person, column: string) {
  await person.click(screen.getByRole("combobox", { name: `列 ${column} 对应的字段` }));
  const offers = await screen.findAllByText("新建字段…", { selector: ".ant-select-item-option-content" });
  await person.click(offers.at(-1) as HTMLElement);
  return screen.findByRole("form", { name: `为列 ${column} 新建字段` });
}

test("columns become new fields, named and typed after the file, and are imported into them", async () => {
  answerImports();
  const { person, container } = await openColumns();
  const panel = await askFor(person, "地区");
  expect(within(panel).getByRole("textbox", { name: "字段名称" })).toHaveFocus();
  expect(within(panel).getByRole("textbox", { name: "字段名称" })).toHaveValue("地区");
  expect(within(panel).getByText("多选")).toBeInTheDocument();
  expect(within(panel).getByText("选项会在导入时按文件中的文字新建。")).toBeInTheDocument();
  expect(within(panel).getByText("字段会立即加到公司中，撤销导入后仍然保留。")).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
  await person.click(within(panel).getByRole("button", { name: "新建字段" }));
  await waitFor(() => expect(screen.queryByRole("form")).not.toBeInTheDocument());
  expect(screen.getByRole("combobox", { name: "列 地区 对应的字段" })).toHaveFocus();
  expect(screen.getByText("地区", { selector: ".mapping-line .ant-select *" })).toBeInTheDocument();

  await askFor(person, "返点");
  await person.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("form")).not.toBeInTheDocument());
  const asked = sent.filter(({ path }) => path.endsWith("/fields")).map(({ body }) => body);
  expect(asked).toEqual([
    { fields: [{ label: { "zh-CN": "地区" }, type: "multi_select" }] },
    { fields: [{ label: { "zh-CN": "返点" }, type: "money", settings: { decimals: 4, currency: "USD" } }] },
  ]);

  await person.click(screen.getByRole("button", { name: "检查" }));
  expect(await screen.findByText("新建 8")).toBeInTheDocument();
  expect(sent.at(-1)?.body).toMatchObject({
    mapping: {
      columns: [
        { from: ["A"], to: "name" },
        { from: ["B"], to: "di_qu", unknown: "create", separator: "/" },
        { from: ["C"], to: "fan_dian" },
        { from: ["D"], to: null },
      ],
    },
  });
});

test("a field needs a name of its own, and the server's refusal stands where it belongs", async () => {
  answerImports();
  server.use(
    http.post(FIELDS, () =>
      refusal(422, "invalid", "无法保存。", [
        { path: "entity.company.fields.x.label", code: "too_long", message: "名称太长。", params: {} },
      ]),
    ),
  );
  const { person } = await openColumns();
  const panel = await askFor(person, "D");
  const label = within(panel).getByRole("textbox", { name: "字段名称" });
  expect(label).toHaveValue("");
  const make = within(panel).getByRole("button", { name: "新建字段" });
  await person.click(make);
  expect(label).toHaveAccessibleDescription("请填写字段名称。");
  await person.type(label, "邮箱");
  await person.click(make);
  expect(label).toHaveAccessibleDescription(/已经有这个名称的字段/);
  expect(sent.filter(({ path }) => path.endsWith("/fields"))).toEqual([]);
  await person.type(label, "二");
  await person.click(make);
  await waitFor(() => expect(label).toHaveAccessibleDescription("名称太长。"));
  await person.type(label, "{Escape}");
  expect(screen.queryByRole("form")).not.toBeInTheDocument();
  const target = screen.getByRole("combobox", { name: "列 D 对应的字段" });
  expect(target).toHaveFocus();

  await person.type(target, "渠道");
  await person.click(
    await screen.findByText("新建字段“渠道”…", { selector: ".ant-select-item-option-content" }),
  );
  expect(await screen.findByRole("textbox", { name: "字段名称" })).toHaveValue("渠道");
});

test("the field called just so is offered before those that only contain its name", async () => {
  const [company, ...others] = MODEL.entities;
  if (!company) throw new Error("no company");
  const fields = [field("note", "text", "邮箱来源"), ...company.fields];
  answerImports();
  server.use(
    http.get(MODEL_ADDRESS, () =>
      HttpResponse.json({
        ...MODEL,
        entities: [{ ...company, fields }, ...others],
      }),
    ),
  );
  const { person } = await openColumns();
  await person.type(screen.getByRole("combobox", { name: "列 地区 对应的字段" }), "邮箱");
  const offered = await screen.findAllByText(/邮箱/, { selector: ".ant-select-item-option-content" });
  expect(offered.map((item) => item.textContent)).toEqual(["邮箱", "邮箱来源", "新建字段“邮箱”…"]);
});

test("whoever may not build is offered no new field", async () => {
  answerImports();
  const workspaces = [{ key: "main", name: "远景", administrator: false }];
  server.use(http.get("*/api/v1/session", () => HttpResponse.json({ ...SESSION, workspaces })));
  const { person } = await openColumns();
  await person.click(screen.getByRole("combobox", { name: "列 地区 对应的字段" }));
  expect(
    await screen.findByText("邮箱", { selector: ".ant-select-item-option-content" }),
  ).toBeInTheDocument();
  expect(screen.queryByText("新建字段…")).not.toBeInTheDocument();
});
