/** Keeps the place of the keyboard in a list: as rows come in above it, and as records are looked at one after another. */

import { useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from "react";

import { readOpen, type OpenSearch } from "../../lib/open-record";
import { HEAD } from "./moves";
import type { Active } from "./rows-block";
import { cellId } from "./table-row";
import type { GridBlocks } from "./use-grid-blocks";

/** The keyboard stands at the record that was looked at last, also where others were gone to from it. */
export function useOpened(
  entity: string,
  placeOf: GridBlocks["placeOf"],
  setActive: (change: (at: Active | null) => Active | null) => void,
) {
  // A text: an object would be another one each time, and drawn without end.
  const opened = readOpen(useSearch({ strict: false, select: (search) => (search as OpenSearch).open }));
  const id = opened?.entity === entity ? opened.id : null;
  useEffect(() => {
    const found = id === null ? null : placeOf(id);
    if (!found) return;
    setActive((at) => ({ ...found, column: at?.column ?? 0 }));
    document.getElementById(cellId(id ?? 0, 0))?.scrollIntoView?.({ block: "nearest" });
  }, [id, placeOf, setActive]);
}

/** Rows that come in above move neither those in sight nor the place of the keyboard. */
export function useShifts(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  height: number,
  setActive: (change: (at: Active | null) => Active | null) => void,
) {
  const by = useRef(0);
  useLayoutEffect(() => {
    if (by.current === 0) return;
    scroller.current?.scrollBy?.({ top: by.current * rowHeight, behavior: "instant" });
    by.current = 0;
  }, [scroller, rowHeight, height]);
  return useCallback(
    (key: string, rows: number) => {
      by.current += rows;
      setActive((at) => (at?.block === key && at.index !== HEAD ? { ...at, index: at.index + rows } : at));
    },
    [setActive],
  );
}
