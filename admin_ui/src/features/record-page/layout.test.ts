import { expect, test } from "vitest";

import type { EntityModel } from "../../lib/model";
import type { BlockModel } from "../../lib/page-model";
import { MODEL } from "../../test/sample-model";
import { counted, layoutOf } from "./layout";

const COMPANY = MODEL.entities.find(({ name }) => name === "company") as EntityModel;
const NAMES = COMPANY.fields.filter(({ system }) => !system).map(({ name }) => name);

function othersOn(...blocks: BlockModel[]): string[] | undefined {
  const page = { id: "p", name: "sheet", label: {}, type: "record", entity: "company", blocks } as const;
  const layout = layoutOf({ ...MODEL, pages: [page] }, COMPANY);
  return layout.main.find(({ type }) => type === "others")?.fields;
}

test("fields that a page does not name follow its blocks", () => {
  expect(othersOn({ type: "timeline" })).toEqual(NAMES.filter((name) => !COMPANY.title.includes(name)));
  expect(othersOn({ type: "fields", fields: ["email"] })).not.toContain("email");
  const tab = { label: {}, blocks: [{ type: "fields", fields: NAMES }] };
  expect(othersOn({ type: "tabs", tabs: [tab] })).toBeUndefined();
});

test("fields of other records that a page names do not count", () => {
  expect(othersOn({ type: "related", entity: "deal", via: "company", fields: ["email"] })).toContain("email");
});

test("where the form stands, it shows what nobody placed", () => {
  expect(othersOn({ type: "form" })).toBeUndefined();
});

test("what belongs to a record is never counted without the field that names it", () => {
  const where = { field: "tier", op: "eq" as const, value: "high" };
  expect(counted(COMPANY, {}, 7)).toBeNull();
  expect(counted(COMPANY, { where }, 7)).toEqual(where);
  expect(counted(COMPANY, { via: "parent" }, 7)).toEqual({ field: "parent", op: "eq", value: 7 });
  expect(counted(COMPANY, { via: "unseen", where }, 7)).toEqual({
    all: [{ field: "unseen", op: "eq", value: 7 }, where],
  });
});
