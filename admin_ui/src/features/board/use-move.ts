/** Moving a card: what the stage asks for is asked at once, the card stands in its place meanwhile, undo takes it back. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeOne, type BoardAsked, type BoardRow, type Change, type ColumnKey } from "../../lib/api/boards";
import { asProblem } from "../../lib/api/problem";
import { idempotencyKey } from "../../lib/api/client";
import { readRecord, type Place, type RecordData } from "../../lib/api/records";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type StageModel, type WireValues } from "../../lib/model";
import { factsAsked, tasksMade } from "../../lib/stages";
import { controlOf } from "../../fields/registry";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useUndo } from "../../ui/use-undo";
import { stageOf, type BoardModel } from "./board-model";
import { showMoved } from "./optimistic";
import { columnKey, totalsKey } from "./use-board";
import { useWaiting } from "./use-waiting";

export interface Move {
  row: BoardRow;
  from: ColumnKey;
  to: ColumnKey;
  /** What the target column is called. */
  name: string;
}

/** A move that waits for facts. */
export interface Asking extends Move {
  record: RecordData;
  stage: StageModel;
  takeBack: () => void;
}

/** One decision: sent under one key, against the version that was seen first, until it is answered. */
interface Trial {
  key: string;
  seen: { id: number; version: number } | null;
  takeBack: () => void;
}

function changeFor(board: BoardModel, to: ColumnKey): Change {
  if (board.movement === "stage") return { action: "stage", stage: String(to) };
  if (board.movement === "owner") return { action: "owner", values: { owner: to as number | null } };
  return { action: "update", values: { [board.field.name]: to } };
}

/** Whether the record lacks a fact that leaving or entering asks for. */
function lacks(entity: EntityModel, record: RecordData, facts: readonly string[]): boolean {
  return facts.some((name) => {
    const field = fieldOf(entity, name);
    return field !== undefined && controlOf(field.type).isBlank(record.values[name]);
  });
}

/** Says that a card was moved, offers undo, and has the two columns and their totals read again. */
function useDone(place: Place, asked: BoardAsked) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const nameTasks = useTasks(place);
  return async ({ row, from, to, name }: Move, changeSet: number | null, stage?: StageModel) => {
    for (const queryKey of [
      columnKey(place, asked, from),
      columnKey(place, asked, to),
      totalsKey(place, asked),
      ["records", place, "count"],
      ["records", place, "one", row.id],
    ])
      void queries.invalidateQueries({ queryKey });
    const tasks = stage?.tasks?.length ? await nameTasks(row.id) : "";
    const said = { title: row.title || `#${row.id}`, name, tasks };
    offerUndo(t(tasks ? "board.movedWithTasks" : "board.moved", said), changeSet);
  };
}

/** Returns what names the open tasks of the stage that a record stands in; without an answer it names none. */
function useTasks(place: Place) {
  const { t, i18n } = useTranslation();
  return async (id: number) => {
    const { stage_tasks: tasks = [] } = await readRecord(place, id).catch(() => ({ stage_tasks: [] }));
    return tasksMade([], tasks)
      .map(({ label }) => textOf(label, i18n.language))
      .join(t("nextStep.comma"));
  };
}

function asksForFacts(error: unknown): boolean {
  return asProblem(error).problems.some(({ path }) => path.startsWith("values."));
}

/** Says why a move was refused, and reads again what was out of date. */
function useRefuse(place: Place) {
  const message = useMessage();
  const queries = useQueryClient();
  const say = useProblemText();
  return (error: unknown) => {
    const problem = asProblem(error);
    message.error(problem.problems.map((one) => one.message).join(" ") || say(problem));
    if (problem.code === "stale_version" || problem.code === "not_found") {
      void queries.invalidateQueries({ queryKey: ["records", place] });
    }
  };
}

export function useMove(entity: EntityModel, board: BoardModel, place: Place, asked: BoardAsked) {
  const queries = useQueryClient();
  const waiting = useWaiting(place);
  const [asking, setAsking] = useState<Asking | null>(null);

  const done = useDone(place, asked);
  /** The record, where leaving and entering ask for facts at all. */
  const recordFor = useCallback(
    async ({ row, from }: Move, stage: StageModel | undefined) => {
      const before = typeof from === "string" ? from : null;
      const facts = stage && board.flow ? factsAsked(board.flow, before, stage) : [];
      if (facts.length === 0) return null;
      const record = await readRecord(place, row.id);
      return { record, lacking: lacks(entity, record, facts) };
    },
    [board, place, entity],
  );

  const refuse = useRefuse(place);
  async function tryToMove(wanted: Move, trial: Trial): Promise<void> {
    const { row, to } = wanted;
    const stage = board.movement === "stage" ? stageOf(board, to) : undefined;
    try {
      const found = trial.seen ? null : await recordFor(wanted, stage);
      if (found?.lacking && stage) {
        setAsking({ ...wanted, record: found.record, stage, takeBack: trial.takeBack });
        return;
      }
      trial.seen ??= found?.record ?? row;
      void done(wanted, await changeOne(place, trial.seen, changeFor(board, to), trial.key), stage);
    } catch (error) {
      await fail(wanted, trial, stage, error);
    }
  }

  async function fail(wanted: Move, trial: Trial, stage: StageModel | undefined, error: unknown) {
    const { takeBack } = trial;
    // The server may ask for more than the flow says: that is asked for in the same dialog.
    const asks = stage && asksForFacts(error);
    const record = asks ? await readRecord(place, wanted.row.id).catch(() => null) : null;
    if (stage && record) setAsking({ ...wanted, record, stage, takeBack });
    else if (asProblem(error).offline) waiting.wait(wanted, takeBack, () => void tryToMove(wanted, trial));
    else {
      takeBack();
      refuse(error);
    }
  }

  function move(wanted: Move): Promise<void> {
    const { row, from, to } = wanted;
    waiting.end(row);
    const takeBack = showMoved(queries, place, asked, row, from, to);
    return tryToMove(wanted, { key: idempotencyKey(), seen: null, takeBack });
  }

  async function send(facts: WireValues, key: string): Promise<RecordData> {
    if (!asking) throw new Error("nothing is asked for");
    const change: Change = { action: "stage", stage: asking.stage.name, values: facts };
    void done(asking, await changeOne(place, asking.record, change, key), asking.stage);
    return asking.record;
  }

  return {
    move,
    asking,
    send,
    cancel: () => {
      asking?.takeBack();
      setAsking(null);
    },
    finish: () => setAsking(null),
  };
}
