/** Conditions as the filter builder edits them: groups of rows, and whatever it cannot edit kept as it is. */

import type { Compare, Condition } from "../../lib/conditions/tree";

export interface FilterRow {
  kind: "row";
  field: string;
  op: Compare["op"];
  value: unknown;
}

export interface FilterGroup {
  kind: "group";
  join: "all" | "any";
  items: FilterItem[];
}

/** A part that the builder shows but does not edit. */
export interface FilterOther {
  kind: "other";
  condition: Condition;
}

export type FilterItem = FilterRow | FilterGroup | FilterOther;

export function itemOf(condition: Condition): FilterItem {
  if ("all" in condition) return { kind: "group", join: "all", items: condition.all.map(itemOf) };
  if ("any" in condition) return { kind: "group", join: "any", items: condition.any.map(itemOf) };
  if ("field" in condition) {
    return { kind: "row", field: condition.field, op: condition.op, value: condition.value ?? null };
  }
  return { kind: "other", condition };
}

/** A condition as a group, however small it is. */
export function groupOf(condition: Condition | null | undefined): FilterGroup {
  if (!condition) return { kind: "group", join: "all", items: [] };
  const item = itemOf(condition);
  return item.kind === "group" ? item : { kind: "group", join: "all", items: [item] };
}

/** Whether a row says enough to filter by. */
export function isComplete(row: FilterRow): boolean {
  if (row.op === "blank" || row.op === "not_blank") return true;
  if (row.op === "between") {
    return Array.isArray(row.value) && row.value.length === 2 && row.value.every((side) => side != null);
  }
  return row.value !== null && row.value !== undefined && row.value !== "" && !isEmptyList(row.value);
}

/** Whether some row of a group lacks its value. */
export function isUnfinished(group: FilterGroup): boolean {
  return group.items.some(
    (item) => (item.kind === "row" && !isComplete(item)) || (item.kind === "group" && isUnfinished(item)),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The condition of an item; rows that are not finished ask nothing. */
export function conditionOf(item: FilterItem): Condition | null {
  if (item.kind === "other") return item.condition;
  if (item.kind === "row") {
    if (!isComplete(item)) return null;
    const bare = item.op === "blank" || item.op === "not_blank";
    return { field: item.field, op: item.op, ...(bare ? {} : { value: item.value }) };
  }
  const parts = item.items.map(conditionOf).filter((part) => part !== null);
  if (parts.length === 0) return null;
  const only = parts[0];
  if (parts.length === 1 && only && item.join === "all") return only;
  return item.join === "all" ? { all: parts } : { any: parts };
}
