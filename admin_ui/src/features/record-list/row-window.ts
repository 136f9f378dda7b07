/**
 * The rows of a list as far as somebody has come: pages side by side, known by their keys. Pages far from sight give
 * up their rows and keep their place, so memory stays bounded and nothing jumps; they come back by the same key.
 */

import type { RecordPage, RecordRow } from "../../lib/api/records";
import type { WireValues } from "../../lib/model";

/** What brought a page, and brings it again. */
export interface Ask {
  cursor: string | null;
  direction: "next" | "previous";
  limit: number;
}

export interface WindowPage {
  ask: Ask;
  ids: readonly number[];
  /** Nothing when the page is too far from sight. */
  rows: readonly RecordRow[] | null;
  next: string | null;
  previous: string | null;
}

export interface RowWindow {
  pages: readonly WindowPage[];
  /** Rows put before the first one since the window was opened: by so much the others moved down. */
  prepended: number;
  indexed: boolean;
}

export type Side = "next" | "previous";

function pageOf(answer: RecordPage, ask: Ask): WindowPage {
  const { items, next, previous } = answer;
  return { ask, ids: items.map(({ id }) => id), rows: items, next, previous };
}

export function opened(answer: RecordPage, ask: Ask): RowWindow {
  return { pages: [pageOf(answer, ask)], prepended: 0, indexed: answer.indexed };
}

/** The key from which a window goes on, or nothing at the end of the list. */
export function edge(window: RowWindow, side: Side): string | null {
  return side === "next" ? (window.pages.at(-1)?.next ?? null) : (window.pages[0]?.previous ?? null);
}

/** The window with a page more; as it was when it changed meanwhile and the page no longer fits. */
export function grown(window: RowWindow, answer: RecordPage, ask: Ask): RowWindow {
  if (edge(window, ask.direction) !== ask.cursor) return window;
  const page = pageOf(answer, ask);
  if (ask.direction === "next") return { ...window, pages: [...window.pages, page] };
  return {
    ...window,
    pages: [page, ...window.pages],
    prepended: window.prepended + page.ids.length,
  };
}

/** The window with the rows of a page again. Where the list changed, what lies beyond is read anew later. */
export function refilled(window: RowWindow, index: number, answer: RecordPage): RowWindow {
  const before = window.pages[index];
  if (!before) return window;
  const page = pageOf(answer, before.ask);
  const forward = before.ask.direction === "next";
  const fits = forward ? page.next === before.next : page.previous === before.previous;
  if (fits && page.ids.length === before.ids.length) {
    return { ...window, pages: window.pages.with(index, page) };
  }
  const kept = forward ? window.pages.slice(0, index) : window.pages.slice(index + 1);
  return { ...window, pages: forward ? [...kept, page] : [page, ...kept] };
}

export function lengthOf(window: RowWindow): number {
  return window.pages.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** Index of the page that holds a row, and how many rows lie before it. */
export function pageAt(window: RowWindow, index: number): { page: number; start: number } | null {
  let start = 0;
  for (const [page, { ids }] of window.pages.entries()) {
    if (index < start + ids.length) return index < start ? null : { page, start };
    start += ids.length;
  }
  return null;
}

export function rowAt(window: RowWindow, index: number): RecordRow | null {
  const place = pageAt(window, index);
  return place ? (window.pages[place.page]?.rows?.[index - place.start] ?? null) : null;
}

/** Ids of the rows from one index to another, the ends included, in either order; also of rows out of sight. */
export function idsBetween(window: RowWindow, from: number, to: number): number[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  return window.pages.flatMap(({ ids }) => ids).slice(low, high + 1);
}

/** The first page in sight whose rows are missing. */
export function missing(window: RowWindow, first: number, last: number): number | null {
  let start = 0;
  for (const [index, { ids, rows }] of window.pages.entries()) {
    const end = start + ids.length;
    if (rows === null && end > first && start <= last) return index;
    start = end;
  }
  return null;
}

/** The window without the rows of pages that are further than `reach` from what is in sight. */
export function shed(window: RowWindow, first: number, last: number, reach: number): RowWindow {
  let start = 0;
  let changed = false;
  const pages = window.pages.map((page) => {
    const end = start + page.ids.length;
    const far = end < first - reach || start > last + reach;
    start = end;
    if (!far || page.rows === null) return page;
    changed = true;
    return { ...page, rows: null };
  });
  return changed ? { ...window, pages } : window;
}

/** What to ask for when the list is read again where somebody stands: everything before keeps its place. */
export function anchorOf(
  window: RowWindow,
  first: number,
  last: number,
  least: number,
): { kept: readonly WindowPage[]; ask: Ask } {
  const place = pageAt(window, first) ?? { page: 0, start: 0 };
  const page = window.pages[place.page];
  if (!page || page.ask.direction === "previous") {
    return { kept: [], ask: { cursor: null, direction: "next", limit: least } };
  }
  const limit = Math.min(1_000, Math.max(least, last - place.start + 1));
  const kept = window.pages.slice(0, place.page).map((item) => ({ ...item, rows: null }));
  return { kept, ask: { ...page.ask, limit } };
}

/** The window with other values of one row, wherever it stands; the same window when it holds no such row. */
export function patched(
  window: RowWindow,
  id: number,
  change: { version?: number; title?: string; values: WireValues },
): RowWindow {
  const index = window.pages.findIndex(({ ids }) => ids.includes(id));
  const page = window.pages[index];
  if (!page?.rows) return window;
  const rows = page.rows.map((row) =>
    row.id === id ? { ...row, ...change, values: { ...row.values, ...change.values } } : row,
  );
  return { ...window, pages: window.pages.with(index, { ...page, rows }) };
}
