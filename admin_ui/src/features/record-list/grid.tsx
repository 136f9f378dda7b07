/** The table of a list: rows or groups in a scrolled window, reached by mouse and keyboard, changed in place. */

import { Skeleton } from "antd";
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from "react";
import { useTranslation } from "react-i18next";

import type { Place, RecordQuery, Which } from "../../lib/api/records";
import type { EntityModel, GroupModel, SortModel } from "../../lib/model";
import { tellWhole } from "../../ui/tell-whole";
import type { Column } from "./columns";
import { CellEditor } from "./cell-editor";
import { GroupRow, groupId } from "./group-row";
import { HeadRow } from "./head-row";
import { ListRefusal } from "./list-refusal";
import { HEAD, moved } from "./moves";
import { MovedCellDialog } from "./moved-cell-dialog";
import { RowsBlock, type Active } from "./rows-block";
import { withAll, type Selection } from "./selection";
import { inSight, layOut, type Part, type Segment } from "./segments";
import { cellId } from "./table-row";
import { useCellEdit } from "./use-cell-edit";
import { useGridBlocks, type GridStatus } from "./use-grid-blocks";
import { useGridKeys } from "./use-grid-keys";
import { useGridMouse } from "./use-grid-mouse";
import { useGroups } from "./use-groups";
import { exactly, type Count, type Total } from "./use-list";
import { useOpened, useShifts } from "./use-kept-place";
import { useViewport } from "./use-viewport";

export const CHECK_WIDTH = 44;
const HEIGHTS = { normal: 44, dense: 36 } as const;
const GROUP_HEIGHT = 40;

export interface GridProps {
  entity: EntityModel;
  place: Place;
  which: Which;
  query: RecordQuery;
  columns: readonly Column[];
  frozen: number;
  dense: boolean;
  sort: readonly SortModel[];
  onSort: (sort: SortModel[]) => void;
  groups: readonly GroupModel[];
  totals: readonly Total[];
  count: Count | undefined;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  selectable: boolean;
  onWidths: ((widths: Record<string, number>) => void) | null;
  onOrder: ((paths: string[]) => void) | null;
  onStatus: (status: GridStatus) => void;
  /** What stands in place of rows where there are none. */
  empty: ReactNode;
  handle: RefObject<GridHandle | null>;
}

/** What the page may ask of its rows. */
export interface GridHandle {
  /** Take the keyboard to the first row. */
  toFirst: () => void;
}

const MAIN = "all";

/** Widths of the columns and where frozen ones stand, as the style of the whole table. */
function measures(columns: readonly Column[], frozen: number, selectable: boolean): CSSProperties {
  const check = selectable ? CHECK_WIDTH : 0;
  const fixed = columns.every(({ chosenWidth }) => chosenWidth);
  const tracks = columns.map(({ width, chosenWidth }) =>
    chosenWidth ? `${width}px` : `minmax(${width}px, ${width}fr)`,
  );
  const lefts = columns.slice(0, frozen).map((_, at) => {
    const before = columns.slice(0, at).reduce((sum, { width }) => sum + width, check);
    return [`--left-${at}`, `${before}px`] as const;
  });
  return {
    "--tracks": [...(selectable ? [`${check}px`] : []), ...tracks, ...(fixed ? ["1fr"] : [])].join(" "),
    "--least": `${columns.reduce((sum, { width }) => sum + width, check)}px`,
    "--frozen": `${columns.slice(0, frozen).reduce((sum, { width }) => sum + width, check)}px`,
    ...Object.fromEntries(lefts),
  } as CSSProperties;
}

/** Frozen columns stand at fixed places, so they take no room that is left over. */
function settled(columns: readonly Column[], frozen: number): readonly Column[] {
  return columns.map((column, at) => (at < frozen ? { ...column, chosenWidth: true } : column));
}

/** Groups can be opened and closed, as branches of a tree. */
function roleOf(groups: readonly GroupModel[]): "grid" | "treegrid" {
  return groups.length > 0 ? "treegrid" : "grid";
}

function isEverything(selection: Selection, loaded: readonly number[]): boolean {
  if (selection.all) return selection.ids.size === 0;
  return loaded.length > 0 && loaded.every((id) => selection.ids.has(id));
}

