import { expect, test } from "vitest";

import { isOutOfReach } from "./use-undo";

function conflict(code: string) {
  return { entity: "lead", id: 1, title: null, fields: [], code };
}

test("an undo is out of reach where nothing is taken back and all that stands against it is the lack of a right", () => {
  const nothing = { change_set: null, restored: 0 };
  expect(isOutOfReach({ ...nothing, conflicts: [conflict("out_of_reach")] })).toBe(true);
  expect(isOutOfReach({ ...nothing, conflicts: [conflict("out_of_reach"), conflict("changed_since")] })).toBe(
    false,
  );
  expect(isOutOfReach({ ...nothing, conflicts: [] })).toBe(false);
  expect(isOutOfReach({ ...nothing, restored: 1, conflicts: [conflict("out_of_reach")] })).toBe(false);
});
