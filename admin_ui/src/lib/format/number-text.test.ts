import { expect, test } from "vitest";

import { grouped, plainNumber, shiftPoint } from "./number-text";

test.each([
  ["12.5万", "125000"],
  ["１２.５萬", "125000"],
  ["1.234567万", "12345.67"],
  ["2亿", "200000000"],
  ["3百万元", "3000000"],
  ["1.5k", "1500"],
  ["¥1,200.50", "1200.50"],
  ["-3", "-3"],
  ["12.", "12."],
  ["约三百", "约三百"],
  ["", ""],
])("%s is %s", (typed, plain) => {
  expect(plainNumber(typed)).toBe(plain);
});

test.each([
  ["125000", -4, "12.5"],
  ["125000.5", -4, "12.50005"],
  ["5", -4, "0.0005"],
  ["-120", -4, "-0.012"],
  ["12.5", 4, "125000"],
  ["0.00012", 4, "1.2"],
  ["99999999999999999999.01", 4, "999999999999999999990100"],
  ["", 4, "0"],
])("the point of %s moved by %i is %s", (text, places, moved) => {
  expect(shiftPoint(text, places)).toBe(moved);
});

test("digits stand in groups", () => {
  expect(grouped("1234567.89012")).toBe("1,234,567.89012");
  expect(grouped("-1000")).toBe("-1,000");
  expect(grouped("999")).toBe("999");
});
