/** Which flow a record follows, and where it may go from its stage. */

import { holds, OutOfReach } from "./conditions/evaluate";
import type { StageTask } from "./api/records";
import type { Moment } from "./conditions/relative";
import { daysAhead } from "./format/dates";
import type { AppModel, EntityModel, FlowModel, StageModel, WireValues } from "./model";
import { viewOf } from "./rules";

export function flowOf(
  model: AppModel,
  entity: EntityModel,
  values: WireValues,
  flowId: string | null | undefined,
  moment: Moment,
): FlowModel | undefined {
  const named = entity.flows.find(({ id, name }) => id === flowId || name === flowId);
  if (named) return named;
  const current = values.stage;
  const holding = entity.flows.find(({ stages }) => stages.some(({ name }) => name === current));
  if (holding) return holding;
  return entity.flows.find((flow) => {
    if (!flow.when) return true;
    try {
      return holds(flow.when, viewOf(model, entity, values), moment);
    } catch (error) {
      if (error instanceof OutOfReach) return false;
      throw error;
    }
  });
}

export type MoveRefusal = "system" | "backward" | "notListed" | "notYours";

/** Why a person cannot move a record from one stage to another; undefined where they can. The server has the last word. */
export function whyNot(
  flow: FlowModel,
  from: string | null,
  to: StageModel,
  editable = true,
): MoveRefusal | undefined {
  if (!editable) return "notYours";
  if (!to.by_hand) return "system";
  if (flow.mode === "any" || from === null) return undefined;
  if (flow.mode === "listed") {
    return flow.listed.some((move) => move.from === from && move.to === to.name) ? undefined : "notListed";
  }
  const order = flow.stages.map(({ name }) => name);
  return order.indexOf(to.name) > order.indexOf(from) ? undefined : "backward";
}

/** The stages that work passes through, and those in which it ends. */
export function partsOf(flow: FlowModel): { steps: StageModel[]; ends: StageModel[] } {
  return {
    steps: flow.stages.filter(({ type }) => type === "open"),
    ends: flow.stages.filter(({ type }) => type !== "open"),
  };
}

/** Whether a move leads on, back, or to an end. */
export function directionOf(flow: FlowModel, from: string | null, to: StageModel): "move" | "back" | "close" {
  if (to.type !== "open") return "close";
  const order = flow.stages.map(({ name }) => name);
  return from !== null && order.indexOf(to.name) < order.indexOf(from) ? "back" : "move";
}

/** The stage that work usually leads to next. */
export function nextStage(flow: FlowModel, current: string | null): StageModel | undefined {
  const { type } = flow.stages.find(({ name }) => name === current) ?? {};
  if (type === "lost" || type === "invalid") return undefined;
  const index = flow.stages.findIndex(({ name }) => name === current);
  const later = flow.stages.slice(index + 1);
  return later.find(
    (stage) => !whyNot(flow, current, stage) && (stage.type === "open" || stage.type === "won"),
  );
}

/** Facts that must be known to leave one stage and enter another. */
export function factsAsked(flow: FlowModel, from: string | null, to: StageModel): string[] {
  const leaving = flow.stages.find(({ name }) => name === from)?.required_on_exit ?? [];
  return [...new Set([...leaving, ...to.required_on_entry])];
}

/** Days of the reader's calendar since a record entered its stage, none on that day; nothing where it is not known when. */
export function daysInStage(entered: unknown, timeZone: string, now: number): number | null {
  const ahead = typeof entered === "string" ? daysAhead(entered, timeZone, now) : null;
  return ahead === null ? null : Math.max(0, -ahead);
}

/** Days of the reader's calendar that a record stood in a stage which it left at a moment, after so many seconds. */
export function daysStood(left: string, seconds: number, timeZone: string): number {
  const at = Date.parse(left);
  return daysInStage(new Date(at - seconds * 1_000).toISOString(), timeZone, at) ?? 0;
}

type Stay = Pick<StageModel, "rot_days" | "remind_days">;

/**
 * How far a record has outstayed its stage: over its days, or soon so, from the day on which the stage reminds of it or
 * beyond four fifths of them.
 */
export function rotOf(day: number | null, stay: Stay | undefined): "soon" | "over" | undefined {
  const { rot_days: limit, remind_days: remind } = stay ?? {};
  if (day === null) return undefined;
  if (limit && day > limit) return "over";
  const soon = remind ? day >= remind : Boolean(limit) && day > Number(limit) * 0.8;
  return soon ? "soon" : undefined;
}

/** What must be done before a record goes on to a stage; nothing is asked of one that goes back or is lost. */
export function tasksAsked(
  flow: FlowModel,
  from: string | null,
  to: StageModel,
  tasks: readonly StageTask[],
): StageTask[] {
  if (to.type !== "open" && to.type !== "won") return [];
  const order = flow.stages.map(({ name }) => name);
  if (from !== null && order.indexOf(to.name) < order.indexOf(from)) return [];
  return tasks.filter(({ required, state }) => required && state !== "won");
}

/** Tasks that a record has now and had not before; those out of sight are told apart by nothing but their names. */
export function tasksMade(before: readonly StageTask[], now: readonly StageTask[]): StageTask[] {
  const keyOf = ({ entity, id, label }: StageTask) => JSON.stringify([entity, id ?? label]);
  const known = new Set(before.map(keyOf));
  return now.filter((task) => task.state === "open" && !known.has(keyOf(task)));
}
