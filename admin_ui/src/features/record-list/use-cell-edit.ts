/** The one cell that is being changed: which, where it stands, and where to go on afterwards. */

import { useState, type RefObject } from "react";

import type { Place, RecordRow } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";
import { isEditable, type Rect, type Way } from "./cell-editor";
import type { Column } from "./columns";
import { useOpenRecord } from "./open-record";
import type { Active } from "./rows-block";
import { cellId } from "./table-row";
import { useCellSave, type Refusal } from "./use-cell-save";
import { isMoved, useMovedCell } from "./use-moved-cell";
import type { GridBlocks } from "./use-grid-blocks";

interface CellEditOptions {
  entity: EntityModel;
  place: Place;
  columns: readonly Column[];
  blocks: GridBlocks;
  active: Active | null;
  setActive: (active: Active) => void;
  scroller: RefObject<HTMLElement | null>;
}

interface Open extends Active {
  row: RecordRow;
  rect: Rect;
  value: unknown;
  refusal: Refusal | null;
}

function rectOf(row: number, column: number): Rect | null {
  const cell = document.getElementById(cellId(row, column));
  const body = cell?.closest(".table-body");
  if (!cell || !body) return null;
  const [inner, outer] = [cell.getBoundingClientRect(), body.getBoundingClientRect()];
  return {
    left: inner.left - outer.left,
    top: inner.top - outer.top,
    width: inner.width,
    height: inner.height,
  };
}

/** The next cell of the row that takes a value here, or nothing. */
function further(
  columns: readonly Column[],
  entity: EntityModel,
  column: number,
  step: number,
): number | null {
  for (let at = column + step; at >= 0 && at < columns.length; at += step) {
    const next = columns[at];
    if (next && !next.title && next.field.type !== "boolean" && isEditable(next, entity)) return at;
  }
  return null;
}

/** The cell that stands open, and saving in it. */
function useOpenCell(save: (row: RecordRow, column: Column, value: unknown) => Promise<Refusal | null>) {
  const [open, setOpen] = useState<Open | null>(null);

  function show(at: Active, row: RecordRow, value: unknown, refusal: Refusal | null, rect?: Rect) {
    const there = rectOf(row.id, at.column) ?? rect;
    if (there) setOpen({ ...at, row, rect: there, value, refusal });
  }

  /** What is refused is shown at its cell again, with what was typed. */
  async function store(at: Active & { rect?: Rect }, column: Column, row: RecordRow, value: unknown) {
    const refusal = await save(row, column, value);
    if (refusal) show(at, row, value, refusal, at.rect);
  }

  return { open, setOpen, show, store };
}

export function useCellEdit({ entity, place, columns, blocks, setActive, scroller }: CellEditOptions) {
  const { save, patch, settle, giveUp } = useCellSave(place, columns);
  const moving = useMovedCell({ entity, place, patch, settle });
  const { open, setOpen, show, store } = useOpenCell((row, column, value) =>
    isMoved(column, entity) ? moving.move(row, column, value) : save(row, column, value),
  );
  const openRecord = useOpenRecord(entity.name);

  function focusGrid() {
    window.setTimeout(() => scroller.current?.focus({ preventScroll: true }));
  }

  /** Change a cell; where it cannot be changed here, open its record. */
  function begin(at: Active) {
    const row = blocks.rowAt(at.block, at.index);
    const column = columns[at.column];
    if (!row || !column) return;
    setActive(at);
    if (column.title || !isEditable(column, entity) || !moving.choices(column, row)) {
      openRecord(row.id);
      return;
    }
    if (column.field.type === "boolean") {
      void store(at, column, row, row.values[column.path] !== true);
      return;
    }
    show(at, row, row.values[column.path] ?? null, null);
  }

  function leave(from: Open, way: Way) {
    setOpen(null);
    if (way === "down" && blocks.rowAt(from.block, from.index + 1))
      setActive({ ...from, index: from.index + 1 });
    const sideways = way === "next" ? 1 : way === "before" ? -1 : 0;
    const column = sideways === 0 ? null : further(columns, entity, from.column, sideways);
    if (column === null) {
      focusGrid();
      return;
    }
    document
      .getElementById(cellId(from.row.id, column))
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    begin({ block: from.block, index: from.index, column });
  }

  /** Go on at once. */
  function commit(from: Open, column: Column, row: RecordRow, value: unknown, way: Way) {
    leave(from, way);
    void store(from, column, row, value);
  }

  /** Close a cell without taking the keyboard away from where somebody went meanwhile. */
  function sendAgain(from: Open, column: Column, value: unknown) {
    const isHere = document.activeElement?.closest(".cell-editor") != null;
    setOpen(null);
    if (isHere) focusGrid();
    void store(from, column, from.row, value);
  }

  const plain = open ? columns[open.column] : undefined;
  const column = open && plain && (moving.choices(plain, open.row) ?? plain);
  const editing =
    open && column
      ? {
          cell: `${open.row.id} ${column.path} ${open.refusal ? "refused" : ""}`,
          row: open.row,
          column,
          rect: open.rect,
          initial: open.value,
          refusal: open.refusal,
          onCommit: (value: unknown, way: Way) => commit(open, column, open.row, value, way),
          onAgain: (value: unknown) => sendAgain(open, column, value),
          onGiveUp: () => {
            giveUp(open.refusal);
            leave(open, "stay");
          },
          onTheirs: ({ theirs }: Refusal) => {
            if (theirs) settle(theirs.record);
            leave(open, "stay");
          },
          onMine: ({ theirs }: Refusal, value: unknown) => {
            const { version, values } = theirs?.record ?? open.row;
            commit(open, column, { ...open.row, version, values }, value, "stay");
          },
        }
      : null;
  return { editing, begin, moving };
}

export type CellEdit = ReturnType<typeof useCellEdit>;
