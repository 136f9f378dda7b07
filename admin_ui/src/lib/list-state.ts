/** What a list's address says: view, quick search, filter, sort. Back and a shared link show the same rows. */

import { isCondition, type Condition } from "./conditions/tree";
import type { GroupModel, SortModel } from "./model";

export interface ListState {
  view?: string;
  search?: string;
  filter?: Condition;
  sort?: SortModel[];
  /** Whose stages a board shows, where records follow several flows. */
  flow?: string;
  /** How a calendar is divided, and a day that it shows. */
  span?: "month" | "week" | "agenda";
  day?: string;
  /** Empty where the groups of the view are not wanted. */
  group?: GroupModel[];
  /** What the foot sums up; empty where nothing of it is wanted. */
  totals?: { field: string; function: string }[];
}

const SPANS: readonly unknown[] = ["month", "week", "agenda"];

function isLevels(value: unknown): value is { field: string }[] {
  return (
    Array.isArray(value) &&
    value.every((level: unknown) => typeof level === "object" && level !== null && "field" in level)
  );
}

const FUNCTIONS: readonly unknown[] = ["sum", "avg", "min", "max", "count"];

function isTotals(value: unknown): value is { field: string; function: string }[] {
  return isLevels(value) && value.every((total) => "function" in total && FUNCTIONS.includes(total.function));
}

/** A filter that cannot be read is asked all the same: the server says what is wrong, and no other rows are shown. */
function readFilter(filter: unknown): Condition {
  return isCondition(filter) ? filter : ({ unreadable: filter } as unknown as Condition);
}

/** Orders, groups and totals. */
function readLevels({ sort, group, totals }: Record<string, unknown>): ListState {
  return {
    ...(isLevels(sort) ? { sort } : {}),
    ...(isLevels(group) ? { group } : {}),
    ...(isTotals(totals) ? { totals } : {}),
  };
}

/** The state in an address; parts that make no sense are left out. */
export function readListState(search: Record<string, unknown>): ListState {
  const state: ListState = readLevels(search);
  // One's own views have numbers, which an address written by hand has bare.
  if (typeof search.view === "string" || typeof search.view === "number") state.view = String(search.view);
  if (typeof search.search === "string" && search.search) state.search = search.search;
  if (search.filter !== undefined) state.filter = readFilter(search.filter);
  if (typeof search.flow === "string") state.flow = search.flow;
  if (SPANS.includes(search.span)) state.span = search.span as NonNullable<ListState["span"]>;
  if (typeof search.day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(search.day)) state.day = search.day;
  return state;
}
