/** A year of the working calendar: its days, what each is, and runs of days that are named alike. */

import type { NamedDay, WorkingCalendar } from "../../lib/api/settings";
import { textOf } from "../../lib/label";

const DAY = 86_400_000;
const WEEK = 7;

export interface DayFacts {
  date: string;
  /** 1 Monday to 7 Sunday. */
  weekday: number;
  works: boolean;
  named: NamedDay | null;
}

export interface Run {
  first: string;
  last: string;
  days: NamedDay[];
}

export type Named = ReadonlyMap<string, NamedDay>;

export function namedIn(calendar: WorkingCalendar): Named {
  return new Map(calendar.exceptions.map((day) => [day.date, day]));
}

function momentOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** A day so many days after another. */
export function daysAfter(date: string, count: number): string {
  return new Date(momentOf(date) + count * DAY).toISOString().slice(0, 10);
}

export function weekdayOf(date: string): number {
  return new Date(momentOf(date)).getUTCDay() || WEEK;
}

export function factsOf(date: string, calendar: WorkingCalendar, named: Named): DayFacts {
  const weekday = weekdayOf(date);
  const own = named.get(date) ?? null;
  return { date, weekday, works: own ? own.works : calendar.work_days.includes(weekday), named: own };
}

/** The days of a month (1 to 12), in weeks that begin as the workspace begins them; null before and after it. */
export function weeksOf(year: number, month: number, weekStart: number): (string | null)[][] {
  const first = `${year}-${String(month).padStart(2, "0")}-01`;
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const before = (weekdayOf(first) - weekStart + WEEK) % WEEK;
  const cells: (string | null)[] = Array.from({ length: before }, () => null);
  for (let at = 0; at < length; at += 1) cells.push(daysAfter(first, at));
  while (cells.length % WEEK > 0) cells.push(null);
  return Array.from({ length: cells.length / WEEK }, (_, row) => cells.slice(row * WEEK, (row + 1) * WEEK));
}

export function workingDaysOf(year: number, calendar: WorkingCalendar, named: Named): number {
  let count = 0;
  for (let date = `${year}-01-01`; date.startsWith(`${year}-`); date = daysAfter(date, 1))
    if (factsOf(date, calendar, named).works) count += 1;
  return count;
}

/** Named days of a year, those together that follow each other and are called alike. */
export function runsOf(year: number, calendar: WorkingCalendar, locale: string): Run[] {
  const runs: Run[] = [];
  for (const day of calendar.exceptions) {
    if (!day.date.startsWith(`${year}-`)) continue;
    const last = runs.at(-1);
    const alike =
      last !== undefined &&
      daysAfter(last.last, 1) === day.date &&
      last.days[0]?.works === day.works &&
      textOf(last.days[0]?.label, locale) === textOf(day.label, locale);
    if (alike) {
      last.days.push(day);
      last.last = day.date;
    } else runs.push({ first: day.date, last: day.date, days: [day] });
  }
  return runs;
}

/** What days are set to; null gives them back to their weekday. */
export type DaySetting = Pick<NamedDay, "works" | "label"> | null;

/** The named days once those from one to another are set. */
export function withDays(
  days: readonly NamedDay[],
  first: string,
  last: string,
  setting: DaySetting,
): NamedDay[] {
  const kept = days.filter(({ date }) => date < first || date > last);
  const fresh: NamedDay[] = [];
  for (let date = first; setting && date <= last; date = daysAfter(date, 1))
    fresh.push({ ...setting, date, filled: null });
  return [...kept, ...fresh].sort((one, other) => one.date.localeCompare(other.date));
}

/** A day as people write it: 10月1日 星期四. */
export function dayText(date: string, locale: string, withWeekday = true): string {
  return new Intl.DateTimeFormat(locale, {
    month: "long",
    day: "numeric",
    timeZone: "UTC",
    ...(withWeekday ? { weekday: "long" as const } : {}),
  }).format(momentOf(date));
}

export function monthName(month: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(
    Date.UTC(2024, month - 1, 1),
  );
}
