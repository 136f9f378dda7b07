/** What a list asks the server for: which records, in which order, by which groups, and how many there are. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { groupPage } from "../../lib/api/groups";
import { countRecords, type Place, type RecordQuery, type Which } from "../../lib/api/records";
import { readLayout } from "../../lib/api/apps";
import { useAppPlace } from "../../lib/app-context";
import type { ListState } from "../../lib/list-state";
import {
  resolvePath,
  type AppModel,
  type EntityModel,
  type GroupModel,
  type SortModel,
  type ViewModel,
} from "../../lib/model";
import { viewsQuery } from "../../lib/queries";
import { withStage } from "../../fields/deadlines";
import { controlOf } from "../../fields/registry";
import type { Column } from "./columns";
import { wireCondition } from "./wire-condition";

/**
 * The views of an entity that can be shown, published and one's own, and whether a wanted one is missing:
 * somebody may have made it since the list was read, so the list is read once more before it is called so.
 */
export function useViews(
  entity: EntityModel,
  shapes: Readonly<Record<string, unknown>>,
  wanted: string | undefined,
): { views: ViewModel[]; missing: boolean } {
  const { workspace, app, model } = useAppPlace();
  const published = useMemo(
    () => model.views.filter((view) => view.entity === entity.name || view.entity === entity.id),
    [model, entity],
  );
  const { data = published, isSuccess, refetch } = useQuery(viewsQuery(workspace, app, entity.name));
  const [lookedFor, setLookedFor] = useState<string>();
  const unknown = wanted !== undefined && isSuccess && !data.some(({ id }) => id === wanted);
  useEffect(() => {
    if (unknown && lookedFor !== wanted) void refetch().then(() => setLookedFor(wanted));
  }, [unknown, lookedFor, wanted, refetch]);
  const views = useMemo(() => data.filter(({ type }) => type === "table" || type in shapes), [data, shapes]);
  return { views, missing: unknown && lookedFor === wanted };
}

/** How the list of an entity without views is laid out. */
export function useBareLayout(entity: EntityModel, wanted: boolean) {
  const { workspace, app } = useAppPlace();
  return useQuery({
    queryKey: ["views", workspace, app, entity.name, "layout"],
    queryFn: () => readLayout(workspace, app, entity.name),
    enabled: wanted,
    staleTime: 60_000,
  }).data;
}

/** The order of the rows: chosen here, the view's, or the entity's. */
export function sortOf(state: ListState, view: ViewModel | undefined, entity: EntityModel): SortModel[] {
  const sort = state.sort ?? (view?.sort?.length ? view.sort : entity.default_sort);
  return sort.map(({ field, direction }) => ({ field, ...(direction ? { direction } : {}) }));
}

/** The groups: chosen here, or the view's. */
export function groupsOf(state: ListState, view: ViewModel | undefined): GroupModel[] {
  const groups = state.group ?? view?.group ?? [];
  return groups.map(({ field, grain }) => ({ field, ...(grain ? { grain } : {}) }));
}

/** Where the records are, and which of them are meant. */
export function useWhich(entity: EntityModel, state: ListState, view: ViewModel | undefined) {
  const { workspace, app, model } = useAppPlace();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const which: Which = useMemo(() => {
    const asked: Which = {};
    if (state.filter) asked.filter = wireCondition(model, entity, state.filter);
    if (state.search) asked.search = state.search;
    if (view) asked.view = view.id;
    return asked;
  }, [model, entity, state.filter, state.search, view]);
  return { place, which };
}

export function useList(
  entity: EntityModel,
  state: ListState,
  view: ViewModel | undefined,
  columns: readonly Column[],
) {
  const { place, which } = useWhich(entity, state, view);
  const fields = columns.map(({ field }) => field);
  const shown = columns.map(({ path }) => path);
  const paths = withStage(entity, fields, shown).join(" ");
  const query: RecordQuery = useMemo(
    () => ({
      ...which,
      fields: paths.split(" "),
      sort: sortOf(state, view, entity),
      ...(view?.page_size ? { limit: view.page_size } : {}),
    }),
    [which, paths, state, view, entity],
  );
  return { place, which, query };
}

export interface Count {
  count: number;
  capped: boolean;
}

/** How many records there are, where that is not merely "more than". */
export function exactly(count: Count | undefined): number | null {
  return count && !count.capped ? count.count : null;
}

/** How many records there are; asked after the rows, which never wait for it. */
export function useCount(place: Place, which: Which, enabled: boolean): Count | undefined {
  return useQuery({
    queryKey: ["records", place, "count", which],
    queryFn: ({ signal }) => countRecords(place, which, signal),
    enabled,
    retry: false,
  }).data;
}

export interface Total {
  field: string;
  function: string;
}

const MOST_TOTALS = 3;

/** The whole value instead of its part, where it adds up itself: an amount is summed with its currency. */
function wholeOf(model: AppModel, entity: EntityModel, path: string): string {
  const end = resolvePath(model, entity, path);
  const sums = end?.part && end.fields.at(-1)?.aggregates?.includes("sum");
  return sums ? path.slice(0, path.lastIndexOf(".")) : path;
}

/** What the foot sums up: what was chosen here, what the view says, else the first columns that can be summed. */
export function totalsOf(
  model: AppModel,
  entity: EntityModel,
  view: ViewModel | undefined,
  columns: readonly Column[],
  chosen?: readonly Total[],
): Total[] {
  const said = chosen ?? view?.totals;
  if (said) {
    return said.map(({ field, function: how }) => ({
      field: wholeOf(model, entity, field),
      function: how,
    }));
  }
  return columns
    .filter(({ path, field }) => !path.includes(".") && field.aggregates?.includes("sum"))
    .slice(0, MOST_TOTALS)
    .map(({ path, field }) => ({ field: path, function: controlOf(field.type).total }));
}

/** Sums over everything that matches; asked after the rows, and left out where it takes too long. */
export function useTotals(place: Place, which: Which, totals: readonly Total[], enabled: boolean) {
  const body = { ...which, by: [], measures: [...totals] };
  return useQuery({
    queryKey: ["records", place, "totals", body],
    queryFn: ({ signal }) => groupPage(place, body, signal),
    enabled: enabled && totals.length > 0,
    retry: false,
  }).data?.groups[0]?.measures;
}
