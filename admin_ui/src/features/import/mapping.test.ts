import { expect, test } from "vitest";

import { MODEL } from "../../test/sample-model";
import { targetsOf } from "./mapping";

test("columns fill what people write, and of what the product keeps the stage and the owner", () => {
  const company = MODEL.entities.find(({ name }) => name === "company");
  if (!company) throw new Error("no company");
  const system = { ...company.fields[0]!, system: true, access: "read" as const };
  const fields = [
    ...company.fields,
    { ...system, name: "owner", type: "user" },
    { ...system, name: "created_at", type: "datetime" },
  ];
  const paths = targetsOf({ ...company, fields }).map(({ path }) => path);
  expect(paths).toContain("name");
  expect(paths).toContain("stage");
  expect(paths).toContain("owner");
  expect(paths).not.toContain("created_at");
});
