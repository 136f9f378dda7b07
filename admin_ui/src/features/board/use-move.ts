/** Moving a card: what the stage asks for is asked at once, the card stands in its place meanwhile, undo takes it back. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeOne, type BoardAsked, type BoardRow, type Change, type ColumnKey } from "../../lib/api/boards";
import { asProblem } from "../../lib/api/problem";
import { idempotencyKey } from "../../lib/api/client";
import { readRecord, type Place, type RecordData } from "../../lib/api/records";
import type { EntityModel, StageModel, WireValues } from "../../lib/model";
import { asksForFacts, readIfAsked, useTaskNames } from "../../fields/stage-moves";
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

/** Says that a card was moved, offers undo, and has the two columns and their totals read again. */
function useDone(place: Place, asked: BoardAsked) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const nameTasks = useTaskNames();
  return async ({ row, from, to, name }: Move, changeSet: number | null, stage?: StageModel) => {
    for (const queryKey of [
      columnKey(place, asked, from),
      columnKey(place, asked, to),
      totalsKey(place, asked),
      ["records", place, "count"],
      ["records", place, "one", row.id],
    ])
      void queries.invalidateQueries({ queryKey });
    // Without an answer no task is named.
    const moved = stage?.tasks?.length ? await readRecord(place, row.id).catch(() => null) : null;
    const tasks = moved ? nameTasks(moved) : "";
    const said = { title: row.title || `#${row.id}`, name, tasks };
    offerUndo(t(tasks ? "board.movedWithTasks" : "board.moved", said), changeSet);
  };
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
    async ({ row, from }: Move, to: StageModel | undefined) => {
      const before = typeof from === "string" ? from : null;
      return to && board.flow
        ? readIfAsked(place, entity, row.id, { flow: board.flow, from: before, to })
        : null;
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
