import { expect, test } from "vitest";

import { formatAgo } from "./dates";

const MIDNIGHT = Date.parse("2026-03-09T16:00:00Z"); // in Shanghai

test.each([
  ["2026-03-09T15:50:00Z", 20, "30分钟前"],
  ["2026-03-09T14:00:00Z", 20, "昨天"],
  ["2026-03-08T16:10:00Z", 20, "昨天"],
  ["2026-03-08T15:50:00Z", 20, "前天"],
  ["2026-03-09T16:10:00Z", 23 * 60, "22小时前"],
  ["2026-03-10T16:10:00Z", 23 * 60, "明天"],
  ["2026-03-01T12:00:00Z", 0, "9天前"],
])("%s is told by the reader's calendar", (wire, minutes, text) => {
  expect(formatAgo(wire, "zh-CN", MIDNIGHT + minutes * 60_000, "Asia/Shanghai")).toBe(text);
});

test("another zone has another day", () => {
  const now = MIDNIGHT + 20 * 60_000;
  expect(formatAgo("2026-03-09T14:00:00Z", "en", now, "Asia/Shanghai")).toBe("yesterday");
  expect(formatAgo("2026-03-09T14:00:00Z", "en", now, "UTC")).toBe("2 hours ago");
});
