/** What a board asks the server for: its columns with their first cards, more of each, and what each holds. */

import { useInfiniteQuery, useQuery, type InfiniteData } from "@tanstack/react-query";
import { useMemo } from "react";

import {
  readBoard,
  totalBoard,
  type BoardAsked,
  type BoardColumnData,
  type BoardRow,
  type ColumnKey,
  type Which,
} from "../../lib/api/boards";
import { queryRecords, type Place } from "../../lib/api/records";
import type { Condition } from "../../lib/conditions/tree";
import type { EntityModel, SortModel } from "../../lib/model";
import type { BoardModel } from "./board-model";

const CARDS = 20;
const MOST_CARDS = 100;
const FRESH_MS = 60_000;

export interface CardPage {
  items: BoardRow[];
  next: string | null;
}

export type CardPages = InfiniteData<CardPage, string | null>;

export function useAsked(
  board: BoardModel,
  which: Which,
  sort: SortModel[] | undefined,
  size: number = CARDS,
): BoardAsked {
  return useMemo(
    () => ({
      ...which,
      field: board.field.name,
      ...(board.flow ? { flow: board.flow.name } : {}),
      fields: board.asked,
      ...(sort ? { sort } : {}),
      limit: Math.min(size, MOST_CARDS),
    }),
    [which, board, sort, size],
  );
}

export function useColumns(place: Place, asked: BoardAsked) {
  return useQuery({
    queryKey: ["records", place, "board", asked],
    queryFn: ({ signal }) => readBoard(place, asked, signal),
    staleTime: FRESH_MS,
  });
}

export function totalsKey(place: Place, asked: BoardAsked) {
  return ["records", place, "board-totals", asked];
}

/** What the columns hold; asked after the cards, which never wait for it. */
export function useTotals(place: Place, asked: BoardAsked, sum: string | undefined, enabled: boolean) {
  const { fields: _fields, sort: _sort, limit: _limit, ...which } = asked;
  return useQuery({
    queryKey: totalsKey(place, asked),
    queryFn: ({ signal }) => totalBoard(place, { ...which, ...(sum ? { sum } : {}) }, signal),
    enabled,
    staleTime: FRESH_MS,
    retry: false,
  }).data;
}

export function columnKey(place: Place, asked: BoardAsked, key: ColumnKey) {
  return ["records", place, "board-column", asked, key];
}

function within(filter: Condition | null | undefined, where: Condition): Condition {
  return filter ? { all: [filter, where] } : where;
}

/** The cards of one column, page after page; the first page usually came with the board. */
export function useCards(place: Place, asked: BoardAsked, column: BoardColumnData, since: number) {
  const { field: _field, flow: _flow, filter, ...rest } = asked;
  return useInfiniteQuery({
    queryKey: columnKey(place, asked, column.key),
    queryFn: async ({ pageParam, signal }): Promise<CardPage> =>
      queryRecords(
        place,
        {
          ...rest,
          ...(column.sort ? { sort: column.sort } : {}),
          filter: within(filter, column.where),
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: FRESH_MS,
    ...(column.items
      ? {
          initialData: { pages: [{ items: column.items, next: column.next ?? null }], pageParams: [null] },
          initialDataUpdatedAt: since,
        }
      : {}),
  });
}

/** Whether a new record can be made at all. */
export function mayCreate(entity: EntityModel): boolean {
  return entity.actions.includes("create");
}
