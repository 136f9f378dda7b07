import { expect, test } from "vitest";

import { MODEL } from "../test/sample-model";
import type { FlowModel } from "./model";
import { daysInStage, daysStood, rotOf, tasksAsked } from "./stages";

const FLOW = MODEL.entities[0]?.flows[0] as FlowModel;

function stage(name: string, type: "open" | "won" | "lost" = "open") {
  return { ...FLOW.stages[0], name, type } as FlowModel["stages"][number];
}

function task(required: boolean, state: string) {
  return { entity: "todo", id: 1, label: { en: `${required} ${state}` }, required, state };
}

test("a record is marked when it stays longer than its stage allows, and from the day that reminds of it", () => {
  const ten = { rot_days: 10 };
  expect([rotOf(8, ten), rotOf(9, ten), rotOf(10, ten), rotOf(11, ten)]).toEqual([
    undefined,
    "soon",
    "soon",
    "over",
  ]);
  const reminded = { rot_days: 10, remind_days: 5 };
  expect([rotOf(4, reminded), rotOf(5, reminded), rotOf(11, reminded)]).toEqual([undefined, "soon", "over"]);
  expect([rotOf(99, {}), rotOf(99, undefined), rotOf(null, ten), rotOf(3, { remind_days: 3 })]).toEqual([
    undefined,
    undefined,
    undefined,
    "soon",
  ]);
});

test("days in a stage are those of the reader's calendar that have passed, none on the first", () => {
  const now = Date.parse("2026-11-30T20:30:00Z");
  const zone = "Asia/Shanghai";
  expect(daysInStage("2026-11-30T16:30:00Z", zone, now)).toBe(0);
  expect(daysInStage("2026-11-02T06:36:00Z", zone, now)).toBe(29);
  expect(daysInStage("2026-12-02T00:00:00Z", zone, now)).toBe(0);
  expect(daysInStage(null, zone, now)).toBeNull();
  expect(daysStood("2026-11-30T20:30:00Z", 5 * 3_600, zone)).toBe(1);
  expect(daysStood("2026-11-30T20:30:00Z", 3_600, zone)).toBe(0);
});

test("what must be done is asked on the way on, not on the way back or out", () => {
  const flow = { ...FLOW, stages: [stage("first"), stage("second"), stage("third"), stage("lost", "lost")] };
  const tasks = [task(true, "open"), task(true, "won"), task(true, "invalid"), task(false, "open")];
  function asked(to: number): string[] {
    return tasksAsked(flow, "second", flow.stages[to] as FlowModel["stages"][number], tasks).map(
      ({ state }) => state,
    );
  }
  expect([asked(0), asked(2), asked(3)]).toEqual([[], ["open", "invalid"], []]);
});
