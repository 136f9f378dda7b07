/** A number that the server gives; nobody types it. */

import { defineControl } from "../control";
import { readText } from "../pieces/read";

export const autoNumberControl = defineControl<string>({
  type: "auto_number",
  read: readText,
  Show: ({ value }) => <span className="clip numeric">{value}</span>,
});
