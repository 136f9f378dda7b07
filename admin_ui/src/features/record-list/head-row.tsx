/** The head of the table: names of columns, by which the list is sorted and whose widths are drawn. */

import { ArrowDown, ArrowUp } from "lucide-react";
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import type { SortModel } from "../../lib/model";
import type { Column } from "./columns";
import { reordered, useColumnDrag, type ColumnDrag } from "./use-column-drag";

export const LEAST_WIDTH = 56;
export const MOST_WIDTH = 1_200;
const KEY_STEP = 16;

interface HeadRowProps {
  columns: readonly Column[];
  frozen: number;
  sort: readonly SortModel[];
  onSort: (sort: SortModel[]) => void;
  /** Nothing where the view is locked. */
  onWidth: ((path: string, width: number) => void) | null;
  /** Nothing where the view is locked. */
  onOrder: ((paths: string[]) => void) | null;
  /** Draw a width while it is being dragged. */
  onDraw: (at: number, width: number) => void;
  scroller: RefObject<HTMLElement | null>;
  selectable: boolean;
  /** Whether there are rows to be chosen. */
  anything: boolean;
  every: boolean;
  some: boolean;
  onEvery: () => void;
}

export function HeadRow(props: HeadRowProps) {
  const { t } = useTranslation();
  const [reached, setReached] = useState(0);
  const head = useRef<HTMLDivElement>(null);
  const { columns, frozen, scroller, onOrder } = props;
  const stop = Math.min(reached, columns.length - 1);
  const frozenWidth = useCallback(() => widthOfFrozen(head.current, frozen), [frozen]);
  const paths = columns.map(({ path }) => path);
  const { drag, handlers } = useColumnDrag({
    scroller,
    frozenWidth,
    onMove: onOrder && ((from, before) => onOrder(reordered(paths, from, before))),
  });
  // A column that was moved by keys takes the keyboard along.
  const carried = useRef(-1);
  useEffect(() => {
    if (carried.current < 0) return;
    nameAt(head.current, carried.current)?.focus();
    carried.current = -1;
  }, [columns]);

  // One column is reached with Tab and the others from it with arrows: few steps lead past the head to the rows.
  function press(event: KeyboardEvent<HTMLElement>) {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step === 0 || !(event.target as HTMLElement).matches(".head-name")) return;
    event.preventDefault();
    event.stopPropagation();
    const to = stop + step;
    if (!event.altKey) nameAt(head.current, to)?.focus();
    else if (onOrder && to >= 0 && to < columns.length) {
      carried.current = to;
      setReached(to);
      onOrder(reordered(paths, stop, step > 0 ? to + 1 : to));
    }
  }

  return (
    <div
      ref={head}
      className={drag ? "table-head table-grid dragging" : "table-head table-grid"}
      role="row"
      aria-rowindex={1}
      onKeyDown={press}
      {...handlers}
    >
      {props.selectable ? (
        <div role="columnheader" className="cell check frozen">
          {props.anything ? (
            <input
              type="checkbox"
              className="row-check"
              aria-label={t("list.selectAll")}
              checked={props.every}
              ref={(element) => {
                if (element) element.indeterminate = props.some && !props.every;
              }}
              onChange={props.onEvery}
            />
          ) : (
            <span className="sr-only">{t("list.selectAll")}</span>
          )}
        </div>
      ) : null}
      {columns.map((column, at) => (
        <HeadCell
          key={column.path}
          {...props}
          column={column}
          at={at}
          mark={drag ? markOf(drag, at, columns.length) : ""}
          tabIndex={at === stop ? 0 : -1}
          onReached={() => setReached(at)}
        />
      ))}
      {drag ? <DraggedName drag={drag} label={columns[drag.from]?.label ?? ""} /> : null}
    </div>
  );
}

function nameAt(head: HTMLElement | null, at: number): HTMLElement | null {
  return head?.querySelector<HTMLElement>(`[data-head="${at}"] .head-name`) ?? null;
}

/** How far the columns that stay in place reach, in pixels. */
function widthOfFrozen(head: HTMLElement | null, frozen: number): number {
  const last = head?.querySelector<HTMLElement>(`[data-head="${frozen - 1}"]`);
  return last && head
    ? last.getBoundingClientRect().right - (head.parentElement?.getBoundingClientRect().left ?? 0)
    : 0;
}

/** How a head looks while a column is dragged: taken away, or with the line beside which it will stand. */
function markOf({ from, before }: ColumnDrag, at: number, count: number): string {
  const marks = [];
  if (at === from) marks.push("taken");
  if (before === at) marks.push("drop-before");
  if (before === count && at === count - 1) marks.push("drop-after");
  return marks.join(" ");
}

/** What follows the pointer. */
function DraggedName({ drag, label }: { drag: ColumnDrag; label: string }) {
  const style = { transform: `translate(${drag.x + 10}px, ${drag.y - 14}px)` };
  return createPortal(
    <div className="head-dragged" style={style} aria-hidden="true">
      {label}
    </div>,
    document.body,
  );
}

