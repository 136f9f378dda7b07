/** What a list's address says: view, quick search, filter, sort. Back and a shared link show the same rows. */

import type { Condition } from "./conditions/tree";
import type { SortModel } from "./model";

export interface ListState {
  view?: string;
  search?: string;
  filter?: Condition;
  sort?: SortModel[];
}

function isSort(value: unknown): value is SortModel[] {
  return (
    Array.isArray(value) &&
    value.every((level: unknown) => typeof level === "object" && level !== null && "field" in level)
  );
}

/** The state in an address; parts that make no sense are left out. */
export function readListState(search: Record<string, unknown>): ListState {
  const state: ListState = {};
  if (typeof search.view === "string") state.view = search.view;
  if (typeof search.search === "string" && search.search) state.search = search.search;
  if (typeof search.filter === "object" && search.filter !== null) state.filter = search.filter as Condition;
  if (isSort(search.sort)) state.sort = search.sort;
  return state;
}
