import { expect, test } from "vitest";

import { daysAhead, formatAgo, formatNear } from "./dates";

const MIDNIGHT = Date.parse("2026-03-09T16:00:00Z"); // in Shanghai

test.each([
  ["2026-03-09T15:50:00Z", 20, "30 分钟前"],
  ["2026-03-09T14:00:00Z", 20, "昨天"],
  ["2026-03-08T16:10:00Z", 20, "昨天"],
  ["2026-03-08T15:50:00Z", 20, "前天"],
  ["2026-03-09T16:10:00Z", 23 * 60, "22 小时前"],
  ["2026-03-10T16:10:00Z", 23 * 60, "明天"],
  ["2026-03-01T12:00:00Z", 0, "9 天前"],
])("%s is told by the reader's calendar", (wire, minutes, text) => {
  expect(formatAgo(wire, "zh-CN", MIDNIGHT + minutes * 60_000, "Asia/Shanghai")).toBe(text);
});

test("another zone has another day", () => {
  const now = MIDNIGHT + 20 * 60_000;
  expect(formatAgo("2026-03-09T14:00:00Z", "en", now, "Asia/Shanghai")).toBe("yesterday");
  expect(formatAgo("2026-03-09T14:00:00Z", "en", now, "UTC")).toBe("2 hours ago");
});

test.each([
  ["2026-03-10", "zh-CN", "今天"],
  ["2026-03-11", "zh-TW", "明天"],
  ["2026-03-09", "en", "Yesterday"],
  ["2026-03-12", "zh-CN", "2026-03-12"],
  ["2026-03", "zh-CN", "2026-03"],
  ["2026-03-10T07:00:00Z", "zh-CN", "今天 15:00"],
  ["2026-03-09T15:59:00Z", "zh-CN", "昨天 23:59"],
  ["2026-03-10T16:00:00Z", "en", "Tomorrow 00:00"],
  ["2025-03-12T07:00:00Z", "zh-CN", "2025-03-12 15:00"],
])("%s stands in a list as seen from today (%s)", (wire, locale, text) => {
  expect(formatNear(wire, locale, "Asia/Shanghai", MIDNIGHT + 60_000)).toBe(text);
});

test("days ahead are those of the reader's calendar", () => {
  expect(daysAhead("2026-03-09T15:59:00Z", "Asia/Shanghai", MIDNIGHT)).toBe(-1);
  expect(daysAhead("2026-03-09T15:59:00Z", "UTC", MIDNIGHT)).toBe(0);
  expect(daysAhead("2026-03-11", "Asia/Shanghai", MIDNIGHT)).toBe(1);
  expect(daysAhead("2026-Q1", "Asia/Shanghai", MIDNIGHT)).toBeNull();
});
