/** What a move to another stage asks for, and what came of it: shared by boards and lists. */

import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/api/problem";
import { readRecord, type Place, type RecordData } from "../lib/api/records";
import { textOf } from "../lib/label";
import { fieldOf, type EntityModel, type FlowModel, type StageModel } from "../lib/model";
import { factsAsked, tasksMade } from "../lib/stages";
import { controlOf } from "./registry";

/** The record, where leaving and entering ask for facts at all, and whether it lacks one of them. */
export async function readIfAsked(
  place: Place,
  entity: EntityModel,
  id: number,
  { flow, from, to }: { flow: FlowModel; from: string | null; to: StageModel },
): Promise<{ record: RecordData; lacking: boolean } | null> {
  const facts = factsAsked(flow, from, to);
  if (facts.length === 0) return null;
  const record = await readRecord(place, id);
  const lacking = facts.some((name) => {
    const field = fieldOf(entity, name);
    return field !== undefined && controlOf(field.type).isBlank(record.values[name]);
  });
  return { record, lacking };
}

/** Whether a move was refused because facts are missing: they can be asked for. */
export function asksForFacts(error: unknown): boolean {
  return asProblem(error).problems.some(({ path }) => path.startsWith("values."));
}

/** Returns what names the open tasks of the stage that a record stands in. */
export function useTaskNames(): (record: Pick<RecordData, "stage_tasks">) => string {
  const { t, i18n } = useTranslation();
  return ({ stage_tasks: tasks = [] }) =>
    tasksMade([], tasks)
      .map(({ label }) => textOf(label, i18n.language))
      .join(t("nextStep.comma"));
}
