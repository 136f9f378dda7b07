import { expect, test } from "vitest";

import type { Condition } from "../../lib/conditions/tree";
import type { ViewModel } from "../../lib/model";
import { recordsBehind } from "./records-behind";

const OPEN: Condition = { field: "stage", op: "in", value: ["fresh", "working"] };
const MINE: Condition = { field: "owner", op: "eq", value: { relative: "me" } };
const LATE: Condition = { field: "due", op: "lt", value: { relative: "today" } };

function view(filter: Condition | null): ViewModel {
  return { id: "v_1", label: {}, entity: "company", type: "table", columns: [], filter };
}

test("what the view asks already is not asked again", () => {
  expect(recordsBehind(view({ all: [OPEN, LATE] }), { all: [MINE, OPEN, LATE] })).toEqual({
    view: "v_1",
    filter: MINE,
  });
  expect(recordsBehind(view(OPEN), { all: [MINE, OPEN, LATE] })).toEqual({
    view: "v_1",
    filter: { all: [MINE, LATE] },
  });
  expect(recordsBehind(view({ all: [OPEN] }), OPEN)).toEqual({ view: "v_1" });
});

test("everything else narrows the view", () => {
  expect(recordsBehind(view({ any: [OPEN, LATE] }), { all: [MINE, OPEN] })).toEqual({
    view: "v_1",
    filter: { all: [MINE, OPEN] },
  });
  expect(recordsBehind(view(null), LATE)).toEqual({ view: "v_1", filter: LATE });
  expect(recordsBehind(undefined, LATE)).toEqual({ filter: LATE });
});
