import { expect, test } from "vitest";

import { isNothing, readMeasured, without, writeMeasured } from "./measured";

const TWO = [
  { amount: "3860000.00", currency: "CNY" },
  { amount: "1200.50", currency: "USD" },
];

test("amounts of several currencies stand beside each other, each with its sign", () => {
  expect(writeMeasured(TWO, "zh-CN")).toEqual({
    short: "¥386万 + $1,200.50",
    exact: "¥3,860,000 + $1,200.50",
  });
  expect(writeMeasured([], "zh-CN").short).toBe("0");
});

test.each([
  [7, "7", "7"],
  ["3.66666", "3.7", "3.66666"],
  ["1234567", "1.2M", "1,234,567"],
])("%s is written as %s", (measured, short, exact) => {
  expect(writeMeasured(measured, "en")).toEqual({ short, exact });
});

test("nothing is zero in every currency", () => {
  expect(isNothing(0)).toBe(true);
  expect(isNothing(null)).toBe(true);
  expect(isNothing([{ amount: "0.00", currency: "CNY" }])).toBe(true);
  expect(isNothing(TWO)).toBe(false);
  expect(readMeasured({})).toBeNull();
  expect(readMeasured([])).toBeNull();
});

test("what is taken off is taken off exactly, in each currency", () => {
  const paid = [
    { amount: "3860000.01", currency: "CNY" },
    { amount: "5", currency: "EUR" },
  ];
  expect(without(TWO, paid)).toEqual([
    { amount: "-0.01", currency: "CNY" },
    { amount: "1200.50", currency: "USD" },
    { amount: "-5", currency: "EUR" },
  ]);
  expect(without(TWO, null)).toEqual(TWO);
  expect(without(null, null)).toBeNull();
  expect(without(7, "2.5")).toBe("4.5");
});
