import { expect, test } from "vitest";

import type { Grant, RoleDetail } from "../../lib/api/roles";
import {
  accessOf,
  changesOf,
  rowOf,
  toggled,
  withAccess,
  withCell,
  withDefault,
  withReach,
  withRow,
} from "./role-model";

const WHERE = { where: { field: "tier", op: "eq", value: "low" } } as const;
const ROW: Grant = {
  entity: "company",
  actions: {
    view: ["own"],
    create: true,
    edit: ["own"],
    delete: [],
    import: false,
    export: [],
    assign: ["own"],
    comment: null,
  },
  default: "write",
  fields: [{ field: "margin", access: "hidden" }],
};
const ROLE: RoleDetail = {
  id: "r_1",
  name: "seller",
  label: { en: "Seller" },
  description: null,
  administrator: false,
  members: 1,
  version: 1,
  grants: [ROW],
};

test("all of them stand for every other scope, and scopes keep their order", () => {
  expect(toggled(["own", WHERE], "all")).toEqual(["all"]);
  expect(toggled(["all"], "own")).toEqual(["own"]);
  expect(toggled([WHERE, "department"], "own")).toEqual(["own", "department", WHERE]);
  expect(toggled(["own", WHERE], WHERE)).toEqual(["own"]);
  expect(toggled(["own"], "own")).toEqual([]);
});

test("what is not seen cannot be worked with, and what is worked with is seen", () => {
  const blind = withCell(ROW, "view", []).actions;
  expect([blind.edit, blind.assign, blind.comment, blind.create]).toEqual([[], [], null, true]);
  expect(withCell(withCell(ROW, "view", []), "edit", ["all"]).actions.view).toEqual(["all"]);
});

test("a row reaches the same by every action on records that are there", () => {
  const {
    view,
    edit,
    delete: gone,
    export: out,
    assign,
    create,
    comment,
  } = withReach(ROW, ["department"]).actions;
  expect([view, edit, gone, out, assign]).toEqual(Array(5).fill(["department"]));
  expect([create, comment]).toEqual([true, null]);
});

test("what was changed back is no change", () => {
  const changed = withRow(ROLE, {}, withCell(ROW, "view", ["all"]));
  expect(changesOf(ROW, rowOf(ROLE, changed, "company"))).toEqual({ actions: ["view"], fields: false });
  expect(withRow(ROLE, changed, withCell(rowOf(ROLE, changed, "company"), "view", ["own"]))).toEqual({});
  expect(rowOf(ROLE, {}, "other").actions.view).toEqual([]);
});

test("only fields that differ from the others are named", () => {
  expect(withAccess(ROW, ["margin", "phone"], "write").fields).toEqual([]);
  const read = withAccess(ROW, ["phone", "name"], "read");
  expect(read.fields.map(({ field }) => field)).toEqual(["margin", "phone", "name"]);
  const rest = withDefault(read, "read");
  expect(rest.fields).toEqual([{ field: "margin", access: "hidden" }]);
  expect([accessOf(rest, "phone"), accessOf(rest, "margin")]).toEqual(["read", "hidden"]);
});
