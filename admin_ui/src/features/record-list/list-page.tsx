/** The list of an entity's records, drawn from its metadata and its views. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import type { ListState } from "../../lib/list-state";
import { entityOf, type EntityModel, type LayoutModel, type ViewModel } from "../../lib/model";
import type { ViewShape } from "../../lib/view-shapes";
import { NotHere } from "../../ui/not-here";
import { useIsPhone } from "../../ui/use-is-phone";
import { BulkBar } from "./bulk-bar";
import { columnsOf, keptColumn, type Column } from "./columns";
import { Grid, type GridHandle } from "./grid";
import "./list.css";
import { ListFoot } from "./list-foot";
import { ListMenu } from "./list-menu";
import { ListTitle } from "./list-title";
import { NoRows } from "./no-rows";
import { RecordCards } from "./record-cards";
import { isEmpty, NOTHING } from "./selection";
import { ShapedPage } from "./shaped-page";
import { ShortcutsDialog, usePageKeys } from "./shortcuts";
import { toRows } from "./to-rows";
import { Toolbar } from "./toolbar";
import { START, type GridStatus } from "./use-grid-blocks";
import { useLayout } from "./use-layout";
import {
  groupsOf,
  sortOf,
  totalsOf,
  useBareLayout,
  useCount,
  useList,
  useTotals,
  useViews,
} from "./use-list";
import { useViewMenu, type ShowView } from "./view-menu";
import { ViewTabs } from "./view-tabs";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity");
const WORKS = ["edit", "delete", "assign", "export"];
/** A width for columns whose own is not known. */
const USUAL_WIDTH = 120;

interface ListPageProps {
  /** Views other than a table, by their type. */
  shapes: Readonly<Record<string, ViewShape>>;
}

type ChangeState = (next: { [Key in keyof ListState]: ListState[Key] | undefined }) => void;

export function ListPage({ shapes }: ListPageProps) {
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity) {
    return <NotHere />;
  }
  return <EntityRecords key={entity.id} entity={entity} shapes={shapes} />;
}

function EntityRecords({ entity, shapes }: ListPageProps & { entity: EntityModel }) {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const { views, missing } = useViews(entity, shapes, state.view);
  const view = chosenView(views, state.view);
  const onState: ChangeState = useCallback(
    (next) => {
      const search = (before: ListState): ListState =>
        Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined));
      void navigate({ search, replace: next.search !== undefined });
    },
    [navigate],
  );
  const Shape = view ? shapes[view.type] : undefined;
  const shared = { entity, views, gone: missing, state, onState };
  if (view && Shape) {
    return <ShapedPage {...shared} view={view} Shape={Shape} />;
  }
  return <EntityList {...shared} view={view} />;
}

/** The view that the address names, else the default one, else the first. */
function chosenView(views: readonly ViewModel[], id: string | undefined): ViewModel | undefined {
  return views.find((view) => view.id === id) ?? views.find((view) => view.default) ?? views[0];
}

interface Shown {
  view: ViewModel | undefined;
  columns: Column[];
  frozen: number;
  dense: boolean;
  /** Whether the reader laid the list out. */
  laidOut: boolean;
}

function shapeOf(view: ViewModel | undefined, layout: LayoutModel | undefined) {
  const { frozen = 0, dense = false } = { ...view, ...layout };
  return { frozen, dense };
}

/** The view in sight with the reader's layout, and the columns that come of it. */
function useShown(entity: EntityModel, view: ViewModel | undefined): Shown {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const bare = useBareLayout(entity, view === undefined);
  const layout: LayoutModel | undefined = view?.locked ? undefined : (view?.layout ?? bare);
  const columns = useMemo(
    () =>
      columnsOf(
        model,
        entity,
        { ...(view?.columns ? { columns: view.columns } : {}), ...(layout ? { layout } : {}) },
        i18n.language,
        (part) => t(`part.${part}` as "part.min"),
      ),
    [model, entity, view, layout, i18n.language, t],
  );
  return { view, columns, ...shapeOf(view, layout), laidOut: Object.keys(layout ?? {}).length > 0 };
}

/** Keys that work on the whole page, and whether the page of keys is open. */
function useShortcuts(entity: EntityModel) {
  const go = useNavigate();
  const { workspace, app } = useAppPlace();
  const [help, setHelp] = useState(false);
  usePageKeys({
    onSearch: useCallback(() => document.querySelector<HTMLElement>(".quick-search input")?.focus(), []),
    onNew: useMemo(() => {
      if (!entity.actions.includes("create")) return null;
      const params = { workspace, app, entity: entity.name };
      return () => void go({ to: "/w/$workspace/$app/$entity/new", params });
    }, [entity, go, workspace, app]),
    onHelp: useCallback(() => setHelp(true), []),
  });
  return [help, setHelp] as const;
}

