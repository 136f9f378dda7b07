/** The list of an entity's records, drawn from its metadata and its views. */

import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { Plus, Upload } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import type { ListState } from "../../lib/list-state";
import { entityOf, pluralOf, type EntityModel, type ViewModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { useIsPhone } from "../../ui/use-is-phone";
import { BulkBar } from "./bulk-bar";
import { columnsOf } from "./columns";
import { FilterBar } from "./filter-bar";
import "./list.css";
import { NoRows } from "./no-rows";
import { RecordCards } from "./record-cards";
import { RecordTable, type RecordTableProps } from "./record-table";
import { sortOf, useList, useViews } from "./use-list";
import { ViewTabs } from "./view-tabs";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity");

export function ListPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity) {
    return (
      <div className="page">
        <EmptyState page text={t("problem.notFound")} />
      </div>
    );
  }
  return <EntityList key={entity.id} entity={entity} />;
}

function EntityList({ entity }: { entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const views = useViews(entity);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const view = chosenView(views, state.view);
  const columns = useMemo(
    () => columnsOf(model, entity, view, i18n.language, (part) => t(`part.${part}` as "part.min")),
    [model, entity, view, i18n.language, t],
  );
  const { place, pages, rows, count } = useList(entity, state, view, columns);
  const change = useCallback(
    (next: { [Key in keyof ListState]: ListState[Key] | undefined }) => {
      setSelected(new Set());
      const search = (before: ListState): ListState =>
        Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined));
      void navigate({ search, replace: next.search !== undefined });
    },
    [navigate],
  );
  const onSearch = useCallback((text: string) => change({ search: text || undefined }), [change]);
  const { fetchNextPage, isFetching, hasNextPage } = pages;
  const onMore = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [fetchNextPage, isFetching]);
  const rowsProps = {
    entity,
    columns,
    rows,
    selected,
    selectable: entity.actions.includes("delete"),
    onSelect: setSelected,
    more: hasNextPage && !pages.isFetchNextPageError,
    onMore,
  };
  const narrowed = state.filter !== undefined || state.search !== undefined;

  return (
    <div className="page list-page">
      <ListTitle entity={entity} count={count} />
      <ViewTabs entity={entity} views={views} current={view} />
      <FilterBar
        entity={entity}
        filter={state.filter}
        search={state.search ?? ""}
        onFilter={(filter) => change({ filter: filter ?? undefined })}
        onSearch={onSearch}
      />
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      <div className="card list-card" aria-busy={pages.isFetching}>
        {pages.isPending ? (
          <Skeleton active className="list-skeleton" paragraph={{ rows: 10 }} title={false} />
        ) : null}
        {pages.isSuccess && rows.length === 0 ? (
          <NoRows entity={entity} view={view} views={views} narrowed={narrowed} onClear={change} />
        ) : null}
        {rows.length > 0 ? (
          <>
            <Rows
              {...rowsProps}
              sort={sortOf(state, view, entity)}
              onSort={(sort) => change({ sort: sort.length > 0 ? sort : undefined })}
            />
            <ListFoot
              loaded={rows.length}
              count={count}
              more={hasNextPage}
              loading={pages.isFetchingNextPage}
              onMore={onMore}
            />
          </>
        ) : null}
      </div>
      {selected.size > 0 ? (
        <BulkBar place={place} selected={selected} onDone={() => setSelected(new Set())} />
      ) : null}
    </div>
  );
}

/** The view that the address names, else the default one, else the first. */
function chosenView(views: readonly ViewModel[], id: string | undefined): ViewModel | undefined {
  return views.find((view) => view.id === id) ?? views.find((view) => view.default) ?? views[0];
}

/** A table, or cards on the phone. */
function Rows(props: RecordTableProps) {
  return useIsPhone() ? <RecordCards {...props} /> : <RecordTable {...props} />;
}

interface ListFootProps {
  loaded: number;
  count: { count: number; capped: boolean } | undefined;
  more: boolean;
  loading: boolean;
  onMore: () => void;
}

function ListFoot({ loaded, count, more, loading, onMore }: ListFootProps) {
  const { t, i18n } = useTranslation();
  const shown = formatCount(loaded, i18n.language);
  const total = count ? `${formatCount(count.count, i18n.language)}${count.capped ? "+" : ""}` : "";
  return (
    <div className="list-foot">
      <span className="numeric">
        {total ? t("list.loadedOf", { loaded: shown, total }) : t("list.loaded", { loaded: shown })}
      </span>
      {more ? (
        <Button size="small" type="link" loading={loading} onClick={onMore}>
          {t("list.more")}
        </Button>
      ) : null}
    </div>
  );
}

interface ListTitleProps {
  entity: EntityModel;
  count: { count: number; capped: boolean } | undefined;
}

function ListTitle({ entity, count }: ListTitleProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const params = { workspace, app, entity: entity.name };
  const total = count ? `${formatCount(count.count, i18n.language)}${count.capped ? "+" : ""}` : "";
  return (
    <div className="page-title">
      <div className="list-title">
        <h1 className="clip">{textOf(pluralOf(entity), i18n.language)}</h1>
        <span className="muted small numeric" aria-live="polite">
          {total ? t("list.count", { total }) : ""}
        </span>
      </div>
      {entity.actions.includes("import") ? (
        <Link className="button-link" to="/w/$workspace/$app/$entity/import" params={params}>
          <Upload size={15} aria-hidden="true" />
          {t("list.import")}
        </Link>
      ) : null}
      {entity.actions.includes("create") ? (
        <Link className="button-link primary" to="/w/$workspace/$app/$entity/new" params={params}>
          <Plus size={15} aria-hidden="true" />
          {t("list.new")}
        </Link>
      ) : null}
    </div>
  );
}
