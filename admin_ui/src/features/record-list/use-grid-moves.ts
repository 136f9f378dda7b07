/** Moves in a list: to a place, with what shift chooses on the way, and to its ends. */

import { useEffect, useRef, type RefObject } from "react";
import { flushSync } from "react-dom";

import { HEAD, moved, topOf } from "./moves";
import type { Active } from "./rows-block";
import { NOTHING, withAll, type Selection } from "./selection";
import type { Segment } from "./segments";
import { cellId } from "./table-row";
import type { GridBlocks } from "./use-grid-blocks";

export interface GridMoves {
  blocks: GridBlocks;
  segments: readonly Segment[];
  active: Active | null;
  setActive: (active: Active) => void;
  onSelection: (selection: Selection) => void;
  selectable: boolean;
  rowHeight: number;
  scroller: RefObject<HTMLElement | null>;
}

const HEAD_HEIGHT = 39;
const FAR = 1e9;
const STILL_FRAMES = 12;
const MOST_FRAMES = 120;

export function useGridMoves({
  blocks,
  segments,
  active,
  setActive,
  onSelection,
  selectable,
  rowHeight,
  scroller,
}: GridMoves) {
  /** Where a range that shift extends began. */
  const anchor = useRef<Active | null>(null);

  function reveal(at: Active) {
    const element = scroller.current;
    const top = topOf(segments, at, rowHeight);
    if (!element || top === null) return;
    const room = element.clientHeight - HEAD_HEIGHT;
    if (top < element.scrollTop) element.scrollTo({ top, behavior: "instant" });
    const least = top + rowHeight - room;
    if (least > element.scrollTop) element.scrollTo({ top: least, behavior: "instant" });
    const row = blocks.rowAt(at.block, at.index);
    if (row) {
      window.requestAnimationFrame(() =>
        document
          .getElementById(cellId(row.id, at.column))
          ?.scrollIntoView({ block: "nearest", inline: "nearest" }),
      );
    }
  }

  function go(next: Active | null, extend: boolean) {
    if (!next) return;
    setActive(next);
    reveal(next);
    if (!extend || !selectable) {
      anchor.current = next;
      return;
    }
    const from = anchor.current ?? active ?? next;
    anchor.current = from;
    if (from.block === next.block && from.index !== HEAD && next.index !== HEAD) {
      const chosen = withAll(NOTHING, blocks.idsBetween(next.block, from.index, next.index), true);
      onSelection(chosen);
    }
  }

  const latest = useRef({ segments, active });
  useEffect(() => {
    latest.current = { segments, active };
  });

  /** Scroll to an end until everything that came is drawn and its height stays for some frames. */
  async function scrollToEnd(side: "next" | "previous") {
    let height = 0;
    let still = 0;
    for (let frame = 0; frame < MOST_FRAMES && still < STILL_FRAMES; frame += 1) {
      await new Promise((next) => window.requestAnimationFrame(next));
      const element = scroller.current;
      if (!element) return;
      element.scrollTo({ top: side === "next" ? element.scrollHeight : 0, behavior: "instant" });
      still = element.scrollHeight === height && blocks.settled() ? still + 1 : 0;
      height = element.scrollHeight;
    }
  }

  /** To an end of the list; its window may be opened there anew, so that what is drawn changes for some moments. */
  async function toEnd(side: "next" | "previous") {
    await blocks.jump(side);
    await scrollToEnd(side);
    // Who went on to another column meanwhile stays in it.
    const now = latest.current;
    const here = now.active ?? moved(now.segments, null, 0, rowHeight);
    const next = moved(now.segments, here, side === "next" ? FAR : -FAR, rowHeight);
    // Drawn at once: keys that waited for the end mean the row there.
    if (next) flushSync(() => setActive(next));
    anchor.current = next;
  }

  /** Begin a range at a place. */
  function begin(at: Active) {
    anchor.current = at;
  }

  return { go, toEnd, begin };
}
