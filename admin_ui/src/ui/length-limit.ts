/** How a line of text tells that it is too long: what was typed or pasted stays whole, nothing is cut off unsaid. */

import type { InputProps } from "antd";

/** Characters left at which the limit is told. */
const NEAR = 20;

export function lengthLimit(longest: number): NonNullable<InputProps["count"]> {
  return {
    max: longest,
    show: ({ count }) => (count > longest - Math.min(NEAR, longest / 4) ? `${count} / ${longest}` : ""),
  };
}

/** Whether a text has more characters than allowed; a sign of two halves counts as one. */
export function isTooLong(text: string, longest: number): boolean {
  return [...text].length > longest;
}