/** The order after a click on a header: by this column alone, or with shift in addition to the others. */
export function sortedBy(sort: readonly SortModel[], path: string, further: boolean): SortModel[] {
  const level = sort.find(({ field }) => field === path);
  const direction = level ? (level.direction ?? "asc") : undefined;
  const next: SortModel | null =
    direction === "desc" ? null : { field: path, direction: direction === "asc" ? "desc" : "asc" };
  if (!further) return next ? [next] : [];
  if (!level) return next ? [...sort, next] : [...sort];
  return sort.flatMap((item) => (item.field === path ? (next ? [next] : []) : [item]));
}

function headClass(column: Column, at: number, frozen: number, mark: string): string {
  const classes = ["cell"];
  if (mark) classes.push(mark);
  if (column.align === "end") classes.push("end");
  if (at < frozen) classes.push("frozen");
  if (at === frozen - 1) classes.push("last-frozen");
  return classes.join(" ");
}

const DIRECTIONS = { asc: "ascending", desc: "descending" } as const;

interface HeadCellProps extends HeadRowProps {
  column: Column;
  at: number;
  tabIndex: 0 | -1;
  mark: string;
  onReached: () => void;
}

function HeadCell(props: HeadCellProps) {
  const { column, at, frozen, sort, onWidth, tabIndex } = props;
  const level = sort.find(({ field }) => field === column.path);
  const sorted = level ? DIRECTIONS[level.direction ?? "asc"] : "none";
  return (
    <div
      role="columnheader"
      className={headClass(column, at, frozen, props.mark)}
      style={at < frozen ? { left: `var(--left-${at})` } : undefined}
      aria-label={column.label}
      aria-colindex={at + (props.selectable ? 2 : 1)}
      {...(column.sortable ? { "aria-sort": sorted } : {})}
      data-head={at}
      onFocus={props.onReached}
    >
      {column.sortable ? (
        <SortButton column={column} sort={sort} onSort={props.onSort} tabIndex={tabIndex} />
      ) : (
        <span className="head-name clip" tabIndex={tabIndex}>
          {column.label}
        </span>
      )}
      {onWidth ? <WidthHandle {...props} onWidth={onWidth} /> : null}
    </div>
  );
}

function SortButton({
  column,
  sort,
  onSort,
  tabIndex,
}: Pick<HeadCellProps, "sort" | "onSort" | "column" | "tabIndex">) {
  const at = sort.findIndex(({ field }) => field === column.path);
  const Arrow = sort[at]?.direction === "desc" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      className="head-name sort-button"
      tabIndex={tabIndex}
      onClick={(event: MouseEvent) => onSort(sortedBy(sort, column.path, event.shiftKey))}
    >
      <span className="clip">{column.label}</span>
      {at >= 0 ? <Arrow size={13} aria-hidden="true" /> : null}
      {at >= 0 && sort.length > 1 ? <span className="sort-place">{at + 1}</span> : null}
    </button>
  );
}

function bounded(width: number): number {
  return Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
}

/** The width that shows the whole of what is drawn of a column. */
function fittingWidth(scroller: HTMLElement | null, at: number): number {
  const cells = scroller?.querySelectorAll<HTMLElement>(`[data-column="${at}"], [data-head="${at}"]`) ?? [];
  const widths = Array.from(cells, (cell) => {
    const inner = Array.from(cell.children, (child) => child.scrollWidth);
    return Math.max(0, ...inner) + 28;
  });
  return bounded(Math.max(LEAST_WIDTH, ...widths));
}

function WidthHandle({
  column,
  at,
  onWidth,
  onDraw,
  scroller,
  tabIndex,
}: HeadCellProps & { onWidth: (path: string, width: number) => void }) {
  const { t } = useTranslation();
  const drag = useRef<{ x: number; width: number; now: number } | null>(null);

  function begin(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = event.currentTarget.parentElement?.offsetWidth ?? column.width;
    drag.current = { x: event.clientX, width, now: width };
  }
  function move(event: PointerEvent<HTMLElement>) {
    const from = drag.current;
    if (!from) return;
    from.now = bounded(from.width + event.clientX - from.x);
    onDraw(at, from.now);
  }
  function end() {
    const from = drag.current;
    drag.current = null;
    if (from && from.now !== from.width) onWidth(column.path, from.now);
  }
  function press(event: KeyboardEvent<HTMLElement>) {
    const step = event.key === "ArrowLeft" ? -KEY_STEP : event.key === "ArrowRight" ? KEY_STEP : 0;
    const width = event.currentTarget.parentElement?.offsetWidth ?? column.width;
    if (event.key === "Enter") onWidth(column.path, fittingWidth(scroller.current, at));
    else if (step !== 0) onWidth(column.path, bounded(width + step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <span
      className="width-handle"
      role="separator"
      aria-orientation="vertical"
      aria-label={t("columns.width", { name: column.label })}
      aria-valuenow={column.width}
      aria-valuemin={LEAST_WIDTH}
      aria-valuemax={MOST_WIDTH}
      tabIndex={tabIndex}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onWidth(column.path, fittingWidth(scroller.current, at))}
      onKeyDown={press}
    />
  );
}
