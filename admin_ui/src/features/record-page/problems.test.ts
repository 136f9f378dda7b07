import { beforeAll, expect, test } from "vitest";

import { ApiProblem } from "../../lib/api/problem";
import { i18n, startTexts } from "../../lib/i18n";
import { field, MODEL } from "../../test/sample-model";
import { fieldProblem, placesOf, sortProblems, type FieldProblem } from "./problems";

const table = {
  ...field("lines", "sub_table", "明细"),
  fields: [field("extra", "json", "附加")],
};
beforeAll(() => startTexts("zh-CN"));

function said(...paths: string[]) {
  const [company] = MODEL.entities;
  if (!company) throw new Error("the sample has no entity");
  const entity = { ...company, fields: [...company.fields, table] };
  const problems = paths.map((path) => ({
    path,
    code: "not_json",
    message: "不是有效的 JSON。",
    params: {},
  }));
  const [found] = sortProblems(new ApiProblem(422, "invalid", "", problems), entity).byField;
  const [name, list] = found ?? ["", []];
  const about = entity.fields.find((one) => one.name === name);
  return about && fieldProblem(list, about, i18n.t, "zh-CN");
}

test("a problem inside a sub-table names the row and column it is about", () => {
  expect(said("values.lines.1.extra")?.text).toBe("第 2 行 · 附加：不是有效的 JSON。");
  expect(said("values.lines.0")?.text).toBe("第 1 行：不是有效的 JSON。");
  expect(said("values.lines")).toEqual({ text: "不是有效的 JSON。" });
  expect(said("values.email")).toEqual({ text: "不是有效的 JSON。" });
});

test("every faulty row is named, as far as they can be read, and every cell is marked", () => {
  const found = said(...Array.from({ length: 7 }, (_, row) => `values.lines.${row}.extra`));
  const lines = found?.text.split("\n") ?? [];
  expect(lines).toHaveLength(6);
  expect(lines[1]).toContain("第 2 行");
  expect(lines.at(-1)).toBe("以及另外 2 处");
  expect(found?.cells?.map(({ row, column }) => [row, column])).toEqual(
    Array.from({ length: 7 }, (_, row) => [row, "extra"]),
  );
});

test("each wrong cell is a place of its own", () => {
  const cell = { row: 0, column: "item", text: "请填写此项。" };
  const lines = { text: "三处有误。", cells: [cell, { ...cell, row: 1 }, { ...cell, row: 2 }] };
  expect(
    placesOf(
      new Map<string, FieldProblem>([
        ["lines", lines],
        ["email", { text: "有误。" }],
      ]),
    ),
  ).toBe(4);
});