export function Grid(props: GridProps) {
  const { entity, place, which, query, groups, totals, dense, frozen, selection, selectable } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = dense ? HEIGHTS.dense : HEIGHTS.normal;
  const viewport = useViewport(scroller, rowHeight * 2);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<Active | null>(null);
  const grouped = useGroups({ entity, place, which, query, by: groups, totals }, expanded);
  const exact = exactly(props.count);
  const whole: Part[] = [{ kind: "rows", block: { key: MAIN, query, count: exact } }];
  const parts = groups.length > 0 ? grouped.parts : whole;
  const blocks = useGridBlocks(grouped, groups.length > 0, props.onStatus);
  const { segments, height } = layOut(parts, blocks.lengths, rowHeight, GROUP_HEIGHT);
  const columns = useMemo(() => settled(props.columns, frozen), [props.columns, frozen]);
  const toggle = useCallback((key: string) => {
    setExpanded((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const shift = useShifts(scroller, rowHeight, height, setActive);
  const edit = useCellEdit({ entity, place, columns, blocks, active, setActive, scroller });
  const shared = { blocks, columns, selection, onSelection: props.onSelection, selectable, setActive, edit };
  const mouse = useGridMouse(shared);
  const keys = useGridKeys({ ...shared, entity, segments, active, rowHeight, scroller, toggle });

  useOpened(entity.name, blocks.placeOf, setActive);
  useImperativeHandle(props.handle, () => ({
    toFirst: () => {
      scroller.current?.focus({ preventScroll: true });
      setActive(moved(segments, null, 0, rowHeight) ?? { block: MAIN, index: 0, column: 0 });
    },
  }));

  // Another order or filter begins at the top.
  const asked = JSON.stringify([query, groups]);
  useEffect(() => {
    scroller.current?.scrollTo?.({ top: 0 });
  }, [asked]);

  const loaded = blocks.loadedIds();
  const every = isEverything(selection, loaded);
  const { status } = blocks;
  const { onWidths } = props;
  const onWidth =
    onWidths &&
    ((path: string, width: number) => onWidths(drawnWidths(scroller.current, columns, path, width)));
  return (
    <>
      {status.error ? (
        <ListRefusal
          error={status.error}
          place={place}
          query={query}
          plain={groups.length === 0}
          onRetry={blocks.refetch}
        />
      ) : null}
      <div
        ref={scroller}
        className={dense ? "table-scroll dense" : "table-scroll"}
        role={roleOf(groups)}
        tabIndex={0}
        aria-label={t("list.rows")}
        aria-rowcount={exact === null ? -1 : exact + 1}
        aria-colcount={columns.length + (selectable ? 1 : 0)}
        aria-multiselectable={selectable}
        aria-activedescendant={activeId(active, blocks.rowAt)}
        aria-busy={status.fetching}
        style={measures(columns, frozen, selectable)}
        onKeyDown={keys}
      >
        <HeadRow
          columns={columns}
          frozen={frozen}
          sort={props.sort}
          onSort={props.onSort}
          onWidth={onWidth}
          onOrder={props.onOrder}
          onDraw={(at, width) => drawWidth(scroller.current, columns, at, width, selectable)}
          scroller={scroller}
          selectable={selectable}
          anything={loaded.length > 0}
          every={every}
          some={selection.all || selection.ids.size > 0}
          onEvery={() =>
            props.onSelection(every ? { all: false, ids: new Set() } : withAll(selection, loaded, true))
          }
        />
        <div className="table-body" role="presentation" style={{ height }} onMouseOver={tellWhole} {...mouse}>
          {inSight(segments, viewport.top - viewport.height, viewport.top + 2 * viewport.height).map(
            (segment) =>
              segment.kind === "rows" ? (
                <div key={`rows ${segment.key}`} role="rowgroup" data-block={segment.key}>
                  <RowsBlock
                    place={place}
                    block={segment.block}
                    entity={entity}
                    columns={columns}
                    frozen={frozen}
                    top={segment.top}
                    rowHeight={rowHeight}
                    viewport={viewport}
                    selection={selection}
                    selectable={selectable}
                    active={active?.block === segment.key ? active : null}
                    onState={blocks.onState}
                    onShift={shift}
                  />
                </div>
              ) : (
                <div key={`${segment.kind} ${segment.key}`} role="rowgroup">
                  <HeadOf segment={segment} {...{ entity, totals, active, toggle }} />
                </div>
              ),
          )}
          {edit.editing ? (
            <CellEditor {...edit.editing} entity={entity.name} key={edit.editing.cell} />
          ) : null}
        </div>
        {status.pending ? (
          <Skeleton active className="list-skeleton" paragraph={{ rows: 10 }} title={false} />
        ) : null}
        {status.empty ? (
          <div role="row">
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : null}
      </div>
      <MovedCellDialog entity={entity} moving={edit.moving} />
    </>
  );
}

function HeadOf(props: {
  segment: Segment;
  entity: EntityModel;
  totals: readonly Total[];
  active: Active | null;
  toggle: (key: string) => void;
}) {
  const { t } = useTranslation();
  const { segment, active } = props;
  if (segment.kind === "more") {
    return (
      <div role="row" className="group-row more" style={{ transform: `translateY(${segment.top}px)` }}>
        <div role="gridcell" className="muted small">
          {t("group.more")}
        </div>
      </div>
    );
  }
  if (segment.kind !== "group") return null;
  return (
    <GroupRow
      entity={props.entity}
      head={segment.head}
      totals={props.totals}
      top={segment.top}
      active={active?.block === segment.key && active.index === HEAD}
      onToggle={props.toggle}
    />
  );
}

function activeId(active: Active | null, rowAt: (block: string, index: number) => { id: number } | null) {
  if (!active) return undefined;
  if (active.index === HEAD) return groupId(active.block);
  const row = rowAt(active.block, active.index);
  return row ? cellId(row.id, active.column) : undefined;
}

/** All widths as they are drawn, with one changed: the others stay as they are seen. */
function drawnWidths(scroller: HTMLElement | null, columns: readonly Column[], path: string, width: number) {
  return Object.fromEntries(
    columns.map((column, at) => {
      const drawn = scroller?.querySelector<HTMLElement>(`[data-head="${at}"]`)?.offsetWidth;
      return [column.path, column.path === path ? width : (drawn ?? column.width)];
    }),
  );
}

/** Show a width while it is dragged, without drawing any row anew. */
function drawWidth(
  scroller: HTMLElement | null,
  columns: readonly Column[],
  at: number,
  width: number,
  selectable: boolean,
) {
  if (!scroller) return;
  const widths = columns.map((_, index) => {
    const drawn = scroller.querySelector<HTMLElement>(`[data-head="${index}"]`)?.offsetWidth ?? 0;
    return index === at ? width : drawn;
  });
  const tracks = [...(selectable ? [CHECK_WIDTH] : []), ...widths].map((size) => `${size}px`);
  scroller.style.setProperty("--tracks", [...tracks, "1fr"].join(" "));
  scroller.style.setProperty("--least", `${widths.reduce((sum, size) => sum + size, CHECK_WIDTH)}px`);
}
