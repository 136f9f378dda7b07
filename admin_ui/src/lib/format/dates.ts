/** Dates, instants and durations as a reader of each language writes them. */

import { formatDays, parseDate, parseInstant } from "../conditions/calendar";

export type DatePrecision = "day" | "month" | "quarter" | "year";

/** How exact the days of a field are. */
export function precisionOf({ precision }: Record<string, unknown>): DatePrecision {
  return precision === "month" || precision === "quarter" || precision === "year" ? precision : "day";
}

/** A date of any precision: 2026年3月9日 is written 2026-03-09, which every reader of the three languages reads alike. */
export function formatDate(wire: string): string {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(wire);
  if (quarter) return `${quarter[1]} Q${quarter[2]}`;
  const days = parseDate(wire);
  if (days === null) return wire;
  return wire.length > 7 ? formatDays(days) : wire;
}

/** An instant on a wall clock: `2026-03-09 14:05`; the year is left out when it is the current one and `short`. */
export function formatInstant(wire: string, timeZone: string, short = false): string {
  const instant = parseInstant(wire);
  if (instant === null) return wire;
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(instant / 1000);
  const thisYear = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric" }).format(new Date());
  return short && parts.startsWith(`${thisYear}-`) ? parts.slice(5) : parts;
}

/** The day in which an instant lies for the reader, as a count of days. */
function dayOf(milliseconds: number, timeZone: string): number {
  return parseDate(new Intl.DateTimeFormat("sv-SE", { timeZone }).format(milliseconds)) ?? 0;
}

/** Yesterday, today or tomorrow in the reader's words; null for a day further off. */
function nearDay(days: number, locale: string): string | null {
  if (Math.abs(days) > 1) return null;
  const word = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** How many days an instant or a day lies ahead of today for the reader; null for months and years. */
export function daysAhead(wire: string, timeZone: string, now: number): number | null {
  const instant = wire.includes("T") ? parseInstant(wire) : null;
  if (instant !== null) return dayOf(instant / 1000, timeZone) - dayOf(now, timeZone);
  const day = wire.length === 10 ? parseDate(wire) : null;
  return day === null ? null : day - dayOf(now, timeZone);
}

/** As in a list: a day beside today by its word, an instant with its time; the year only where it is another one. */
export function formatNear(wire: string, locale: string, timeZone: string, now: number): string {
  const days = daysAhead(wire, timeZone, now);
  const word = days === null ? null : nearDay(days, locale);
  if (!wire.includes("T")) return word ?? formatDate(wire);
  const short = formatInstant(wire, timeZone, true);
  return word === null ? short : `${word} ${short.slice(-5)}`;
}

/** How long ago, in the reader's words: what was yesterday is told by the calendar, not by 24 hours. */
export function formatAgo(wire: string, locale: string, now: number, timeZone: string): string {
  const instant = parseInstant(wire);
  if (instant === null) return wire;
  const seconds = Math.round(instant / 1_000_000 - now / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(0, "minute");
  if (size < 3600) return spaced(relative.format(Math.trunc(seconds / 60), "minute"));
  const days = dayOf(instant / 1000, timeZone) - dayOf(now, timeZone);
  const [count, unit] =
    days === 0 ? ([Math.trunc(seconds / 3600), "hour"] as const) : ([days, "day"] as const);
  return spaced(relative.format(count, unit));
}

/** Numbers stand apart from Chinese words, as in all other texts. */
function spaced(text: string): string {
  return text.replace(/(\d)(?=\p{Script=Han})/gu, "$1 ");
}

/** Seconds as the two largest units that matter. */
export function splitDuration(seconds: number): { days: number; hours: number; minutes: number } {
  const whole = Math.max(0, Math.round(seconds / 60));
  return { days: Math.floor(whole / 1440), hours: Math.floor((whole % 1440) / 60), minutes: whole % 60 };
}
