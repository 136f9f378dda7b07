/** A card in its new column before the server has said so, and back where it was if it says no. */

import type { QueryClient } from "@tanstack/react-query";

import type { BoardAsked, BoardRow, BoardTotal, ColumnKey } from "../../lib/api/boards";
import type { Place } from "../../lib/api/records";
import { columnKey, totalsKey, type CardPages } from "./use-board";

interface Totals {
  totals: BoardTotal[];
  exact: boolean;
}

function without(data: CardPages | undefined, id: number): CardPages | undefined {
  if (!data) return undefined;
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id !== id) })),
  };
}

function withFirst(data: CardPages | undefined, row: BoardRow): CardPages | undefined {
  const [first, ...rest] = data?.pages ?? [];
  if (!data || !first) return data;
  return { ...data, pages: [{ ...first, items: [row, ...first.items] }, ...rest] };
}

function counted(totals: BoardTotal[], key: ColumnKey, by: number): BoardTotal[] {
  if (!totals.some((total) => total.key === key)) {
    return by > 0 ? [...totals, { key, count: by, capped: false, sum: null }] : totals;
  }
  return totals.map((total) =>
    total.key === key ? { ...total, count: Math.max(0, total.count + by) } : total,
  );
}

/** Put a card into another column; returns what puts it back. */
export function showMoved(
  queries: QueryClient,
  place: Place,
  asked: BoardAsked,
  row: BoardRow,
  from: ColumnKey,
  to: ColumnKey,
): () => void {
  const keys = [columnKey(place, asked, from), columnKey(place, asked, to), totalsKey(place, asked)];
  for (const queryKey of keys) void queries.cancelQueries({ queryKey, exact: true });
  const before = keys.map((key) => queries.getQueryData(key));
  const [fromKey = [], toKey = [], totals = []] = keys;
  queries.setQueryData<CardPages>(fromKey, (data) => without(data, row.id));
  queries.setQueryData<CardPages>(toKey, (data) => withFirst(without(data, row.id), row));
  queries.setQueryData<Totals>(
    totals,
    (data) => data && { ...data, totals: counted(counted(data.totals, from, -1), to, 1) },
  );
  return () => keys.forEach((key, index) => queries.setQueryData(key, before[index]));
}
