/** Says the whole of a text on hovering, where only its beginning is shown. */

import type { MouseEvent } from "react";

const TEXTS = ".numeric, .clip, .pill > span";

export function tellWhole({ target }: MouseEvent): void {
  const text = (target as HTMLElement).closest<HTMLElement>(TEXTS);
  if (!text) return;
  const said = text.textContent ?? "";
  if (text.scrollWidth > text.clientWidth) text.title = said;
  else if (text.title === said) text.removeAttribute("title");
}
