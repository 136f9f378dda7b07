/** How operators are called on each kind of field, and which shape of value each one takes. */

import type { Operator } from "../../lib/conditions/tree";
import type { FieldModel } from "../../lib/model";

const DATED = new Set(["date", "datetime", "time"]);
const DATED_KEYS = {
  lt: "operator.before",
  le: "operator.onOrBefore",
  gt: "operator.after",
  ge: "operator.onOrAfter",
} as const;

export function operatorKey(field: FieldModel, op: Operator) {
  if (DATED.has(field.type) && op in DATED_KEYS) return DATED_KEYS[op as keyof typeof DATED_KEYS];
  return `operator.${op}` as const;
}

export type ValueShape = "none" | "one" | "two" | "many" | "text";

const MANY = new Set<Operator>(["in", "not_in", "any_of", "all_of", "none_of"]);
const TEXT = new Set<Operator>(["contains", "not_contains", "starts_with", "ends_with"]);

export function valueShape(op: Operator): ValueShape {
  if (op === "blank" || op === "not_blank") return "none";
  if (op === "between") return "two";
  if (MANY.has(op)) return "many";
  return TEXT.has(op) ? "text" : "one";
}

const ORDER: Operator[] = [
  "eq",
  "ne",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "any_of",
  "all_of",
  "none_of",
  "in",
  "not_in",
  "lt",
  "le",
  "gt",
  "ge",
  "between",
  "blank",
  "not_blank",
];

/** The operators that a field offers, the most used first. */
export function offered(field: FieldModel): Operator[] {
  const first: Operator = field.operators.includes("contains") ? "contains" : "eq";
  const known = ORDER.filter((op) => field.operators.includes(op));
  return known.includes(first) ? [first, ...known.filter((op) => op !== first)] : known;
}
