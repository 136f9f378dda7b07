/** Long lists draw only what is in sight: where each piece stands, and which are drawn. */

import {
  defaultRangeExtractor,
  useVirtualizer,
  type Range,
  type VirtualItem,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { useRef, type RefObject } from "react";

interface DrawnOptions {
  count: number;
  estimateSize: (index: number) => number;
  /** How many beyond the edges are drawn as well. */
  overscan: number;
  /** Width and height before the browser has told them, in pixels. */
  initialRect: { width: number; height: number };
  getItemKey?: (index: number) => number | string;
  horizontal?: boolean;
  /** Index of what is drawn wherever it stands, as what is being dragged is; -1 for nothing. */
  kept?: number;
}

export interface Drawn {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  drawn: VirtualItem[];
}

export function useDrawn({ kept = -1, ...options }: DrawnOptions): Drawn {
  const scroller = useRef<HTMLDivElement>(null);
  // No compiler caches this hook, so that what the virtualizer returns may change while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    ...options,
    getScrollElement: () => scroller.current,
    rangeExtractor: (range) => withKept(range, kept),
  });
  return { scroller, virtualizer, drawn: virtualizer.getVirtualItems() };
}

function withKept(range: Range, kept: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (kept < 0 || shown.includes(kept)) return shown;
  return [...shown, kept].sort((a, b) => a - b);
}
