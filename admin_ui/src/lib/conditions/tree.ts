/** The condition tree as documents and requests write it: fields by path, options by name. */

export type Operator =
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "between"
  | "in"
  | "not_in"
  | "blank"
  | "not_blank"
  | "contains"
  | "not_contains"
  | "starts_with"
  | "ends_with"
  | "any_of"
  | "all_of"
  | "none_of";

export type RelativeName =
  | "today"
  | "now"
  | "this_week"
  | "this_month"
  | "this_quarter"
  | "this_year"
  | "me"
  | "my_department"
  | "my_departments"
  | "my_subordinates";

export type RelativeUnit = "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** A value known only when the condition is asked. */
export interface Relative {
  relative: RelativeName;
  offset?: number;
  unit?: RelativeUnit;
}

/** The value of another field of the same record. */
export interface FieldOfRecord {
  field_of_record: string;
}

export interface Compare {
  field: string;
  op: Operator;
  value?: unknown;
}

/** Records of another entity that point at this one by `via`. */
export interface Related {
  entity: string;
  via: string;
  where?: Condition;
  of?: string;
}

export type NumberOperator = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | Compare
  | { exists: Related }
  | { count: Related; op: NumberOperator; value: number }
  | { sum: Related; op: NumberOperator; value: string | number | { amount: string; currency: string } };

const JOINED = ["all", "any"] as const;
const ABOUT_OTHERS = ["exists", "count", "sum"] as const;

/** Whether something from outside, such as an address, has the shape of a condition; what it says is for the server. */
export function isCondition(value: unknown): value is Condition {
  if (typeof value !== "object" || value === null) return false;
  const parts = value as Record<string, unknown>;
  const joined = JOINED.find((name) => name in parts);
  if (joined !== undefined) {
    const items = parts[joined];
    return Array.isArray(items) && items.every(isCondition);
  }
  if ("not" in parts) return isCondition(parts.not);
  if ("field" in parts) return typeof parts.field === "string" && typeof parts.op === "string";
  return ABOUT_OTHERS.some((name) => typeof parts[name] === "object" && parts[name] !== null);
}

export function isRelative(value: unknown): value is Relative {
  return typeof value === "object" && value !== null && "relative" in value;
}

export function isFieldOfRecord(value: unknown): value is FieldOfRecord {
  return typeof value === "object" && value !== null && "field_of_record" in value;
}

/** Both conditions together; a missing one asks nothing. */
export function both(left: Condition | null, right: Condition | null): Condition | null {
  if (left === null || right === null) return left ?? right;
  return { all: [left, right] };
}
