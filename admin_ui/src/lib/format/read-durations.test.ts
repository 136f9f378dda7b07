import { expect, test } from "vitest";

import { readDuration } from "./read-durations";

test.each([
  ["1:30", "minute", 5_400],
  ["2小时30分", "minute", 9_000],
  ["2 小时 30 分钟", "hour", 9_000],
  ["90 min", "hour", 5_400],
  ["1.5", "hour", 5_400],
  ["９０", "minute", 5_400],
  ["1天", "minute", 86_400],
  ["两小时", "hour", null],
  ["3个月", "hour", null],
  ["abc", "minute", null],
  ["", "minute", null],
] as const)("%s counted in a %s is %s", (typed, unit, seconds) => {
  expect(readDuration(typed, unit)).toBe(seconds);
});
