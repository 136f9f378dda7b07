import { expect, test } from "vitest";

import { formatMoney, formatMoneyShort, formatUnit } from "./numbers";

test.each([
  ["100000", "CNY", "zh-CN", "¥100,000"],
  ["100000", "CNY", "en", "¥100,000"],
  ["66.5", "USD", "en", "$66.50"],
  ["7.00", "kg", "en", "7.00 kg"],
  ["7", "SET", "en", "7 SET"],
  ["1200", undefined, "en", "1,200"],
  ["120", { "zh-CN": "天", en: "d" }, "zh-CN", "120 天"],
  ["120", { "zh-CN": "天", en: "d" }, "en", "120 d"],
])("%s in %s is written for %s as %s", (text, unit, locale, written) => {
  expect(formatUnit(text, unit, locale)).toBe(written);
});

test.each(["zh-CN", "zh-TW", "en"])("currencies that share a sign elsewhere look apart in %s", (locale) => {
  const written = ["CNY", "JPY", "USD", "TWD", "HKD", "EUR"].map((code) => formatMoney("1200", code, locale));
  expect(written).toEqual(["¥1,200", "JP¥1,200", "$1,200", "NT$1,200", "HK$1,200", "€1,200"]);
  expect(formatMoneyShort("2000000", "JPY", locale)).toContain("JP¥");
});
