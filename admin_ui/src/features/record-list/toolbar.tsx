/** The line above a list: search, quick filters, what is filtered, order, groups, columns. */

import { Columns3 } from "lucide-react";
import { lazy, Suspense, useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { ListState } from "../../lib/list-state";
import type { EntityModel, GroupModel, LayoutModel, SortModel, ViewModel } from "../../lib/model";
import { useIsPhone } from "../../ui/use-is-phone";
import { Chip } from "./chip";
import type { Column } from "./columns";
import { FilterBar } from "./filter-bar";
import { GroupChip } from "./group-chip";
import { SortChip } from "./sort-chip";

const ColumnsPanel = lazy(() =>
  import("./columns-panel").then(({ ColumnsPanel: panel }) => ({ default: panel })),
);

interface ToolbarProps {
  entity: EntityModel;
  view: ViewModel | undefined;
  state: ListState;
  sort: readonly SortModel[];
  groups: readonly GroupModel[];
  columns: readonly Column[];
  frozen: number;
  dense: boolean;
  laidOut: boolean;
  onChange: (next: { [Key in keyof ListState]: ListState[Key] | undefined }) => void;
  onLayout: (layout: LayoutModel | null) => void;
  onViewFilter: (() => void) | null;
  /** Go from the search to what was found. */
  onRows: () => void;
}

export function Toolbar(props: ToolbarProps) {
  const { entity, view, state, onChange, columns } = props;
  const { t } = useTranslation();
  const phone = useIsPhone();
  const onSearch = useCallback((text: string) => onChange({ search: text || undefined }), [onChange]);
  return (
    <div className="filter-bar strip" role="search">
      <FilterBar
        entity={entity}
        view={view}
        filter={state.filter}
        search={state.search ?? ""}
        onViewFilter={props.onViewFilter}
        onFilter={(filter) => onChange({ filter: filter ?? undefined })}
        onSearch={onSearch}
        onRows={props.onRows}
      />
      <SortChip
        entity={entity}
        sort={props.sort}
        changed={state.sort !== undefined}
        onSort={(sort) => onChange({ sort: sort && sort.length > 0 ? sort : undefined })}
      />
      {phone ? null : (
        <>
          <GroupChip
            entity={entity}
            groups={props.groups}
            changed={state.group !== undefined && Boolean(view?.group?.length)}
            onGroups={(group) => {
              const bare = group?.length === 0 && !view?.group?.length;
              onChange({ group: bare ? undefined : group });
            }}
          />
          <span className="grow" />
          <Chip
            icon={<Columns3 size={14} aria-hidden="true" />}
            text={t("columns.chip", { shown: columns.length, all: entity.fields.length })}
            disabled={view?.locked === true}
          >
            {() => (
              <Suspense fallback={null}>
                <ColumnsPanel
                  entity={entity}
                  columns={columns}
                  frozen={props.frozen}
                  dense={props.dense}
                  changed={props.laidOut}
                  onLayout={props.onLayout}
                />
              </Suspense>
            )}
          </Chip>
        </>
      )}
    </div>
  );
}
