import { expect, test } from "vitest";

import type { EntityModel, FlowModel } from "../../lib/model";
import { MODEL } from "../../test/sample-model";
import { record } from "../../test/server";
import { whatsNext } from "./whats-next";

const COMPANY = { ...MODEL.entities[0], followed: true } as EntityModel;
const FLOW = COMPANY.flows[0] as FlowModel;
const SHANGHAI = "Asia/Shanghai";
/** Nine in the morning in Shanghai. */
const NOW = Date.parse("2026-03-09T01:00:00Z");

test("how late a follow-up is counts days of the reader's calendar, as lists do", () => {
  const agreed = (at: string) => record(1, { next_follow_at: at });
  const fiveDaysAndAHalf = agreed("2026-03-03T10:00:00Z");
  expect(whatsNext(COMPANY, fiveDaysAndAHalf, FLOW, SHANGHAI, NOW)).toEqual({ kind: "late", days: 6 });
  expect(whatsNext(COMPANY, agreed("2026-03-08T17:00:00Z"), FLOW, SHANGHAI, NOW)).toEqual({
    kind: "late",
    days: 0,
  });
  expect(whatsNext(COMPANY, agreed("2026-03-08T17:00:00Z"), FLOW, "UTC", NOW)).toEqual({
    kind: "late",
    days: 1,
  });
});

test("how long a record stands in its stage counts days of the calendar too", () => {
  const [fresh, ...others] = FLOW.stages;
  const flow = { ...FLOW, stages: [{ ...fresh, rot_days: 2 }, ...others] } as FlowModel;
  const entered = record(1, { stage_entered_at: "2026-03-06T10:00:00Z" });
  expect(whatsNext(COMPANY, entered, flow, SHANGHAI, NOW)).toMatchObject({ kind: "rotting", days: 3 });
  expect(whatsNext(COMPANY, record(1, { stage_entered_at: "not known" }), flow, SHANGHAI, NOW)?.kind).toBe(
    "unplanned",
  );
});
