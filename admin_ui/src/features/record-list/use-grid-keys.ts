/** The keyboard in a list: go about, choose, open, change. */

import { useEffect, type KeyboardEvent } from "react";

import type { EntityModel } from "../../lib/model";
import type { Column } from "./columns";
import { HEAD, moved } from "./moves";
import { useOpenRecord } from "./open-record";
import type { Active } from "./rows-block";
import { EVERYTHING, isEmpty, NOTHING, toggled, type Selection } from "./selection";
import type { CellEdit } from "./use-cell-edit";
import { toBar } from "./to-rows";
import { useGridMoves, type GridMoves } from "./use-grid-moves";
import { useJump, type Press } from "./use-jump";

interface GridKeys extends GridMoves {
  entity: EntityModel;
  columns: readonly Column[];
  selection: Selection;
  toggle: (key: string) => void;
  edit: CellEdit;
}

const PAGE_ROWS = 15;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
};

/** Keys that mean the row which is reached; sideways one goes at once. */
const MEANT_THERE = new Set(["Enter", "F2", " ", "Home", "End", ...Object.keys(STEPS)]);

export function useGridKeys(keys: GridKeys) {
  const { blocks, active, selection, segments, rowHeight } = keys;
  const openRecord = useOpenRecord(keys.entity.name);
  const { go, toEnd, begin } = useGridMoves(keys);

  const { jump, waits, onPress } = useJump(toEnd);

  function onHead(event: Press, at: Active): boolean {
    if (!["Enter", " ", "ArrowRight", "ArrowLeft"].includes(event.key)) return false;
    const isOpen = segments.some((one) => one.kind === "group" && one.key === at.block && one.head.open);
    const wanted = event.key === "ArrowRight" ? !isOpen : event.key === "ArrowLeft" ? isOpen : true;
    if (wanted) keys.toggle(at.block);
    return true;
  }

  function sideways(at: Active, side: number): boolean {
    const column = Math.min(keys.columns.length - 1, Math.max(0, at.column + side));
    go({ ...at, column }, false);
    return true;
  }

  function onRow(event: Press, at: Active): boolean {
    if (at.index === HEAD) return onHead(event, at);
    if (event.key === "ArrowRight") return sideways(at, 1);
    if (event.key === "ArrowLeft") return sideways(at, -1);
    const row = blocks.rowAt(at.block, at.index);
    if (!row) return false;
    if (event.key === " " && keys.selectable) {
      begin(at);
      keys.onSelection(toggled(selection, row.id));
      return true;
    }
    if (event.key !== "Enter" && event.key !== "F2") return false;
    if (event.shiftKey || event.ctrlKey || event.metaKey) openRecord(row.id);
    else keys.edit.begin(at);
    return true;
  }

  function onList(event: Press): boolean {
    const step = STEPS[event.key];
    if (step !== undefined) go(moved(segments, active, step, rowHeight), event.shiftKey);
    else if (event.key === "Home") void jump("previous");
    else if (event.key === "End") void jump("next");
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && keys.selectable) {
      keys.onSelection(EVERYTHING);
    } else if (event.key === "Escape" && !isEmpty(selection)) keys.onSelection(NOTHING);
    else return false;
    return true;
  }

  function act(event: Press): boolean {
    return (active !== null && onRow(event, active)) || onList(event);
  }
  useEffect(() => onPress(act));

  return (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const toChosen = event.key === "Tab" && !event.shiftKey && target === event.currentTarget;
    if (toChosen && !isEmpty(selection) && toBar()) {
      event.preventDefault();
      return;
    }
    // Controls inside have keys of their own.
    if (
      target !== event.currentTarget &&
      target.closest("input:not(.row-check), button, a, .cell-editor, [role=separator]")
    )
      return;
    if ((MEANT_THERE.has(event.key) && waits(event)) || act(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
