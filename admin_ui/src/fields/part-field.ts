/** A part of a value (`budget.max`) as a field of its own, for filters, columns and sorting. */

import { partType } from "../lib/conditions/kinds";
import type { Operator } from "../lib/conditions/tree";
import type { FieldModel, PathEnd } from "../lib/model";

const COMPARABLE: Operator[] = [
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "between",
  "in",
  "not_in",
  "blank",
  "not_blank",
];
const TEXTUAL: Operator[] = [...COMPARABLE, "contains", "not_contains", "starts_with", "ends_with"];

/** The field that a path ends in; a part takes the type and operators of what it holds. */
export function fieldAt(end: PathEnd): FieldModel {
  const field = end.fields.at(-1);
  if (!field) throw new Error("a path has at least one field");
  if (!end.part) return field;
  const type = partType(field.type, end.part);
  return {
    ...field,
    type,
    parts: [],
    options: [],
    operators: type === "text" ? TEXTUAL : COMPARABLE,
  };
}
