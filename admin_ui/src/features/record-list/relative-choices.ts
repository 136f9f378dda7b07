/** Relative dates that people ask for, by name. */

import { isRelative, type Relative } from "../../lib/conditions/tree";

export const RELATIVE_CHOICES = {
  today: { relative: "today" },
  yesterday: { relative: "today", offset: -1, unit: "day" },
  tomorrow: { relative: "today", offset: 1, unit: "day" },
  this_week: { relative: "this_week" },
  last_week: { relative: "this_week", offset: -1, unit: "week" },
  next_week: { relative: "this_week", offset: 1, unit: "week" },
  this_month: { relative: "this_month" },
  last_month: { relative: "this_month", offset: -1, unit: "month" },
  next_month: { relative: "this_month", offset: 1, unit: "month" },
  this_quarter: { relative: "this_quarter" },
  this_year: { relative: "this_year" },
} as const satisfies Record<string, Relative>;

export type RelativeChoice = keyof typeof RELATIVE_CHOICES;
export type DateChoice = RelativeChoice | "exact" | "days_ago" | "days_ahead";

export const DATE_CHOICES: readonly DateChoice[] = [
  "exact",
  ...(Object.keys(RELATIVE_CHOICES) as RelativeChoice[]),
  "days_ago",
  "days_ahead",
];

/** Which choice a filter value is, and for "n days" the n. */
export function choiceOf(value: unknown): { choice: DateChoice; days: number } {
  if (!isRelative(value)) return { choice: "exact", days: 0 };
  const offset = value.offset ?? 0;
  for (const [name, relative] of Object.entries(RELATIVE_CHOICES)) {
    const known: Relative = relative;
    if (known.relative === value.relative && (known.offset ?? 0) === offset) {
      return { choice: name as RelativeChoice, days: Math.abs(offset) };
    }
  }
  return { choice: offset < 0 ? "days_ago" : "days_ahead", days: Math.abs(offset) };
}

export function relativeOf(choice: Exclude<DateChoice, "exact">, days: number): Relative {
  if (choice === "days_ago") return { relative: "today", offset: -days, unit: "day" };
  if (choice === "days_ahead") return { relative: "today", offset: days, unit: "day" };
  return { ...RELATIVE_CHOICES[choice] };
}
