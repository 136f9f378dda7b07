/** The rows of a block that are in sight, and the window of rows behind them. */

import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef } from "react";

import type { Place, RecordQuery } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";
import { edge, lengthOf, rowAt, type RowWindow } from "./row-window";
import { isChosen, type Selection } from "./selection";
import { rowsInSight, type Block } from "./segments";
import type { Column } from "./columns";
import { TableRow, WaitingRow } from "./table-row";
import { useRows, type Rows } from "./use-rows";
import { useTrail } from "./use-trail";
import type { Viewport } from "./use-viewport";

const AROUND = 8;
/** Rows kept free below the last known one, so that scrolling never meets a wall before the next ones come. */
const RESERVE = 12;

/** Where the keyboard is. */
export interface Active {
  block: string;
  index: number;
  column: number;
}

export interface BlockState {
  rows: Rows;
  /** The window as it is drawn, which follows the newest one piece by piece: what a key means stands here. */
  drawn: RowWindow | undefined;
  length: number;
}

interface RowsBlockProps {
  place: Place;
  block: Block;
  entity: EntityModel;
  columns: readonly Column[];
  frozen: number;
  top: number;
  rowHeight: number;
  viewport: Viewport;
  selection: Selection;
  selectable: boolean;
  active: Active | null;
  onState: (key: string, state: BlockState | null) => void;
  /** Rows came in above: those that were known moved down by so many. */
  onShift: (key: string, by: number) => void;
}

/** How many rows a block is to have room for. */
function roomFor(window: RowWindow | undefined, count: number | null): number {
  if (!window) return count ?? 0;
  const known = lengthOf(window);
  if (edge(window, "next") === null) return known;
  // Opened at the end of the list, it does not begin where the count begins.
  if (count !== null && edge(window, "previous") === null) return Math.max(known, count);
  return known + RESERVE;
}

export function RowsBlock(props: RowsBlockProps) {
  const { place, block, top, rowHeight, viewport, onState } = props;
  const text = JSON.stringify(block.query);
  const query = useMemo(() => JSON.parse(text) as RecordQuery, [text]);
  const rows = useRows(place, query);
  const { look } = rows;
  // Pages that come back bring many rows: they are drawn piece by piece, so that scrolling never waits for them.
  const window = useDeferredValue(rows.window);
  const length = roomFor(window, block.count);
  const { first, end } = rowsInSight({ top, height: length * rowHeight }, viewport, rowHeight, AROUND);

  useEffect(() => look(first, Math.max(first, end - 1)), [look, first, end]);
  // Before anything is painted: the list must have grown when it is scrolled to where its rows have moved.
  useLayoutEffect(() => {
    onState(block.key, { rows, drawn: window, length });
  });
  useEffect(() => () => onState(block.key, null), [block.key, onState]);
  useTrail(place, query, rows, block.count);
  useShift(window, block.key, props.onShift);

  return (
    <>
      {Array.from({ length: end - first }, (_, at) => {
        const index = first + at;
        const row = window ? rowAt(window, index) : null;
        const place = top + index * rowHeight;
        if (!row) return <WaitingRow key={`waiting ${index}`} top={place} columns={props.columns.length} />;
        const { active } = props;
        const here = active !== null && active.block === block.key && active.index === index;
        return (
          <TableRow
            key={row.id}
            entity={props.entity}
            columns={props.columns}
            frozen={props.frozen}
            row={row}
            index={index}
            top={place}
            chosen={isChosen(props.selection, row.id)}
            selectable={props.selectable}
            active={here ? active.column : null}
          />
        );
      })}
    </>
  );
}

/** Tells of rows that came in above: those in sight must not move. */
function useShift(window: RowWindow | undefined, key: string, onShift: RowsBlockProps["onShift"]) {
  const prepended = window?.prepended ?? 0;
  const before = useRef(prepended);
  useLayoutEffect(() => {
    const by = prepended - before.current;
    before.current = prepended;
    if (by > 0) onShift(key, by);
  }, [prepended, key, onShift]);
}
