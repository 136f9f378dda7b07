import { expect, test } from "vitest";

import { grouped, readNumber, readRange, shiftPoint } from "./number-text";

test.each([
  ["12.5万", "125000"],
  ["１２.５萬", "125000"],
  ["1.234567万", "12345.67"],
  ["2亿", "200000000"],
  ["3百万元", "3000000"],
  ["1.5k", "1500"],
  ["¥1,200.50", "1200.50"],
  ["9600元", "9600"],
  ["３", "3"],
  ["(12)", "-12"],
  ["-3", "-3"],
  ["12.", "12"],
  [".5", "0.5"],
  ["约三百", null],
  ["约5万", null],
  ["abc", null],
  ["-", null],
  ["", null],
])("%s is %s", (typed, read) => {
  expect(readNumber(typed)).toBe(read);
});

test.each([
  ["90天", ["天"], "90"],
  ["90 days", ["d"], "90"],
  ["９０天", ["d"], "90"],
  ["90", ["d"], "90"],
  ["3个月", ["d"], null],
  ["2周", ["天"], null],
  ["12 台", ["台"], "12"],
  ["20m", ["m"], "20"],
  ["12kg", ["kg"], "12"],
])("%s of a field in %s is %s", (typed, units, read) => {
  expect(readNumber(typed, units)).toBe(read);
});

test.each([
  ["8万-12万", { min: "80000", max: "120000" }],
  ["8-12万", { min: "80000", max: "120000" }],
  ["3万~9万", { min: "30000", max: "90000" }],
  ["3万～9万", { min: "30000", max: "90000" }],
  ["200000 - 300000", { min: "200000", max: "300000" }],
  ["¥50,000 – ¥100,000", { min: "50000", max: "100000" }],
  ["5万至8万", { min: "50000", max: "80000" }],
  ["10万以上", { min: "100000", max: null }],
  ["50万以内", { min: null, max: "500000" }],
  ["-5", null],
  ["8万", null],
  ["8万-", null],
  ["8万-高", null],
])("%s is the range %j", (typed, range) => {
  expect(readRange(typed)).toEqual(range);
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
