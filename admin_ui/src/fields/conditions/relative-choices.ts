/** Relative dates that people ask for, by name, and every relative value in words. */

import type { TFunction } from "i18next";

import { isRelative, type Relative, type RelativeUnit } from "../../lib/conditions/tree";

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

/** What an offset counts in where it does not say. */
const UNITS: Partial<Record<Relative["relative"], RelativeUnit>> = {
  this_week: "week",
  this_month: "month",
  this_quarter: "quarter",
  this_year: "year",
};

function unitOf({ relative, unit }: Relative): RelativeUnit {
  return unit ?? UNITS[relative] ?? "day";
}

function isSame(one: Relative, other: Relative): boolean {
  const offset = one.offset ?? 0;
  if (one.relative !== other.relative || offset !== (other.offset ?? 0)) return false;
  return offset === 0 || unitOf(one) === unitOf(other);
}

/** Which choice a filter value is, and for "n days" the n; "other" where none of them says it. */
export function choiceOf(value: unknown): { choice: DateChoice | "other"; days: number } {
  if (!isRelative(value)) return { choice: "exact", days: 0 };
  const offset = value.offset ?? 0;
  const days = Math.abs(offset);
  for (const [name, known] of Object.entries(RELATIVE_CHOICES)) {
    if (isSame(value, known)) return { choice: name as RelativeChoice, days };
  }
  if (value.relative !== "today" || unitOf(value) !== "day") return { choice: "other", days: 0 };
  return { choice: offset < 0 ? "days_ago" : "days_ahead", days };
}

export function relativeOf(choice: Exclude<DateChoice, "exact">, days: number): Relative {
  if (choice === "days_ago") return { relative: "today", offset: -days, unit: "day" };
  if (choice === "days_ahead") return { relative: "today", offset: days, unit: "day" };
  return { ...RELATIVE_CHOICES[choice] };
}

/** Besides oneself, whom a value may mean. */
const OF_PEOPLE = ["my_department", "my_departments", "my_subordinates"] as const;

function isOfPeople(name: Relative["relative"]): name is (typeof OF_PEOPLE)[number] {
  return (OF_PEOPLE as readonly string[]).includes(name);
}

/** 24 小时前, in 3 months: Chinese with the space between numbers and words that the product writes. */
function shiftText(offset: number, unit: RelativeUnit, locale: string): string {
  const text = new Intl.RelativeTimeFormat(locale, { numeric: "always" }).format(offset, unit);
  return text.replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
}

/** What no choice says: now, n hours ago, the month before last. */
function otherText(value: Relative, t: TFunction, locale: string): string {
  const { relative, offset = 0 } = value;
  if (relative === "me") return t("filter.me");
  if (isOfPeople(relative)) return t(`relative.${relative}`);
  if (relative === "now" && offset === 0) return t("relative.now");
  const shift = shiftText(offset, unitOf(value), locale);
  if (relative === "now" || relative === "today" || unitOf(value) === UNITS[relative]) return shift;
  return t("relative.shifted", { period: t(`relative.${relative}`), shift });
}

/** A relative value in words, whether or not it can be chosen. */
export function relativeText(value: Relative, t: TFunction, locale: string): string {
  const { choice, days } = choiceOf(value);
  if (choice === "days_ago" || choice === "days_ahead") return t(`relative.${choice}`, { count: days });
  return choice === "other" || choice === "exact" ? otherText(value, t, locale) : t(`relative.${choice}`);
}
