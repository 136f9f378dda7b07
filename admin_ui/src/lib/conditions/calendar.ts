/** Days and instants: dates as days since 1970-01-01, instants as microseconds since then, in a time zone. */

const DAY_MS = 86_400_000;

/** Days of a calendar date; month counts from 1 and may run over. */
export function daysOf(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** Year, month (from 1) and day of a count of days. */
export function partsOf(days: number): { year: number; month: number; day: number } {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `2026-03-09`, `2026-03`, `2026-Q2` or `2026` as the days of its first day. */
export function parseDate(text: string): number | null {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter) return daysOf(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 1);
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  return match ? daysOf(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)) : null;
}

export function formatDays(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 (Monday) to 7 (Sunday). */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** An RFC 3339 instant as microseconds since 1970. */
export function parseInstant(text: string): number | null {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  return milliseconds * 1000 + Number(fraction.padEnd(6, "0").slice(3, 6));
}

function offsetAt(milliseconds: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(milliseconds)) part[type] = Number(value);
  const local = Date.UTC(
    part.year ?? 1970,
    (part.month ?? 1) - 1,
    part.day ?? 1,
    part.hour ?? 0,
    part.minute ?? 0,
    part.second ?? 0,
  );
  return local - Math.floor(milliseconds / 1000) * 1000;
}

/** The calendar day on which an instant (microseconds) falls in a time zone. */
export function dayInZone(instant: number, timeZone: string): number {
  const milliseconds = Math.floor(instant / 1000);
  return Math.floor((milliseconds + offsetAt(milliseconds, timeZone)) / DAY_MS);
}

/** The calendar day that it is now in a time zone. */
export function today(timeZone: string): number {
  return dayInZone(Date.now() * 1000, timeZone);
}

/** The instant (microseconds) at which a wall-clock time of a day arrives in a time zone. */
export function instantInZone(days: number, timeZone: string, millisecondOfDay = 0): number {
  const local = days * DAY_MS + millisecondOfDay;
  let guess = local - offsetAt(local, timeZone);
  guess = local - offsetAt(guess, timeZone);
  return guess * 1000;
}
