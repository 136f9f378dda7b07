/** Rows as a table: only those in sight are drawn, more are fetched as the end comes near. */

import { Link, useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Checkbox } from "antd";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";

import type { RecordRow } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, SortModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import type { Column } from "./columns";

const ROW_HEIGHT = 44;
const AHEAD = 12;
const CHECK_WIDTH = 44;

export interface RowsProps {
  entity: EntityModel;
  columns: readonly Column[];
  rows: readonly RecordRow[];
  selected: ReadonlySet<number>;
  selectable: boolean;
  onSelect: (ids: ReadonlySet<number>) => void;
  more: boolean;
  onMore: () => void;
}

export interface RecordTableProps extends RowsProps {
  sort: readonly SortModel[];
  onSort: (sort: SortModel[]) => void;
}

export function toggled(selected: ReadonlySet<number>, id: number): Set<number> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Ask for more when the last drawn row comes near the last loaded one. */
export function useMore(last: number, loaded: number, more: boolean, onMore: () => void): void {
  useEffect(() => {
    if (more && last >= loaded - AHEAD) onMore();
  }, [last, loaded, more, onMore]);
}

export function RecordTable(props: RecordTableProps) {
  const { columns, rows, selected, selectable, onSelect, more, onMore } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // No compiler caches this component, so that what the virtualizer returns may change while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    initialRect: { width: 1000, height: 700 },
  });
  const drawn = virtualizer.getVirtualItems();
  useMore(drawn.at(-1)?.index ?? 0, rows.length, more, onMore);

  const template = [
    ...(selectable ? [`${CHECK_WIDTH}px`] : []),
    ...columns.map(({ width }) => `minmax(${width}px, ${width}fr)`),
  ].join(" ");
  const width = columns.reduce((sum, column) => sum + column.width, selectable ? CHECK_WIDTH : 0);
  const every = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  return (
    <div className="table-scroll" ref={scroller} tabIndex={0} aria-label={t("list.rows")} role="region">
      <div role="table" aria-rowcount={more ? -1 : rows.length + 1} style={{ minWidth: width }}>
        <div className="table-head" role="row" style={{ gridTemplateColumns: template }}>
          {selectable ? (
            <div role="columnheader" className="cell check">
              <Checkbox
                aria-label={t("list.selectAll")}
                checked={every}
                indeterminate={!every && selected.size > 0}
                onChange={() => onSelect(every ? new Set() : new Set(rows.map(({ id }) => id)))}
              />
            </div>
          ) : null}
          {columns.map((column) => (
            <HeadCell key={column.path} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map(({ index, start, key }) => {
            const row = rows[index];
            return row ? (
              <TableRow key={key} {...props} row={row} index={index} start={start} template={template} />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

interface HeadCellProps {
  column: Column;
  sort: readonly SortModel[];
  onSort: (sort: SortModel[]) => void;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const level = sort.find(({ field }) => field === column.path);
  const direction = level ? (level.direction ?? "asc") : undefined;
  const className = column.align === "end" ? "cell end" : "cell";
  if (!column.sortable) {
    return (
      <div role="columnheader" className={className}>
        <span className="clip">{column.label}</span>
      </div>
    );
  }
  function cycle() {
    if (direction === "desc") onSort([]);
    else onSort([{ field: column.path, direction: direction === "asc" ? "desc" : "asc" }]);
  }
  const aria = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none";
  return (
    <div role="columnheader" className={className} aria-sort={aria}>
      <button type="button" className="sort-button" onClick={cycle}>
        <span className="clip">{column.label}</span>
        {direction === "asc" ? <ArrowUp size={13} aria-hidden="true" /> : null}
        {direction === "desc" ? <ArrowDown size={13} aria-hidden="true" /> : null}
      </button>
    </div>
  );
}

interface TableRowProps extends RecordTableProps {
  row: RecordRow;
  index: number;
  start: number;
  template: string;
}

function TableRow({
  entity,
  columns,
  row,
  index,
  start,
  template,
  selected,
  selectable,
  onSelect,
}: TableRowProps) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const navigate = useNavigate();
  const params = { workspace, app, entity: entity.name, id: String(row.id) };
  const title = row.title || `#${row.id}`;
  const chosen = selected.has(row.id);

  function open(event: MouseEvent<HTMLElement>) {
    // A click on a link, a button or a selection of text means that, not the row.
    if (event.defaultPrevented || (event.target as HTMLElement).closest("a, button, label, input")) return;
    if (window.getSelection()?.toString()) return;
    void navigate({ to: "/w/$workspace/$app/$entity/$id", params });
  }

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={chosen ? "table-row chosen" : "table-row"}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
      onClick={open}
    >
      {selectable ? (
        <div role="cell" className="cell check">
          <Checkbox
            aria-label={t("list.select", { title })}
            checked={chosen}
            onChange={() => onSelect(toggled(selected, row.id))}
          />
        </div>
      ) : null}
      {columns.map((column) => (
        <div key={column.path} role="cell" className={column.align === "end" ? "cell end" : "cell"}>
          {column.title ? (
            <Link className="title-link clip" to="/w/$workspace/$app/$entity/$id" params={params}>
              {title}
            </Link>
          ) : (
            <FieldShow field={column.field} value={row.values[column.path]} compact />
          )}
        </div>
      ))}
    </div>
  );
}
