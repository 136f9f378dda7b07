/** The second click of a double click carries nothing out again: people who double-click mean one thing. */

/** Buttons that carry something out; icons, arrows and "add a row" are pressed quickly on purpose. */
const CARRIES_OUT = ".ant-btn:not(.ant-btn-text, .ant-btn-dashed, .ant-btn-icon-only)";

function onClick(event: MouseEvent): void {
  if (event.detail < 2 || !(event.target instanceof Element) || !event.target.closest(CARRIES_OUT)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Holds for the whole page until the returned function is called. */
export function oneClick(): () => void {
  document.addEventListener("click", onClick, true);
  return () => document.removeEventListener("click", onClick, true);
}
