import { expect, test } from "vitest";

import { formatUnit } from "./numbers";

test.each([
  ["100000", "CNY", "zh-CN", "¥100,000"],
  ["100000", "CNY", "en", "¥100,000"],
  ["66.5", "USD", "en", "$66.50"],
  ["7.00", "kg", "en", "7.00 kg"],
  ["7", "SET", "en", "7 SET"],
  ["1200", undefined, "en", "1,200"],
])("%s in %s is written for %s as %s", (text, unit, locale, written) => {
  expect(formatUnit(text, unit, locale)).toBe(written);
});
