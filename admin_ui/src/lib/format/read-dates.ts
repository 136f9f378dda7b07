/** Days, moments and times of day as people type them, read as values of the wire. */

import {
  daysOf,
  formatDays,
  instantInZone,
  parseDate,
  parseInstant,
  partsOf,
  today,
} from "../conditions/calendar";
import type { DatePrecision } from "./dates";

/** How far a day without a year may lie back before the next year is meant. */
const FAR_BACK = 180;

const WORDS: Readonly<Record<string, number>> = {
  昨天: -1,
  yesterday: -1,
  今天: 0,
  今日: 0,
  today: 0,
  明天: 1,
  明日: 1,
  tomorrow: 1,
  后天: 2,
  後天: 2,
};

function plain(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase();
}

/** The days of a calendar date; null where the calendar has no such day. */
function dayOf(year: number, month: number, day: number): number | null {
  const days = daysOf(year, month, day);
  const found = partsOf(days);
  return found.month === month && found.day === day ? days : null;
}

/** The day of this year, or of the next one that has it and where it is not long past. */
function nearest(month: number, day: number, now: number): number | null {
  const { year } = partsOf(now);
  for (let offset = 0; offset <= 8; offset += 1) {
    const days = dayOf(year + offset, month, day);
    if (days !== null && days >= now - FAR_BACK) return days;
  }
  return null;
}

function dayIn(text: string, now: number): number | null {
  const word = WORDS[text];
  if (word !== undefined) return now + word;
  const whole =
    /^(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(text) ??
    /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (whole) return dayOf(Number(whole[1]), Number(whole[3]), Number(whole[4]));
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$/.exec(text);
  return short ? nearest(Number(short[1]), Number(short[2]), now) : null;
}

function monthIn(text: string): string | null {
  const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(text);
  const month = Number(found?.[2]);
  return found && month >= 1 && month <= 12 ? `${found[1]}-${String(month).padStart(2, "0")}` : null;
}

function quarterIn(text: string): string | null {
  const found = /^(\d{4})\s*[-/.年]?\s*(?:q\s*([1-4])|第?\s*([1-4])\s*季度?)$/.exec(text);
  return found ? `${found[1]}-Q${found[2] ?? found[3]}` : null;
}

function yearIn(text: string): string | null {
  return /^(\d{4})\s*年?$/.exec(text)?.[1] ?? null;
}

/** A date as it is typed; `now` counts days since 1970. Null where it says none. */
export function readDate(typed: string, precision: DatePrecision, now: number): string | null {
  const text = plain(typed);
  if (precision === "month") return monthIn(text);
  if (precision === "quarter") return quarterIn(text);
  if (precision === "year") return yearIn(text);
  const days = dayIn(text, now);
  return days === null ? null : formatDays(days);
}

/** Whether a text is a day, a month, a quarter, a year or an instant as the wire carries it. */
export function isOnWire(text: string): boolean {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return parseInstant(text) !== null;
  const days = parseDate(text);
  return days !== null && (text.length !== 10 || formatDays(days) === text);
}

/** A time of day as the wire carries it. */
export function readTime(typed: string): string | null {
  const minutes = readMinutes(typed);
  if (minutes === null) return null;
  const two = (count: number) => String(count).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** A time of day in minutes: `9:30`, `9点半`, `下午 3 点`. */
export function readMinutes(typed: string): number | null {
  const found =
    /^(上午|早上|中午|下午|晚上)?\s*(\d{1,2})\s*(?::|[点點时時])\s*(\d{1,2}|半)?\s*分?(?::\d{2})?$/.exec(
      plain(typed),
    );
  if (!found) return null;
  const [, part, hours, rest] = found;
  const isLate = (part === "下午" || part === "晚上") && Number(hours) < 12;
  const hour = Number(hours) + (isLate ? 12 : 0);
  const minute = rest === "半" ? 30 : Number(rest ?? 0);
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** A day with its time of day. */
export interface WallTime {
  /** Counted since 1970. */
  days: number;
  minutes: number;
}

/** A moment on the wall clock; a day without a time has `otherwise`. */
export function readWallTime(typed: string, now: number, otherwise: number): WallTime | null {
  const text = plain(typed);
  const alone = dayIn(text, now);
  if (alone !== null) return { days: alone, minutes: otherwise };
  const time = /((?:上午|早上|中午|下午|晚上)?\s*\d{1,2}\s*[:点點时時][\d:半分\s]*)$/.exec(text)?.[1] ?? "";
  const minutes = readMinutes(time);
  const before = text.slice(0, text.length - time.length).replace(/[\st,]+$/, "");
  const days = minutes === null ? null : dayIn(before, now);
  return days === null || minutes === null ? null : { days, minutes };
}

/** Where only a day is given, people are at work by then. */
export const WORK_BEGINS = 9 * 60;

/** The instant of a wall clock's minutes on a day, as the wire carries it. */
export function instantOn(days: number, minutes: number, timeZone: string): string {
  return new Date(instantInZone(days, timeZone, minutes * 60_000) / 1000).toISOString();
}

/** A moment as the wire carries it; a day without a time has `otherwise`, in minutes. */
export function readMoment(typed: string, timeZone: string, otherwise = WORK_BEGINS): string | null {
  const wall = readWallTime(typed, today(timeZone), otherwise);
  return wall && instantOn(wall.days, wall.minutes, timeZone);
}
