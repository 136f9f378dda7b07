/** What to do next with a record: the one thing that matters most now. */

import type { RecordData } from "../../lib/api/records";
import { daysAhead } from "../../lib/format/dates";
import { fieldOf, type EntityModel, type FieldModel, type FlowModel, type StageModel } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import { daysInStage, factsAsked, nextStage } from "../../lib/stages";

export type NextStep =
  | { kind: "late"; days: number }
  | { kind: "today"; at: string }
  | { kind: "rotting"; stage: StageModel; days: number; limit: number }
  | { kind: "missing"; stage: StageModel; fields: FieldModel[] }
  | { kind: "unplanned" }
  | { kind: "ready"; stage: StageModel };

const DAY = 86_400_000;

function momentIn(value: unknown): number | null {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Facts that are blank and will be asked for on the way into a stage. */
export function missingFor(
  entity: EntityModel,
  record: RecordData,
  flow: FlowModel,
  stage: StageModel,
): FieldModel[] {
  const from = typeof record.values.stage === "string" ? record.values.stage : null;
  return factsAsked(flow, from, stage).flatMap((name) => {
    const field = fieldOf(entity, name);
    return field && controlOf(field.type).isBlank(record.values[field.name]) ? [field] : [];
  });
}

function followUp(record: RecordData, timeZone: string, now: number): NextStep | undefined {
  const next = momentIn(record.values.next_follow_at);
  if (next === null) return undefined;
  const at = String(record.values.next_follow_at);
  if (next < now) return { kind: "late", days: Math.abs(daysAhead(at, timeZone, now) ?? 0) };
  return next - now < DAY ? { kind: "today", at } : undefined;
}

function rotting(
  record: RecordData,
  stage: StageModel | undefined,
  timeZone: string,
  now: number,
): NextStep | undefined {
  const days = daysInStage(record.values.stage_entered_at, timeZone, now);
  if (!stage?.rot_days || days === null) return undefined;
  return days > stage.rot_days ? { kind: "rotting", stage, days, limit: stage.rot_days } : undefined;
}

/** The next stage with what is missing for it. */
function stageStep(
  entity: EntityModel,
  record: RecordData,
  flow: FlowModel | undefined,
  here: StageModel | undefined,
): NextStep | undefined {
  const stage = flow && nextStage(flow, here?.name ?? null);
  if (!flow || !stage) return undefined;
  const fields = missingFor(entity, record, flow, stage);
  return fields.length > 0 ? { kind: "missing", stage, fields } : { kind: "ready", stage };
}

function isUnplanned(entity: EntityModel, record: RecordData): boolean {
  return entity.followed === true && momentIn(record.values.next_follow_at) === null;
}

export function whatsNext(
  entity: EntityModel,
  record: RecordData,
  flow: FlowModel | undefined,
  timeZone: string,
  now: number,
): NextStep | undefined {
  const here = flow?.stages.find(({ name }) => name === record.values.stage);
  if (here && here.type !== "open") return undefined;
  const agreed = followUp(record, timeZone, now);
  if (agreed?.kind === "late") return agreed;
  const urgent = rotting(record, here, timeZone, now) ?? agreed;
  if (urgent) return urgent;
  const onward = stageStep(entity, record, flow, here);
  if (onward?.kind === "missing") return onward;
  return isUnplanned(entity, record) && here ? { kind: "unplanned" } : onward;
}
