/** The keyboard is never nowhere: what goes away gives the focus back to where it was before, or to the page. */

import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

const PAGE = ".shell";
const MODAL = ".ant-modal-wrap:not([style*='display: none'])";
/** Somebody who goes through a whole record by Tab still comes back to the list. */
const MOST_REMEMBERED = 200;

/** Where the keyboard was, the last place at the end, and all that the last one stood in. */
interface Trail {
  places: HTMLElement[];
  around: Element[];
}

function ancestorsOf(element: Element): Element[] {
  const parent = element.parentElement;
  return parent ? [parent, ...ancestorsOf(parent)] : [];
}

/** Whether a dialog keeps the keyboard to itself: what lies behind is passed on the way round only. */
function isBehindDialog(element: Element): boolean {
  const dialogs = [...document.querySelectorAll(MODAL)];
  return dialogs.length > 0 && !dialogs.some((dialog) => dialog.contains(element));
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Focus the last of some places that takes it, else the page. */
function focusLast(places: readonly HTMLElement[]): void {
  for (const place of [...places].reverse()) {
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
  document.getElementById("content")?.focus({ preventScroll: true });
}

export function useFocusBack(over: boolean): void {
  const trail = useRef<Trail>({ places: [], around: [] });
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    function onFocus({ target }: FocusEvent) {
      if (!(target instanceof HTMLElement) || isBehindDialog(target)) return;
      const before = trail.current.places.filter((place) => place !== target && place.isConnected);
      trail.current = { places: [...before.slice(-MOST_REMEMBERED), target], around: ancestorsOf(target) };
    }
    /** A dialog or a bar has gone with the focus in it: it was opened from somewhere near. */
    function onGone() {
      const { places, around } = trail.current;
      if (!isNowhere() || places.at(-1)?.isConnected !== false) return;
      const near = around.find((element) => element.isConnected);
      focusLast(places.filter((place) => near?.contains(place)));
    }
    const watching = new MutationObserver(onGone);
    watching.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", onFocus);
    return () => {
      watching.disconnect();
      document.removeEventListener("focusin", onFocus);
    };
  }, []);
  useEffect(() => {
    if (over) return;
    const frame = requestAnimationFrame(() => {
      // What stands over a page is drawn beside the shell, so that this is where somebody last was in the page itself.
      const last = trail.current.places.filter((place) => place.closest(PAGE)).at(-1);
      if (isNowhere()) focusLast(last?.isConnected ? [last] : []);
    });
    return () => cancelAnimationFrame(frame);
  }, [over, path]);
}
