/** What keys and the clipboard do in a sheet: a cell in focus, a range beside it, and one cell that is typed in. */

import { useState, type ClipboardEvent, type KeyboardEvent } from "react";

import type { FieldModel } from "../../lib/model";
import type { CellFault } from "../control";
import { onMovingKey, onTypingKey, type CellPlace } from "./sheet-keys";
import { pasteAt, readTable, writeCell, writeTable, type Pasted, type Span, type SubRow } from "./cells";

interface SheetOptions {
  rows: readonly SubRow[];
  columns: readonly FieldModel[];
  most: number;
  locked: boolean;
  locale: string;
  timeZone: string;
  faults: readonly CellFault[];
  onRows: (rows: SubRow[]) => void;
  onPasted: (pasted: Pasted) => void;
  /** Bring a cell into sight and into focus. */
  onMove: (place: CellPlace) => void;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** The cell in focus and the range that reaches from the anchor to it. */
function usePlaces(rows: number, columns: number, onMove: (place: CellPlace) => void) {
  const [at, setAt] = useState<CellPlace>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<CellPlace>(at);
  const span: Span = {
    top: Math.min(at.row, anchor.row),
    left: Math.min(at.column, anchor.column),
    bottom: Math.max(at.row, anchor.row),
    right: Math.max(at.column, anchor.column),
  };
  function put(place: CellPlace, extend = false) {
    setAt(place);
    if (!extend) setAnchor(place);
    onMove(place);
  }
  return {
    at,
    span,
    put,
    /** Go there without taking the focus. */
    stand: (place: CellPlace) => {
      setAt(place);
      setAnchor(place);
    },
    go: (row: number, column: number, extend = false) =>
      put({ row: clamp(row, rows - 1), column: clamp(column, columns - 1) }, extend),
  };
}

function keyOf({ row, column }: CellFault): string {
  return `${row} ${column ?? ""}`;
}

/** Calls with the first of the faults that were not there before; those that are left of several are no news. */
function useFresh(faults: readonly CellFault[], onFresh: (fault: CellFault) => void): number | null {
  const [seen, setSeen] = useState("");
  const [row, setRow] = useState<number | null>(null);
  const told = faults.map(keyOf).join("\n");
  if (told !== seen) {
    const before = new Set(seen.split("\n"));
    const first = faults.find((fault) => !before.has(keyOf(fault)));
    setSeen(told);
    setRow(first?.row ?? null);
    if (first) onFresh(first);
  }
  return row;
}

export function useSheet(options: SheetOptions) {
  const { rows, columns, most, locked, onRows, onMove } = options;
  const places = usePlaces(rows.length, columns.length, onMove);
  const { at, span } = places;
  const [typing, setTyping] = useState<{ before: unknown } | null>(null);

  const fresh = useFresh(options.faults, ({ row, column }) => {
    setTyping(null);
    places.stand({
      row,
      column: Math.max(
        0,
        columns.findIndex(({ name }) => name === column),
      ),
    });
  });

  function go(row: number, column: number, extend = false) {
    setTyping(null);
    places.go(row, column, extend);
  }

  function setCell(value: unknown) {
    const field = columns[at.column];
    const row = rows[at.row];
    if (field && row) onRows(rows.with(at.row, { ...row, [field.name]: value }));
  }

  function startTyping() {
    const field = columns[at.column];
    if (!locked && field && rows[at.row]) setTyping({ before: rows[at.row]?.[field.name] ?? null });
  }

  function addRow() {
    if (locked || rows.length >= most) return;
    onRows([...rows, {}]);
    setTyping(null);
    places.put({ row: rows.length, column: 0 });
  }

  function empty() {
    if (locked) return;
    const names = columns.slice(span.left, span.right + 1).map(({ name }) => name);
    const blank = Object.fromEntries(names.map((name) => [name, null]));
    onRows(rows.map((row, index) => (index < span.top || index > span.bottom ? row : { ...row, ...blank })));
  }

  /** Leave the cell that is typed in and go on. */
  function next(down: number, across: number) {
    if (down > 0 && at.row === rows.length - 1) addRow();
    else if (across > 0 && at.column === columns.length - 1) go(at.row + 1, 0);
    else if (across < 0 && at.column === 0 && at.row > 0) go(at.row - 1, columns.length - 1);
    else go(at.row + down, at.column + across);
  }

  function giveUp() {
    setCell(typing?.before ?? null);
    go(at.row, at.column);
  }

  const hand = { at, rows: rows.length, columns: columns.length, go, next, giveUp, startTyping, empty };
  return {
    at,
    span,
    typing: typing !== null,
    /** The row where something went wrong last. */
    fresh,
    go,
    addRow,
    setCell,
    startTyping,
    onKeyDown: (event: KeyboardEvent) => (typing ? onTypingKey(event, hand) : onMovingKey(event, hand)),
    onCopy: (event: ClipboardEvent) => {
      if (!typing) copyOut(event, span, options);
    },
    onPaste: (event: ClipboardEvent) => {
      if (locked || (typing && !isBlock(event, columns[at.column]))) return;
      setTyping(null);
      pasteIn(event, span, options);
      places.go(at.row, at.column);
    },
  };
}

function copyOut(event: ClipboardEvent, span: Span, { rows, columns, locale }: SheetOptions): void {
  const part = rows
    .slice(span.top, span.bottom + 1)
    .map((row) =>
      columns.slice(span.left, span.right + 1).map((field) => writeCell(field, row[field.name], locale)),
    );
  event.clipboardData.setData("text/plain", writeTable(part));
  event.preventDefault();
}

/** Whether several cells are pasted: a text of several lines is one where the cell takes such a text. */
function isBlock({ clipboardData }: ClipboardEvent, field: FieldModel | undefined): boolean {
  const text = clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  return text.includes("\t") || (text.includes("\n") && field?.type !== "long_text");
}

function pasteIn(
  event: ClipboardEvent,
  span: Span,
  { rows, columns, onRows, onPasted, ...how }: SheetOptions,
): void {
  const text = event.clipboardData.getData("text/plain");
  if (!text) return;
  event.preventDefault();
  const pasted = pasteAt(rows, columns, { row: span.top, column: span.left }, readTable(text), how);
  onRows(pasted.rows);
  onPasted(pasted);
}
