/** What part of a scrolled list is in sight, told in steps so that little is drawn anew. */

import { useEffect, useEffectEvent, useRef, useState, useTransition, type RefObject } from "react";

export interface Viewport {
  top: number;
  height: number;
}

const FIRST: Viewport = { top: 0, height: 700 };

export function useViewport(scroller: RefObject<HTMLElement | null>, step: number): Viewport {
  const [view, setView] = useState(FIRST);
  const [drawing, startDrawing] = useTransition();
  /** Whether the list was scrolled on while the rows of a longer way were being drawn. */
  const behind = useRef(false);

  const read = useEffectEvent(() => {
    const element = scroller.current;
    if (!element) return;
    const top = Math.floor(element.scrollTop / step) * step;
    const height = Math.ceil(element.clientHeight / step + 1) * step;
    if (view.top === top && view.height === height) return;
    if (drawing) {
      behind.current = true;
      return;
    }
    // A long way brings many new rows: they are drawn piece by piece, so that scrolling itself never waits.
    if (Math.abs(top - view.top) > height / 4) startDrawing(() => setView({ top, height }));
    else setView({ top, height });
  });

  useEffect(() => {
    if (drawing || !behind.current) return;
    behind.current = false;
    read();
  }, [drawing]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let frame = 0;
    function later() {
      if (frame !== 0) return;
      frame = window.requestAnimationFrame(() => {
        frame = 0;
        read();
      });
    }
    later();
    element.addEventListener("scroll", later, { passive: true });
    const observer = new ResizeObserver(later);
    observer.observe(element);
    return () => {
      window.cancelAnimationFrame(frame);
      element.removeEventListener("scroll", later);
      observer.disconnect();
    };
  }, [scroller, step]);
  return view;
}
