import { expect, test } from "vitest";

import { firstGap } from "./first-gap";

test.each([
  ["the first stands at the edge", [], 40, undefined, 0],
  ["the next stands behind it", [{ from: 0, height: 40 }], 40, undefined, 48],
  ["a place that became free is taken again", [{ from: 48, height: 40 }], 40, undefined, 0],
  ["a place that is too small is not", [{ from: 48, height: 40 }], 62, undefined, 96],
  ["what stands stays, though there is room before it", [{ from: 96, height: 40 }], 40, 48, 48],
  ["what grew into another one goes to where it fits", [{ from: 48, height: 40 }], 62, 0, 96],
] as const)("%s", (_, taken, height, stands, found) => {
  expect(firstGap(taken, height, stands)).toBe(found);
});
