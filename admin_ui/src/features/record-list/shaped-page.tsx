/** A view that is no table: board, calendar, gallery, tree; above it what every list has. */

import { useNavigate } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { Suspense } from "react";

import type { EntityModel, ViewModel } from "../../lib/model";
import type { ListState } from "../../lib/list-state";
import type { ViewShape } from "../../lib/view-shapes";
import type { Column } from "./columns";
import { FilterBar } from "./filter-bar";
import { ListTitle } from "./list-title";
import { useCount, useWhich } from "./use-list";
import { useViewMenu, type ShowView } from "./view-menu";
import { ViewTabs } from "./view-tabs";

const NONE: readonly Column[] = [];

interface ShapedPageProps {
  entity: EntityModel;
  views: readonly ViewModel[];
  view: ViewModel;
  /** Whether the address names a view that is not there. */
  gone: boolean;
  Shape: ViewShape;
  state: ListState;
  onState: (next: { [Key in keyof ListState]: ListState[Key] | undefined }) => void;
}

export function ShapedPage({ entity, views, view, gone, Shape, state, onState }: ShapedPageProps) {
  const { place, which } = useWhich(entity, state, view);
  const count = useCount(place, which, true);
  const navigate = useNavigate();
  const onView: ShowView = (id, replace = false) =>
    void navigate({
      to: "/w/$workspace/$app/$entity",
      params: { ...place },
      search: id === undefined ? {} : { view: id },
      replace,
    });
  const { menu, add, dialog, onFilter } = useViewMenu({
    entity,
    view,
    state,
    columns: NONE,
    frozen: 0,
    dense: false,
    onView,
  });
  return (
    <div className="page list-page">
      <ListTitle entity={entity} count={count} />
      <ViewTabs entity={entity} views={views} current={view} gone={gone} menu={menu} add={add} />
      <div className="filter-bar strip" role="search">
        <FilterBar
          entity={entity}
          view={view}
          filter={state.filter}
          search={state.search ?? ""}
          onViewFilter={onFilter}
          onFilter={(filter) => onState({ filter: filter ?? undefined })}
          onSearch={(search) => onState({ search: search || undefined })}
        />
      </div>
      <Suspense
        fallback={<Skeleton active className="list-skeleton" paragraph={{ rows: 10 }} title={false} />}
      >
        <Shape key={view.id} entity={entity} view={view} which={which} state={state} onState={onState} />
      </Suspense>
      {dialog}
    </div>
  );
}
