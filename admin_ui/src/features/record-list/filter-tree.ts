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

/** A group that joins nothing says that everything or nothing is shown: kept, where an empty one of the builder asks nothing. */
function isBare(condition: Condition): boolean {
  return (
    ("all" in condition && condition.all.length === 0) || ("any" in condition && condition.any.length === 0)
  );
}

export function itemOf(condition: Condition): FilterItem {
  if (isBare(condition)) return { kind: "other", condition };
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

/** Without conditions there is one to be filled in. */
export function begun(group: FilterGroup, row: FilterRow | null): FilterGroup {
  return group.items.length === 0 && row ? { ...group, items: [row] } : group;
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

/** What a row says, finished or not. */
export function rowCondition({ field, op, value }: FilterRow): Condition {
  return op === "blank" || op === "not_blank" ? { field, op } : { field, op, value };
}

/** The condition of an item; rows that are not finished ask nothing. */
export function conditionOf(item: FilterItem): Condition | null {
  if (item.kind === "other") return item.condition;
  if (item.kind === "row") {
    return isComplete(item) ? rowCondition(item) : null;
  }
  const parts = item.items.map(conditionOf).filter((part) => part !== null);
  if (parts.length === 0) return null;
  const only = parts[0];
  if (parts.length === 1 && only && item.join === "all") return only;
  return item.join === "all" ? { all: parts } : { any: parts };
}
