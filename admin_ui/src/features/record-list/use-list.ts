/** The rows of a list, page after page, and its count, which never holds up the rows. */

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { readViews } from "../../lib/api/apps";
import { countRecords, queryRecords, type Place, type RecordQuery } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { ListState } from "../../lib/list-state";
import type { EntityModel, SortModel, ViewModel } from "../../lib/model";
import type { Column } from "./columns";
import { wireCondition } from "./wire-condition";

const PAGE = 50;

/** The table views of an entity, published ones at once and personal ones when they arrive. */
export function useViews(entity: EntityModel): ViewModel[] {
  const { workspace, app, model } = useAppPlace();
  const published = useMemo(
    () => model.views.filter((view) => view.entity === entity.name || view.entity === entity.id),
    [model, entity],
  );
  const { data = published } = useQuery({
    queryKey: ["views", workspace, app, entity.name],
    queryFn: () => readViews(workspace, app, entity.name),
    staleTime: 60_000,
  });
  return useMemo(() => data.filter(({ type }) => type === "table"), [data]);
}

/** The order of the rows: chosen here, the view's, or the entity's. */
export function sortOf(state: ListState, view: ViewModel | undefined, entity: EntityModel): SortModel[] {
  if (state.sort) return state.sort;
  return view?.sort?.length ? view.sort : entity.default_sort;
}

export function useList(
  entity: EntityModel,
  state: ListState,
  view: ViewModel | undefined,
  columns: Column[],
) {
  const { workspace, app, model } = useAppPlace();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const which = useMemo(() => {
    const asked: Pick<RecordQuery, "filter" | "search" | "view"> = {};
    if (state.filter) asked.filter = wireCondition(model, entity, state.filter);
    if (state.search) asked.search = state.search;
    if (view) asked.view = view.id;
    return asked;
  }, [model, entity, state.filter, state.search, view]);
  const query: RecordQuery = {
    ...which,
    fields: columns.map(({ path }) => path),
    sort: sortOf(state, view, entity),
    limit: PAGE,
  };
  const pages = useInfiniteQuery({
    queryKey: ["records", place, "list", query],
    queryFn: ({ pageParam, signal }) => queryRecords(place, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // The rows before stay in sight until the next ones are there.
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    queryKey: ["records", place, "count", which],
    queryFn: ({ signal }) => countRecords(place, which, signal),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
    retry: false,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return { place, pages, rows, count: count.data };
}
