import { expect, test } from "vitest";

import { formatDays, parseDate } from "../conditions/calendar";
import { isOnWire, readDate, readMinutes, readWallTime } from "./read-dates";

const TODAY = parseDate("2026-11-30") ?? 0;

test.each([
  ["2026-12-05", "2026-12-05"],
  ["2026/12/5", "2026-12-05"],
  ["2026.12.5", "2026-12-05"],
  ["20261205", "2026-12-05"],
  ["2026年12月5日", "2026-12-05"],
  ["12月5日", "2026-12-05"],
  ["12-05", "2026-12-05"],
  ["12/5", "2026-12-05"],
  ["11-28", "2026-11-28"],
  ["1-5", "2027-01-05"],
  ["2-29", "2028-02-29"],
  ["１２／５", "2026-12-05"],
  ["明天", "2026-12-01"],
  ["Today", "2026-11-30"],
])("%s is the day %s", (typed, day) => {
  expect(readDate(typed, "day", TODAY)).toBe(day);
});

test.each(["2026-02-30", "13-1", "0-5", "下周", "2026-12", "12", "5-"])("%s is no day", (typed) => {
  expect(readDate(typed, "day", TODAY)).toBeNull();
});

test("months, quarters and years are read as they are written", () => {
  expect(readDate("2026/3", "month", TODAY)).toBe("2026-03");
  expect(readDate("2026年12月", "month", TODAY)).toBe("2026-12");
  expect(readDate("2026-13", "month", TODAY)).toBeNull();
  expect(readDate("2026 Q3", "quarter", TODAY)).toBe("2026-Q3");
  expect(readDate("2026年第3季度", "quarter", TODAY)).toBe("2026-Q3");
  expect(readDate("2026年", "year", TODAY)).toBe("2026");
});

test.each([
  ["9:30", 570],
  ["09:30:00", 570],
  ["9点", 540],
  ["9点半", 570],
  ["下午3点20分", 920],
  ["15：05", 905],
])("%s is a time of day", (typed, minutes) => {
  expect(readMinutes(typed)).toBe(minutes);
});

test.each(["25:00", "9:75", "9", "early"])("%s is no time of day", (typed) => {
  expect(readMinutes(typed)).toBeNull();
});

test.each([
  ["2026-12-02 10:00", "2026-12-02", 600],
  ["2026-12-02T10:00", "2026-12-02", 600],
  ["2026/12/2 9:05", "2026-12-02", 545],
  ["12月5日14:30", "2026-12-05", 870],
  ["12-05 14:30", "2026-12-05", 870],
  ["明天 下午3点", "2026-12-01", 900],
  ["2026-12-02", "2026-12-02", 540],
  ["12/2", "2026-12-02", 540],
])("%s is a moment", (typed, day, minutes) => {
  const read = readWallTime(typed, TODAY, 540);
  expect(read && { day: formatDays(read.days), minutes: read.minutes }).toEqual({ day, minutes });
});

test.each(["2026-12-02 25:00", "10:00", "2026-12-", "soon 10:00"])("%s is no moment", (typed) => {
  expect(readWallTime(typed, TODAY, 540)).toBeNull();
});

test("what the wire carries is told from what is only typed", () => {
  for (const text of ["2026-12-05", "2026-12", "2026-Q4", "2026", "2026-12-05T01:00:00.000Z"])
    expect(isOnWire(text)).toBe(true);
  for (const text of ["2026-02-30", "12-5", "soon 1", "2026-12-05Tx", "2026/12/5"])
    expect(isOnWire(text)).toBe(false);
});
