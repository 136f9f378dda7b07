/** Cells that are moved, not written: the stage a record stands in, which may ask for facts, and its owner. */

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeOne, type Change } from "../../lib/api/boards";
import { idempotencyKey } from "../../lib/api/client";
import { asProblem, type ApiProblem } from "../../lib/api/problem";
import { readRecord, type Place, type RecordData, type RecordRow } from "../../lib/api/records";
import { momentOf, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel, FlowModel, StageModel, WireValues } from "../../lib/model";
import { same } from "../../lib/rules";
import { flowOf, whyNot } from "../../lib/stages";
import { asksForFacts, readIfAsked, useTaskNames } from "../../fields/stage-moves";
import { controlOf } from "../../fields/registry";
import { useUndo } from "../../ui/use-undo";
import type { Column } from "./columns";
import type { Refusal } from "./use-cell-save";

const RIGHTS = { stage: "edit", owner: "assign" } as const;

/** Whether a cell holds what is moved by an action of its own, and the reader has the right to it. */
export function isMoved({ field, path }: Column, entity: EntityModel): boolean {
  if (!field.system || (path !== "stage" && path !== "owner")) return false;
  return entity.actions.includes(RIGHTS[path]);
}

/** A move that waits for facts. */
export interface AskingCell {
  row: RecordRow;
  column: Column;
  record: RecordData;
  flow: FlowModel;
  from: string | null;
  target: StageModel;
}

interface MovedCellOptions {
  entity: EntityModel;
  place: Place;
  /** Shows what is being stored. */
  patch: (id: number, change: { values: WireValues }) => void;
  /** Shows what is stored. */
  settle: (record: RecordData) => void;
}

function changeTo(column: Column, value: unknown, facts?: WireValues): Change {
  if (column.path === "stage") {
    return { action: "stage", stage: String(value), ...(facts ? { values: facts } : {}) };
  }
  const owner = controlOf(column.field.type).toWire(value) as number | null;
  return { action: "owner", values: { owner } };
}

function stageName(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Returns what tells that a record was moved, shows what is stored and offers the way back. */
function useDone(place: Place, settle: (record: RecordData) => void) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const nameTasks = useTaskNames();

  function labelOf(column: Column, value: unknown): string {
    if (column.path === "stage") {
      const option = column.field.options.find(({ name }) => name === value);
      return option ? textOf(option.label, i18n.language) : String(value);
    }
    const person = value as { label?: string } | null;
    return person?.label ?? t("list.nobody");
  }

  return async function done(row: RecordRow, column: Column, value: unknown, changeSet: number | null) {
    const record = await readRecord(place, row.id).catch(() => null);
    if (record) settle(record);
    else void queries.invalidateQueries({ queryKey: ["records", place] });
    const tasks = column.path === "stage" && record ? nameTasks(record) : "";
    const said = { title: row.title || `#${row.id}`, name: labelOf(column, value), tasks };
    offerUndo(t(tasks ? "board.movedWithTasks" : "board.moved", said), changeSet);
  };
}

/** Sends a move; the same one again under the same key, as long as it may have arrived. */
function useSend(place: Place, onDone: ReturnType<typeof useDone>) {
  const keys = useRef(new Map<string, string>());
  return async (row: RecordRow, column: Column, value: unknown) => {
    const decision = `${row.id} ${column.path} ${JSON.stringify(value)}`;
    const key = keys.current.get(decision) ?? idempotencyKey();
    keys.current.set(decision, key);
    try {
      const changeSet = await changeOne(place, row, changeTo(column, value), key);
      keys.current.delete(decision);
      void onDone(row, column, value, changeSet);
    } catch (error) {
      if (!asProblem(error).offline) keys.current.delete(decision);
      throw error;
    }
  };
}

export function useMovedCell({ entity, place, patch, settle }: MovedCellOptions) {
  const app = useAppPlace();
  const done = useDone(place, settle);
  const send = useSend(place, done);
  const [asking, setAsking] = useState<AskingCell | null>(null);

  function flowAt(row: RecordRow): FlowModel | undefined {
    return flowOf(app.model, entity, row.values, null, momentOf(app, Date.now()));
  }

  /** The column with what may be chosen for a row; nothing where its record is the place to change it. */
  function choices(column: Column, row: RecordRow): Column | null {
    if (column.path !== "stage") return column;
    const [flow, from] = [flowAt(row), stageName(row.values.stage)];
    if (!flow) return null;
    const open = flow.stages.filter((stage) => stage.name === from || !whyNot(flow, from, stage));
    const names = new Set(open.map(({ name }) => name));
    const options = column.field.options.filter(({ name }) => names.has(name));
    return { ...column, field: { ...column.field, options, required: true } };
  }

  /** Opens the dialog of the stage; returns whether there is one to open. */
  function ask(row: RecordRow, column: Column, record: RecordData, value: unknown): boolean {
    const flow = flowAt(row);
    const target = flow?.stages.find(({ name }) => name === value);
    if (!flow || !target) return false;
    setAsking({ row, column, record, flow, from: stageName(record.values.stage), target });
    return true;
  }

  /** Ask for facts before a move that needs them. Returns whether they are asked for. */
  async function askedFirst(row: RecordRow, column: Column, value: unknown): Promise<boolean> {
    if (column.path !== "stage") return false;
    const flow = flowAt(row);
    const to = flow?.stages.find(({ name }) => name === value);
    if (!flow || !to) return false;
    const found = await readIfAsked(place, entity, row.id, { flow, from: stageName(row.values.stage), to });
    return found?.lacking ? ask(row, column, found.record, value) : false;
  }

  /** Move on top of what others changed in other fields; what they moved themselves is a question. */
  async function overtaken(
    row: RecordRow,
    column: Column,
    value: unknown,
    problem: ApiProblem,
  ): Promise<Refusal | null> {
    const record = await readRecord(place, row.id);
    if (!same(record.values[column.path], row.values[column.path])) {
      return { problem, theirs: { record, value: record.values[column.path] } };
    }
    return move({ ...row, version: record.version }, column, value);
  }

  /** Move a record by its cell; returns why it was refused, or nothing. */
  async function move(row: RecordRow, column: Column, value: unknown): Promise<Refusal | null> {
    const before = row.values[column.path];
    // No record that has a stage goes without one.
    if (same(before, value) || (column.path === "stage" && value === null)) return null;
    try {
      if (await askedFirst(row, column, value)) return null;
      patch(row.id, { values: { [column.path]: value } });
      await send(row, column, value);
      return null;
    } catch (error) {
      patch(row.id, { values: { [column.path]: before } });
      const problem = asProblem(error);
      if (problem.code === "stale_version") return overtaken(row, column, value, problem);
      // The server may ask for more than the flow says: that is asked for in the same dialog.
      const record =
        column.path === "stage" && asksForFacts(error)
          ? await readRecord(place, row.id).catch(() => null)
          : null;
      return record && ask(row, column, record, value) ? null : { problem };
    }
  }

  async function sendAsked(facts: WireValues, key: string): Promise<RecordData> {
    if (!asking) throw new Error("nothing is asked for");
    const { row, column, record, target } = asking;
    const changeSet = await changeOne(place, record, changeTo(column, target.name, facts), key);
    void done(row, column, target.name, changeSet);
    return record;
  }

  return { choices, move, asking, send: sendAsked, close: () => setAsking(null) };
}

export type MovedCell = ReturnType<typeof useMovedCell>;