/** The layout with the widths that were drawn. */
function widened({ columns, frozen, dense }: Shown, widths: Record<string, number>): LayoutModel {
  const wide = columns.map(({ path }) => ({ field: path, width: widths[path] ?? USUAL_WIDTH }));
  return { columns: wide, frozen, dense };
}

/** The layout with its columns in another order. */
function inOrder({ columns, frozen, dense }: Shown, paths: readonly string[]): LayoutModel {
  const ordered = columns.toSorted((a, b) => paths.indexOf(a.path) - paths.indexOf(b.path));
  return { columns: ordered.map(keptColumn), frozen, dense };
}

interface EntityListProps {
  entity: EntityModel;
  views: readonly ViewModel[];
  view: ViewModel | undefined;
  /** Whether the address names a view that is not there. */
  gone: boolean;
  state: ListState;
  onState: ChangeState;
}

function EntityList({ entity, views, view, gone, state, onState }: EntityListProps) {
  const navigate = route.useNavigate();
  const phone = useIsPhone();
  const { model } = useAppPlace();
  const shown = useShown(entity, view);
  const { columns, frozen, dense } = shown;
  const keepLayout = useLayout(entity, view);
  const [selection, setSelection] = useState(NOTHING);
  const [finished, setFinished] = useState(0);
  const [status, setStatus] = useState<GridStatus>(START);
  const [help, setHelp] = useShortcuts(entity);
  const rows = useRef<GridHandle>(null);
  const { place, which, query } = useList(entity, state, view, columns);
  const ready = !status.pending;
  const count = useCount(place, which, ready);
  const totals = useMemo(
    () => totalsOf(model, entity, view, columns, state.totals),
    [model, entity, view, columns, state.totals],
  );
  const sums = useTotals(place, which, totals, ready && !status.empty);
  const groups = groupsOf(state, view);
  const sort = sortOf(state, view, entity);

  const change: ChangeState = useCallback(
    (next) => {
      setSelection(NOTHING);
      onState(next);
    },
    [onState],
  );
  const done = () => {
    setSelection(NOTHING);
    setFinished(finished + 1);
  };
  // When the bar and its dialogs are gone: these keep the keyboard to themselves.
  useEffect(() => {
    if (finished > 0) toRows();
  }, [finished]);
  const onView: ShowView = (id, replace = false) =>
    void navigate({ search: id === undefined ? {} : { view: id }, replace });
  const { menu, add, dialog, onFilter } = useViewMenu({ ...shown, entity, state, onView });
  const narrowed = state.filter !== undefined || state.search !== undefined;
  const shared = {
    entity,
    place,
    which,
    query,
    columns,
    count,
    selection,
    onSelection: setSelection,
    selectable: WORKS.some((action) => entity.actions.includes(action)),
    onStatus: setStatus,
    empty: <NoRows entity={entity} view={view} views={views} narrowed={narrowed} onClear={change} />,
  };
  return (
    <div className="page list-page">
      <ListTitle
        entity={entity}
        count={count}
        menu={<ListMenu entity={entity} place={place} query={query} onShortcuts={() => setHelp(true)} />}
      />
      <ViewTabs entity={entity} views={views} current={view} gone={gone} menu={menu} add={add} />
      <Toolbar
        {...shown}
        entity={entity}
        state={state}
        sort={sort}
        groups={groups}
        onChange={change}
        onLayout={keepLayout}
        onViewFilter={onFilter}
        onRows={() => rows.current?.toFirst()}
      />
      <div className="card list-card">
        {phone ? (
          <RecordCards {...shared} />
        ) : (
          <Grid
            {...shared}
            handle={rows}
            frozen={frozen}
            dense={dense}
            sort={sort}
            onSort={(next) => change({ sort: next.length > 0 ? next : undefined })}
            groups={groups}
            totals={totals}
            onWidths={view?.locked ? null : (widths) => keepLayout(widened(shown, widths))}
            onOrder={view?.locked ? null : (paths) => keepLayout(inOrder(shown, paths))}
          />
        )}
        <ListFoot
          entity={entity}
          status={status}
          count={count}
          grouped={groups.length > 0 && !phone}
          totals={totals}
          sums={sums}
          changed={state.totals !== undefined}
          onTotals={(next) => onState({ totals: next })}
        />
      </div>
      {isEmpty(selection) ? null : <BulkBar {...shared} onDone={done} />}
      {dialog}
      {help ? <ShortcutsDialog onClose={() => setHelp(false)} /> : null}
    </div>
  );
}
