/** Columns are put in another place by dragging their names: a line shows where they would go. */

import {
  useEffect,
  useRef,
  useState,
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
} from "react";

const BEGIN_PIXELS = 6;
const EDGE_PIXELS = 48;
const SCROLL_PIXELS = 10;
const SCROLL_MS = 16;

export interface ColumnDrag {
  /** The column that is dragged, and before which one it would stand. */
  from: number;
  before: number;
  x: number;
  y: number;
}

/** Before which column a point stands: frozen ones cover those that are scrolled under them. */
function placeAt(scroller: HTMLElement, x: number): number {
  const heads = [...scroller.querySelectorAll<HTMLElement>("[data-head]")];
  const at = heads.findIndex((head) => {
    const { left, width } = head.getBoundingClientRect();
    return x < left + width / 2;
  });
  return at < 0 ? heads.length : at;
}

/** The order of paths with one of them put before another place. */
export function reordered(paths: readonly string[], from: number, before: number): string[] {
  const moved = paths[from];
  if (moved === undefined) return [...paths];
  return paths.filter((_, at) => at !== from).toSpliced(before > from ? before - 1 : before, 0, moved);
}

interface ColumnDragInput {
  scroller: RefObject<HTMLElement | null>;
  frozenWidth: () => number;
  /** Nothing where the order is not the reader's to change. */
  onMove: ((from: number, before: number) => void) | null;
}

export function useColumnDrag({ scroller, frozenWidth, onMove }: ColumnDragInput) {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  const pressed = useRef<{ from: number; x: number; pointer: number } | null>(null);
  // The click that ends a drag sorts nothing.
  const dragged = useRef(false);
  const dragging = drag !== null;

  useEffect(() => {
    if (!dragging) return;
    function cancel(event: KeyboardEvent) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      pressed.current = null;
      setDrag(null);
    }
    window.addEventListener("keydown", cancel, { capture: true });
    const timer = window.setInterval(() => {
      setDrag((now) => {
        const box = scroller.current;
        if (!now || !box) return now;
        const { left, right } = box.getBoundingClientRect();
        const begin = left + frozenWidth();
        const step = now.x > right - EDGE_PIXELS ? 1 : now.x > begin && now.x < begin + EDGE_PIXELS ? -1 : 0;
        if (step === 0) return now;
        box.scrollBy({ left: step * SCROLL_PIXELS, behavior: "instant" });
        return { ...now, before: placeAt(box, now.x) };
      });
    }, SCROLL_MS);
    return () => {
      window.removeEventListener("keydown", cancel, { capture: true });
      window.clearInterval(timer);
    };
  }, [dragging, scroller, frozenWidth]);

  function begin(event: ReactPointerEvent<HTMLElement>) {
    dragged.current = false;
    const name = (event.target as HTMLElement).closest(".head-name");
    const head = name?.closest<HTMLElement>("[data-head]");
    // A finger scrolls the list; for it the order is changed in the panel of columns.
    if (!onMove || !head || event.button !== 0 || event.pointerType === "touch") return;
    pressed.current = { from: Number(head.dataset.head), x: event.clientX, pointer: event.pointerId };
  }
  function move(event: ReactPointerEvent<HTMLElement>) {
    const start = pressed.current;
    const box = scroller.current;
    if (start?.pointer !== event.pointerId || !box) return;
    if (!dragging && Math.abs(event.clientX - start.x) < BEGIN_PIXELS) return;
    if (!dragging) event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = true;
    const { clientX: x, clientY: y } = event;
    setDrag({ from: start.from, before: placeAt(box, x), x, y });
  }
  function end() {
    pressed.current = null;
    if (!drag) return;
    setDrag(null);
    if (drag.before !== drag.from && drag.before !== drag.from + 1) onMove?.(drag.from, drag.before);
  }
  function cancel() {
    pressed.current = null;
    setDrag(null);
  }
  function click(event: ReactMouseEvent) {
    if (!dragged.current) return;
    dragged.current = false;
    event.stopPropagation();
    event.preventDefault();
  }
  return {
    drag,
    handlers: {
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: cancel,
      onClickCapture: click,
    },
  };
}
