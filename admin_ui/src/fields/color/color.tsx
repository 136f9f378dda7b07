/** A colour, shown as a swatch with its code. */

import type { CSSProperties } from "react";

import { defineControl } from "../control";
import { readText } from "../pieces/read";

export const colorControl = defineControl<string>({
  type: "color",
  read: readText,
  width: 110,
  Show: ({ value }) => (
    <span className="row-line">
      <span className="swatch" style={{ "--swatch": value } as CSSProperties} aria-hidden="true" />
      <span className="numeric">{value}</span>
    </span>
  ),
});
