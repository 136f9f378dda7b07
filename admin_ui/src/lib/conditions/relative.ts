/** What relative values mean at a moment: today, this month, n days ago, me. */

import { dayInZone, daysOf, instantInZone, partsOf, weekdayOf } from "./calendar";
import type { Relative, RelativeName, RelativeUnit } from "./tree";

/** When, where and for whom a condition is asked. */
export interface Moment {
  /** Microseconds since 1970. */
  now: number;
  timeZone: string;
  /** 1 (Monday) to 7. */
  weekStart: number;
  user: number;
  department: number | null;
  departments: readonly number[];
  subordinates: readonly number[];
}

/** A half-open range of canonical values. */
export interface Span {
  low: number;
  high: number;
}

const EXACT: Partial<Record<RelativeUnit, number>> = { minute: 60_000_000, hour: 3_600_000_000 };
const MONTHS: Partial<Record<RelativeUnit, number>> = { month: 1, quarter: 3, year: 12 };
const PERIODS = {
  today: "day",
  this_week: "week",
  this_month: "month",
  this_quarter: "quarter",
  this_year: "year",
} as const;

/**
 * The value or the span that a relative stands for on a field of dates, instants, times or people.
 * What a field cannot be compared with is null: it equals nothing.
 */
export function resolveRelative(
  relative: Relative,
  type: string,
  moment: Moment,
  precision: RelativeUnit = "day",
): number | Span | readonly number[] | null {
  switch (relative.relative) {
    case "me":
      return moment.user;
    case "my_department":
      return moment.department;
    case "my_departments":
      return moment.departments;
    case "my_subordinates":
      return moment.subordinates;
    default:
      break;
  }
  if (type === "date") return asDays(relative, moment, precision);
  if (type === "datetime") return asInstants(relative, moment);
  return type === "time" ? asClock(relative, moment) : null;
}

function periodUnit(name: RelativeName): RelativeUnit {
  return name in PERIODS ? PERIODS[name as keyof typeof PERIODS] : "day";
}

function asDays(relative: Relative, moment: Moment, precision: RelativeUnit): number | Span {
  if (relative.relative === "now" || relative.relative === "today") {
    const day =
      relative.relative === "now"
        ? dayInZone(shiftedNow(relative, moment), moment.timeZone)
        : shiftedToday(relative, moment);
    return periodOf(day, precision, 1).low;
  }
  const span = periodOf(shiftedToday(relative, moment), periodUnit(relative.relative), moment.weekStart);
  return { low: periodOf(span.low, precision, 1).low, high: span.high };
}

function asInstants(relative: Relative, moment: Moment): number | Span {
  if (relative.relative === "now") return shiftedNow(relative, moment);
  const span = periodOf(shiftedToday(relative, moment), periodUnit(relative.relative), moment.weekStart);
  return { low: instantInZone(span.low, moment.timeZone), high: instantInZone(span.high, moment.timeZone) };
}

function asClock(relative: Relative, moment: Moment): number | null {
  if (relative.relative !== "now") return null;
  const now = shiftedNow(relative, moment);
  const start = instantInZone(dayInZone(now, moment.timeZone), moment.timeZone);
  return Math.floor((now - start) / 1_000_000);
}

/** The day, week, month, quarter or year that a day lies in. */
function periodOf(day: number, unit: RelativeUnit, weekStart: number): Span {
  if (unit === "day") return { low: day, high: day + 1 };
  if (unit === "week") {
    const low = day - ((weekdayOf(day) - weekStart + 7) % 7);
    return { low, high: low + 7 };
  }
  const months = MONTHS[unit] ?? 1;
  const { year, month } = partsOf(day);
  const low = daysOf(year, Math.floor((month - 1) / months) * months + 1, 1);
  return { low, high: shiftDays(low, months, "month") };
}

/** Days moved by n units; a month that is too short takes its last day. */
export function shiftDays(days: number, count: number, unit: RelativeUnit): number {
  if (unit === "week") return days + 7 * count;
  const months = MONTHS[unit];
  if (months === undefined) return unit === "day" ? days + count : days;
  const { year, month, day } = partsOf(days);
  const last = daysOf(year, month + months * count + 1, 1) - 1;
  return Math.min(daysOf(year, month + months * count, 1) + day - 1, last);
}

function unitOf(relative: Relative): RelativeUnit {
  return relative.unit ?? periodUnit(relative.relative);
}

function shiftedToday(relative: Relative, moment: Moment): number {
  const unit = unitOf(relative);
  if (unit in EXACT) return dayInZone(shiftedNow(relative, moment), moment.timeZone);
  return shiftDays(dayInZone(moment.now, moment.timeZone), relative.offset ?? 0, unit);
}

/** Minutes and hours pass exactly; days and longer keep the hour on the wall clock. */
function shiftedNow(relative: Relative, moment: Moment): number {
  const count = relative.offset ?? 0;
  const unit = unitOf(relative);
  const exact = EXACT[unit];
  if (exact !== undefined) return moment.now + count * exact;
  if (count === 0) return moment.now;
  const day = dayInZone(moment.now, moment.timeZone);
  const ofDay = Math.floor((moment.now - instantInZone(day, moment.timeZone)) / 1000);
  return instantInZone(shiftDays(day, count, unit), moment.timeZone, ofDay) + (moment.now % 1000);
}
