/** Keys of a form: Ctrl or ⌘ with Enter saves from anywhere; Enter alone from a line of text where few are typed. */

import type { KeyboardEvent } from "react";

/** A line of text whose Enter means nothing else: no choice, no date, no search. */
function isLine(target: EventTarget): boolean {
  return (
    target instanceof HTMLInputElement &&
    target.getAttribute("role") !== "combobox" &&
    ["text", "email", "tel", "url", "number"].includes(target.type) &&
    !target.closest(".ant-picker, [role='grid'], [role='toolbar'], .ant-popover")
  );
}

function begin(event: KeyboardEvent, save: () => void): void {
  event.preventDefault();
  // What is typed reaches its field when the field is left, for some controls.
  if (event.target instanceof HTMLElement) {
    const { target } = event;
    target.blur();
    target.focus({ preventScroll: true });
  }
  window.setTimeout(save);
}

/** The handlers of a form that is saved by keys. */
export function formKeys(save: () => void, enterSaves: boolean) {
  return {
    /** Before the field itself has the key: a list of options would open. A form over this one has its own. */
    onKeyDownCapture(event: KeyboardEvent): void {
      const own = event.target instanceof Node && event.currentTarget.contains(event.target);
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !own) return;
      event.stopPropagation();
      begin(event, save);
    },
    onKeyDown(event: KeyboardEvent): void {
      // Enter ends the choice of an input method and is no word to us.
      if (event.key !== "Enter" || event.nativeEvent.isComposing || event.defaultPrevented) return;
      if (enterSaves && isLine(event.target)) begin(event, save);
    },
  };
}

const TYPED = "input:not([type='color']):not([type='file']), textarea, [role='textbox'], [role='combobox']";

/** The cell of a sheet that the keys are at. */
const CELL = "[role='gridcell'][tabindex='0']";

/** Put the cursor into the first thing that can be typed or chosen. */
export function focusFirst(inside: ParentNode | null | undefined): void {
  const found = [...(inside?.querySelectorAll<HTMLElement>(`${TYPED}, ${CELL}`) ?? [])];
  const first = found.find((item) => !item.matches(":disabled") && !item.closest("[hidden]"));
  (first ?? inside?.querySelector<HTMLElement>("button"))?.focus({ preventScroll: true });
}

/** Bring a form that has opened in its page into sight, and put the cursor into it. */
export function enterForm(page: Element | null | undefined): void {
  const form = page?.querySelector<HTMLElement>(".form-sections");
  const top = form?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > window.innerHeight / 2) form?.scrollIntoView({ block: "start" });
  // On a phone the keyboard would cover the form before it was seen.
  if (!window.matchMedia("(pointer: coarse)").matches) focusFirst(form);
}

/** The same when a form has opened; who has begun to type in it meanwhile keeps the cursor. */
export function beginIn(form: Element | null | undefined): void {
  if (!form?.contains(document.activeElement)) focusFirst(form);
}
