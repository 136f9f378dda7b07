/** One record as a row of the table; drawn anew only when something of it changes. */

import { memo, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { RecordRow } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";
import { CellShow } from "../../fields/field-show";
import { colorOf } from "../../ui/palette";
import type { Column } from "./columns";
import { RecordTitle } from "./open-record";

export interface TableRowProps {
  entity: EntityModel;
  columns: readonly Column[];
  frozen: number;
  row: RecordRow;
  /** Of the row among all of its block. */
  index: number;
  top: number;
  chosen: boolean;
  selectable: boolean;
  /** The cell where the keyboard is. */
  active: number | null;
}

export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}

function cellClass(column: Column, at: number, frozen: number, active: number | null): string {
  const classes = ["cell"];
  if (column.align === "end") classes.push("end");
  if (at < frozen) classes.push("frozen");
  if (at === frozen - 1) classes.push("last-frozen");
  if (at === active) classes.push("active");
  return classes.join(" ");
}

const nothing = () => undefined;

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { entity, columns, frozen, row, index, top, chosen, selectable, active } = props;
  const { t } = useTranslation();
  const title = row.title || `#${row.id}`;
  const shade = colorOf(row.color);
  const classes = ["table-row", ...(chosen ? ["chosen"] : []), ...(shade ? ["shaded"] : [])];
  const style = {
    transform: `translateY(${top}px)`,
    ...(shade ? { "--shade": shade } : {}),
  } as CSSProperties;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? chosen : undefined}
      className={classes.join(" ")}
      style={style}
      data-id={row.id}
      data-index={index}
    >
      {selectable ? (
        <div role="gridcell" className="cell check frozen">
          <input
            type="checkbox"
            className="row-check"
            tabIndex={-1}
            aria-label={t("list.select", { title })}
            checked={chosen}
            onChange={nothing}
          />
        </div>
      ) : null}
      {columns.map((column, at) => (
        <div
          key={column.path}
          id={cellId(row.id, at)}
          role="gridcell"
          aria-colindex={at + (selectable ? 2 : 1)}
          className={cellClass(column, at, frozen, active)}
          style={at < frozen ? { left: `var(--left-${at})` } : undefined}
          data-column={at}
        >
          {column.title ? (
            <RecordTitle entity={entity.name} id={row.id} title={title} tabIndex={-1} />
          ) : (
            <CellShow entity={entity} field={column.field} path={column.path} values={row.values} />
          )}
        </div>
      ))}
    </div>
  );
});

/** The place of a row that is on its way. */
export function WaitingRow({ top, columns }: { top: number; columns: number }) {
  return (
    <div className="table-row waiting" style={{ transform: `translateY(${top}px)` }} aria-hidden="true">
      {Array.from({ length: Math.min(columns, 6) }, (_, at) => (
        <div className="cell" key={at}>
          <span className="bone" />
        </div>
      ))}
    </div>
  );
}
