/** The text of a barcode. */

import { defineControl } from "../control";
import { readText } from "../pieces/read";

export const barcodeControl = defineControl<string>({
  type: "barcode",
  read: readText,
  Show: ({ value }) => <span className="clip numeric">{value}</span>,
});
