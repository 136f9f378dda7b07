/** Groups of a list: by which fields, and which records a group holds. */

import type { Condition } from "../../lib/conditions/tree";
import { formatDays, instantInZone, parseDate, partsOf, daysOf } from "../../lib/conditions/calendar";
import { idOf } from "../../lib/conditions/kinds";
import type { FieldModel, GroupModel } from "../../lib/model";
import type { Grain } from "../../lib/page-model";

export const GRAINS: readonly Grain[] = ["day", "week", "month", "quarter", "year"];
export const MOST_GROUPS = 3;

const BY_VALUE = new Set([
  "text",
  "select",
  "cascade",
  "boolean",
  "rating",
  "integer",
  "user",
  "department",
  "reference",
]);
const SEVERAL = new Set(["tags", "multi_select", "users", "references"]);
const DATED = new Set(["date", "datetime"]);
const REFERRED = new Set(["user", "users", "department", "reference", "references"]);

export function isGroupable(field: FieldModel): boolean {
  if (field.access === "masked") return false;
  return BY_VALUE.has(field.type) || SEVERAL.has(field.type) || DATED.has(field.type);
}

export function isDated(field: FieldModel): boolean {
  return DATED.has(field.type);
}

/** The value of a group as the controls of its field show it. */
export function shownKey(field: FieldModel, key: unknown): unknown {
  return SEVERAL.has(field.type) && key !== null ? [key] : key;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The first day after a span that begins on a day. */
function endOf(first: number, grain: Grain): number {
  if (grain === "day") return first + 1;
  if (grain === "week") return first + 7;
  const { year, month } = partsOf(first);
  const after = month - 1 + MONTHS[grain];
  return daysOf(year + Math.floor(after / 12), (after % 12) + 1, 1);
}

/** What the records of a group have in common. */
export function conditionOfKey(
  { field: path, grain }: GroupModel,
  field: FieldModel,
  key: unknown,
  timeZone: string,
): Condition {
  if (key === null || key === undefined) return { field: path, op: "blank" };
  const first = grain && typeof key === "string" ? parseDate(key) : null;
  if (grain && first !== null) {
    const end = endOf(first, grain);
    const value = (day: number) =>
      field.type === "date" ? formatDays(day) : new Date(instantInZone(day, timeZone) / 1000).toISOString();
    return {
      all: [
        { field: path, op: "ge", value: value(first) },
        { field: path, op: "lt", value: value(end) },
      ],
    };
  }
  const value = REFERRED.has(field.type) ? idOf(key) : key;
  return SEVERAL.has(field.type)
    ? { field: path, op: "any_of", value: [value] }
    : { field: path, op: "eq", value };
}

/** A span of days as people read it. */
export function grainText(key: unknown, grain: Grain): string {
  const text = typeof key === "string" ? key.slice(0, 10) : "";
  if (grain === "year") return text.slice(0, 4);
  if (grain === "month") return text.slice(0, 7);
  if (grain !== "quarter") return text;
  return `${text.slice(0, 4)}-Q${Math.floor((Number(text.slice(5, 7)) + 2) / 3)}`;
}
