import { expect, test } from "vitest";

import { field, MODEL } from "../test/sample-model";
import { numberOf, type EntityModel } from "./model";

const COMPANY = MODEL.entities[0] as EntityModel;
const NUMBERED: EntityModel = {
  ...COMPANY,
  fields: [...COMPANY.fields, field("code", "auto_number", "编号")],
};

test("a record goes by its own number where there is one, else by that of the workspace", () => {
  expect(numberOf(NUMBERED, { id: 1913, values: { code: "CUS-000006" } })).toBe("CUS-000006");
  expect(numberOf(NUMBERED, { id: 1913, values: {} })).toBe("#1913");
  expect(numberOf(COMPANY, { id: 1913, values: { code: "CUS-000006" } })).toBe("#1913");
});
