import { expect, test } from "vitest";

import { MODEL } from "../../test/sample-model";
import { firstRow } from "./filter-group";

test.each([
  [["name"], "name"],
  [["email", "name"], "email"],
  [["of_no_such_name", "name"], "name"],
])("a condition begins with what records are called by before all: %s", (title, field) => {
  const [company] = MODEL.entities;
  expect(company && firstRow(MODEL, { ...company, title })?.field).toBe(field);
});
