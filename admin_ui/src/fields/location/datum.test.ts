import { expect, test } from "vitest";

import { fromGcj02, toGcj02, type Position } from "./datum";

function at(latitude: number, longitude: number): Position {
  return { latitude, longitude };
}

/** Metres between two positions near each other. */
function apart(one: Position, other: Position): number {
  const north = (one.latitude - other.latitude) * 111_320;
  const east = (one.longitude - other.longitude) * 111_320 * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

test.each([
  ["Shanghai", at(31.1774276, 121.5272106), at(31.17530398364597, 121.531541859215)],
  ["Shenzhen", at(22.543847, 113.912316), at(22.540796131694766, 113.9171764808363)],
  ["Beijing", at(39.911954, 116.377817), at(39.91334545536069, 116.38404722455657)],
])("a place in %s is drawn where maps of mainland China show it", (_, real, shown) => {
  expect(apart(toGcj02(real), shown)).toBeLessThan(0.01);
  expect(apart(fromGcj02(shown), real)).toBeLessThan(0.01);
});

test.each([
  ["Taipei", at(25.033964, 121.564468)],
  ["Kaohsiung", at(22.627278, 120.301435)],
  ["Seoul", at(37.566535, 126.977969)],
  ["Tokyo", at(35.681236, 139.767125)],
  ["Hanoi", at(21.028511, 105.804817)],
  ["Ulaanbaatar", at(47.886399, 106.905744)],
  ["Delhi", at(28.613939, 77.209021)],
  ["London", at(51.500729, -0.124625)],
  ["Sydney", at(-33.856784, 151.215297)],
  ["the middle of nowhere", at(0, 0)],
])("%s stays where it is, in both directions", (_, place) => {
  expect(toGcj02(place)).toEqual(place);
  expect(fromGcj02(place)).toEqual(place);
});

test("what is moved there and back is less than a metre off, anywhere in mainland China", () => {
  let moved = 0;
  for (let latitude = 18.3; latitude < 53; latitude += 0.61) {
    for (let longitude = 74; longitude < 134.5; longitude += 0.73) {
      const place = at(latitude, longitude);
      const shown = toGcj02(place);
      if (shown === place) continue;
      moved += 1;
      expect(apart(shown, place)).toBeLessThan(1_500);
      const back = fromGcj02(shown);
      // At the very edge of what is moved, what is shown may lie among what is not.
      if (back !== shown) expect(apart(back, place)).toBeLessThan(0.01);
    }
  }
  expect(moved).toBeGreaterThan(1_500);
});
