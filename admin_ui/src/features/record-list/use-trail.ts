/** Leaves the order of the list behind for the record that is opened from it: its previous and next. */

import { useCallback, useMemo } from "react";

import { useLeaveTrail } from "../../lib/list-trail";
import { edge, lengthOf, type RowWindow } from "./row-window";
import type { Rows } from "./use-rows";

/** `count` is how many records the list holds, where that is known. */
export function useTrail(entity: string, { window, look }: Rows, count: number | null): void {
  const rows = useMemo(() => window?.pages.flatMap(({ ids }) => ids).map((id) => ({ id })) ?? [], [window]);
  const length = window ? lengthOf(window) : 0;
  const further = useCallback(() => look(length, length), [look, length]);
  const more = window !== undefined && edge(window, "next") !== null;
  useLeaveTrail({ entity, rows, ...within(window, count) }, more ? further : undefined);
}

/** Where the known rows stand in the whole list. */
function within(window: RowWindow | undefined, count: number | null) {
  if (!window) return { before: null, count };
  const known = lengthOf(window);
  const isWhole = edge(window, "next") === null;
  if (edge(window, "previous") === null) return { before: 0, count: isWhole ? known : count };
  return { before: isWhole && count !== null ? count - known : null, count };
}
