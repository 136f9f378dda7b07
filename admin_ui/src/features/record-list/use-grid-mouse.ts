/** What the mouse does in the rows of a table: choose, go to a cell, change it. */

import { useRef, type MouseEvent } from "react";

import type { CellEdit } from "./use-cell-edit";
import type { Active } from "./rows-block";
import { isChosen, toggled, withAll, type Selection } from "./selection";
import type { GridBlocks } from "./use-grid-blocks";

interface GridMouse {
  blocks: GridBlocks;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  setActive: (active: Active) => void;
  edit: CellEdit;
}

interface Hit {
  block: string;
  index: number;
  id: number;
  column: number | null;
}

function hit(event: MouseEvent): Hit | null {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>("[data-id]");
  const block = target.closest<HTMLElement>("[data-block]")?.dataset.block;
  if (!row || block === undefined) return null;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
  return {
    block,
    index: Number(row.dataset.index),
    id: Number(row.dataset.id),
    column: column === undefined ? null : Number(column),
  };
}

export function useGridMouse({ blocks, selection, onSelection, setActive, edit }: GridMouse) {
  const last = useRef<{ block: string; index: number } | null>(null);

  function choose(place: Hit, range: boolean) {
    const from = last.current;
    last.current = { block: place.block, index: place.index };
    if (range && from?.block === place.block) {
      const ids = blocks.idsBetween(place.block, from.index, place.index);
      onSelection(withAll(selection, ids, !isChosen(selection, place.id)));
    } else onSelection(toggled(selection, place.id));
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const place = hit(event);
    if (!place) return;
    const target = event.target as HTMLElement;
    if (target.closest(".row-check")) {
      choose(place, event.shiftKey);
      return;
    }
    // A click on a link, a button or a selection of text means that, not the cell.
    if (event.defaultPrevented || target.closest("a, button, label, .cell-editor")) return;
    if (place.column !== null) setActive({ block: place.block, index: place.index, column: place.column });
  }

  function onDoubleClick(event: MouseEvent<HTMLElement>) {
    const place = hit(event);
    if (!place || place.column === null || (event.target as HTMLElement).closest("a, .cell-editor")) return;
    edit.begin({ block: place.block, index: place.index, column: place.column });
  }

  return { onClick, onDoubleClick };
}
