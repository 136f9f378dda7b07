import { beforeAll, expect, test } from "vitest";

import { i18n, startTexts } from "../../lib/i18n";
import { field, MODEL } from "../../test/sample-model";
import { problemText } from "./problems";

const table = {
  ...field("lines", "sub_table", "明细"),
  fields: [field("extra", "json", "附加")],
};
beforeAll(() => startTexts("zh-CN"));

function said(path: string): string {
  const [company] = MODEL.entities;
  if (!company) throw new Error("the sample has no entity");
  const entity = { ...company, fields: [...company.fields, table] };
  const problem = { path, code: "not_json", message: "不是有效的 JSON。", params: {} };
  return problemText(problem, entity, i18n.t, "zh-CN");
}

test("a problem inside a sub-table names the row and column it is about", () => {
  expect(said("values.lines.1.extra")).toBe("第 2 行 · 附加：不是有效的 JSON。");
  expect(said("values.lines.0")).toBe("第 1 行：不是有效的 JSON。");
  expect(said("values.lines")).toBe("不是有效的 JSON。");
  expect(said("values.email")).toBe("不是有效的 JSON。");
});
