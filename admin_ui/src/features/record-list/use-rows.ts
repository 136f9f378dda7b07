/** A window of rows kept up with what is in sight: pages come as they are needed, far ones give up their rows. */

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";

import { queryRecords, type Place, type RecordQuery } from "../../lib/api/records";
import {
  anchorOf,
  edge,
  grown,
  lengthOf,
  missing,
  opened,
  refilled,
  shed,
  type Ask,
  type RowWindow,
  type Side,
} from "./row-window";

/** Rows read at once where the view does not say how many. */
export const PAGE = 50;
const LARGEST_PAGE = 1_000;
/** Rows fetched before they come into sight. */
const AHEAD = 30;
/** Rows kept on each side of what is in sight. */
const REACH = 500;

/** Rows to ask for where some are missing: a page of them, or as many as there are, but no more than are given. */
function enough(size: number, wanted: number): number {
  return Math.min(LARGEST_PAGE, Math.max(size, wanted));
}

export function windowKey(place: Place, query: RecordQuery) {
  return ["records", place, "window", query] as const;
}

export function useRows(place: Place, query: RecordQuery, enabled = true) {
  const queries = useQueryClient();
  const size = query.limit ?? PAGE;
  const queryKey = useMemo(() => windowKey(place, query), [place, query]);
  const seen = useRef({ first: 0, last: 0 });
  const running = useRef(new Set<string>());
  const found = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<RowWindow> => {
      const before = queries.getQueryData<RowWindow>(queryKey);
      const start: Ask = { cursor: null, direction: "next", limit: size };
      const { first, last } = seen.current;
      const { kept, ask } = before ? anchorOf(before, first, last, size) : { kept: [], ask: start };
      const answer = await queryRecords(place, { ...query, ...ask }, signal);
      const made = opened(answer, ask);
      return { ...made, pages: [...kept, ...made.pages], prepended: before?.prepended ?? 0 };
    },
    enabled,
    // The rows before stay in sight until the next ones are there.
    placeholderData: keepPreviousData,
  });
  const { data, isPlaceholderData } = found;

  /** Ask once at a time for each thing; what is refused is asked for again when it comes into sight. */
  const fetchInto = useCallback(
    async (
      name: string,
      ask: Ask,
      take: (window: RowWindow, answer: Awaited<ReturnType<typeof queryRecords>>) => RowWindow,
    ) => {
      const mark = `${JSON.stringify(queryKey)} ${name}`;
      if (running.current.has(mark)) return;
      running.current.add(mark);
      try {
        const answer = await queryRecords(place, { ...query, ...ask });
        queries.setQueryData<RowWindow>(queryKey, (window) => window && take(window, answer));
      } catch {
        // The rows in sight stay as they are; scrolling on tries again.
      } finally {
        running.current.delete(mark);
      }
    },
    [place, query, queryKey, queries],
  );

  /** Say which rows are in sight; what they need is fetched. */
  const look = useCallback(
    (first: number, last: number) => {
      seen.current = { first, last };
      const window = queries.getQueryData<RowWindow>(queryKey);
      if (!window) return;
      const known = lengthOf(window);
      const gap = missing(window, first - AHEAD, last + AHEAD);
      const page = gap === null ? undefined : window.pages[gap];
      if (gap !== null && page)
        void fetchInto(`page ${gap}`, page.ask, (now, answer) => refilled(now, gap, answer));
      const next = edge(window, "next");
      if (next !== null && last + AHEAD >= known) {
        const ask: Ask = { cursor: next, direction: "next", limit: enough(size, last + AHEAD - known) };
        void fetchInto("next", ask, (now, answer) => grown(now, answer, ask));
      }
      const previous = edge(window, "previous");
      if (previous !== null && first < AHEAD) {
        const ask: Ask = { cursor: previous, direction: "previous", limit: size };
        void fetchInto("previous", ask, (now, answer) => grown(now, answer, ask));
      }
      const lighter = shed(window, first, last, REACH);
      if (lighter !== window) queries.setQueryData<RowWindow>(queryKey, lighter);
    },
    [queries, queryKey, fetchInto, size],
  );

  useEffect(() => {
    if (data && !isPlaceholderData) look(seen.current.first, seen.current.last);
  }, [data, isPlaceholderData, look]);

  /** Open the window anew at one end of the list. */
  const jump = useCallback(
    async (side: Side) => {
      const ask: Ask = { cursor: null, direction: side === "next" ? "previous" : "next", limit: size };
      const answer = await queryRecords(place, { ...query, ...ask });
      seen.current =
        side === "next" ? { first: answer.items.length, last: answer.items.length } : { first: 0, last: 0 };
      queries.setQueryData<RowWindow>(queryKey, opened(answer, ask));
    },
    [place, query, queryKey, queries, size],
  );

  return { ...found, window: data, look, jump };
}

export type Rows = ReturnType<typeof useRows>;
