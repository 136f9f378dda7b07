/** Cells of a sheet as text, for the clipboard of a spreadsheet: written out and read in. */

import type { FieldModel } from "../../lib/model";
import { keptText, readCell } from "../read-cell";

export type SubRow = Record<string, unknown>;

/** Rows and cells of text as spreadsheets copy it: tabs and line ends, quotes around what holds them. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
  let at = 0;
  while (at <= text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) break;
    rows.at(-1)?.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"'));
    at = pattern.lastIndex;
    if (text[at] === "\t") at += 1;
    else if (at < text.length) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at < text.length) rows.push([]);
      else break;
    } else break;
  }
  return rows;
}

/** Rows of text as spreadsheets read it. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

function textIn(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** A cell as text that ``readCell`` reads back. */
export function writeCell(field: FieldModel, value: unknown, locale: string): string {
  if (field.type === "select") {
    const option = field.options.find(({ name }) => name === value);
    return option?.label[locale] ?? option?.name ?? "";
  }
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => writeCell({ ...field, type: "select" }, part, locale));
    return parts.every(Boolean) ? parts.join(", ") : "";
  }
  if (typeof value !== "object" || value === null) return textIn(value);
  const { amount, label } = value as Record<string, unknown>;
  return textIn(amount ?? label);
}

/** A rectangle of cells, ends included. */
export interface Span {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A text that stands for a cell, counted from 0, but is no value of it. */
export interface Unread {
  row: number;
  field: FieldModel;
  text: string;
}

export interface Pasted {
  rows: SubRow[];
  /** Cells whose text meant nothing in their column by itself. */
  unread: Unread[];
  /** Rows for which there was no room. */
  cut: number;
}

/** The rows after a table of text was put in at a cell; new rows are added at the end. */
export function pasteAt(
  rows: readonly SubRow[],
  columns: readonly FieldModel[],
  at: { row: number; column: number },
  table: readonly (readonly string[])[],
  { most, timeZone }: { most: number; timeZone: string },
): Pasted {
  const next = [...rows];
  const unread: Unread[] = [];
  let cut = 0;
  for (const [down, cells] of table.entries()) {
    const index = at.row + down;
    if (index >= most) {
      cut += 1;
      continue;
    }
    const row: SubRow = { ...next[index] };
    for (const [across, text] of cells.entries()) {
      const field = columns[at.column + across];
      if (!field) continue;
      const read = readCell(field, text, timeZone);
      if (read !== "unreadable") {
        row[field.name] = read.value;
        continue;
      }
      const kept = keptText(field, text);
      if (kept !== undefined) row[field.name] = kept;
      unread.push({ row: index, field, text: text.trim() });
    }
    next[index] = row;
  }
  return { rows: next, unread, cut };
}
