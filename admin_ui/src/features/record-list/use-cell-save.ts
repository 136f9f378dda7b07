/** Saves one cell: shown at once, taken back when refused, asked about when somebody else was first. */

import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { whenBack } from "../../lib/api/connection";
import { changeOnTop, Overtaken } from "../../lib/api/on-top";
import { asProblem, type ApiProblem } from "../../lib/api/problem";
import { readRecord, type Place, type RecordData, type RecordRow } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { WireValues } from "../../lib/model";
import { same } from "../../lib/rules";
import { controlOf } from "../../fields/registry";
import { useWayBack } from "../../ui/use-undo";
import type { Column } from "./columns";
import { patched, type RowWindow } from "./row-window";

export interface Refusal {
  problem: ApiProblem;
  /** What somebody else saved meanwhile. */
  theirs?: { record: RecordData; value: unknown };
}

/** The values of a row after a save: those of its columns that the answer tells. */
function valuesOf(record: RecordData, columns: readonly Column[]): WireValues {
  const told = columns.flatMap(({ path }) => {
    const [name = "", part, ...rest] = path.split(".");
    const value = record.values[name];
    if (part === undefined) return name in record.values ? [[path, value] as const] : [];
    const whole = typeof value === "object" && value !== null && rest.length === 0 && part in value;
    return whole ? [[path, (value as Record<string, unknown>)[part]] as const] : [];
  });
  return Object.fromEntries(told);
}

export function useCellSave(place: Place, columns: readonly Column[]) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offer = useWayBack();
  const { session } = useAppPlace();
  /** Cells of which a save was not answered: it may have arrived. */
  const unanswered = useRef(new Set<string>());

  function patch(id: number, change: { version?: number; title?: string; values: WireValues }) {
    queries.setQueriesData<RowWindow>(
      { queryKey: ["records", place, "window"] },
      (window) => window && patched(window, id, change),
    );
  }

  function settle(record: RecordData) {
    patch(record.id, { version: record.version, title: record.title, values: valuesOf(record, columns) });
    for (const part of ["count", "totals", "group"]) {
      void queries.invalidateQueries({ queryKey: ["records", place, part] });
    }
  }

  async function takeBack(row: RecordRow, column: Column, saved: RecordData): Promise<boolean> {
    const now = await readRecord(place, row.id);
    const name = column.field.name;
    if (!same(now.values[name], saved.values[name])) return false;
    settle(
      await send(
        place,
        { ...row, version: now.version, values: now.values },
        column,
        row.values[column.path],
        null,
      ),
    );
    return true;
  }

  /** Save a value; returns why it was refused, or nothing. */
  async function save(row: RecordRow, column: Column, value: unknown): Promise<Refusal | null> {
    const before = row.values[column.path];
    if (same(before, value)) return null;
    patch(row.id, { values: { [column.path]: value } });
    const cell = `${row.id} ${column.path}`;
    const mine = unanswered.current.has(cell) ? session.user.id : null;
    try {
      const record = await send(place, row, column, value, mine);
      unanswered.current.delete(cell);
      settle(record);
      offer(t("list.cellSaved", { title: row.title || `#${row.id}`, name: column.label }), () =>
        takeBack(row, column, record),
      );
      return null;
    } catch (raised) {
      patch(row.id, { values: { [column.path]: before } });
      const refusal = refusalOf(raised, column);
      if (refusal.problem.offline) unanswered.current.add(cell);
      else unanswered.current.delete(cell);
      return refusal;
    }
  }

  /** A save without an answer is given up: what is stored is read as soon as that can be. */
  function giveUp(refusal: Refusal | null) {
    if (refusal?.problem.offline)
      whenBack(() => void queries.invalidateQueries({ queryKey: ["records", place] }));
  }

  return { save, patch, settle, giveUp };
}

/** Change one field; where others changed other fields only, on top of their version. */
function send(
  place: Place,
  row: RecordRow,
  column: Column,
  value: unknown,
  mine: number | null,
): Promise<RecordData> {
  const name = column.field.name;
  return changeOnTop(place, row.id, {
    version: row.version,
    base: { [name]: row.values[column.path] },
    wanted: { [name]: value },
    wire: { [name]: controlOf(column.field.type).toWire(value) },
    form: null,
    mine,
  });
}

function refusalOf(error: unknown, column: Column): Refusal {
  const problem = asProblem(error);
  if (!(problem instanceof Overtaken)) return { problem };
  return { problem, theirs: { record: problem.theirs, value: problem.theirs.values[column.field.name] } };
}
