import { expect, test } from "vitest";

import { clockOf } from "./clock";

test.each([
  ["9", "09:00"],
  ["930", "09:30"],
  ["1730", "17:30"],
  ["9：30", "09:30"],
  [" 18.15 ", "18:15"],
  ["24:00", "24:00"],
  ["noon", "noon"],
  ["", ""],
])("%s is read as %s", (typed, clock) => {
  expect(clockOf(typed)).toBe(clock);
});
