/** Leaves the order of the list behind for the record that is opened from it: its previous and next. */

import { useCallback, useMemo } from "react";

import { queryRecords, type Place, type RecordQuery } from "../../lib/api/records";
import { useLeaveTrail, type ReadOn } from "../../lib/list-trail";
import { edge, lengthOf, type RowWindow } from "./row-window";
import { PAGE, type Rows } from "./use-rows";

/** `count` is how many records the list holds, where that is known. */
export function useTrail(
  place: Place,
  query: RecordQuery,
  { window, look }: Rows,
  count: number | null,
): void {
  const rows = useMemo(() => window?.pages.flatMap(({ ids }) => ids).map((id) => ({ id })) ?? [], [window]);
  const length = window ? lengthOf(window) : 0;
  const further = useCallback(() => look(length, length), [look, length]);
  const next = window ? edge(window, "next") : null;
  const readOn = useMemo(() => readAfter(place, query, next), [place, query, next]);
  useLeaveTrail(
    { entity: place.entity, rows, ...within(window, count) },
    next === null ? undefined : further,
    readOn,
  );
}

/** Reads on from a key, page by page. */
function readAfter(place: Place, query: RecordQuery, cursor: string | null): ReadOn | undefined {
  if (cursor === null) return undefined;
  return async () => {
    const limit = query.limit ?? PAGE;
    const { items, next } = await queryRecords(place, { ...query, cursor, direction: "next", limit });
    return { ids: items.map(({ id }) => id), readOn: readAfter(place, query, next) };
  };
}

/** Where the known rows stand in the whole list. */
function within(window: RowWindow | undefined, count: number | null) {
  if (!window) return { before: null, count };
  const known = lengthOf(window);
  const isWhole = edge(window, "next") === null;
  if (edge(window, "previous") === null) return { before: 0, count: isWhole ? known : count };
  return { before: isWhole && count !== null ? count - known : null, count };
}
