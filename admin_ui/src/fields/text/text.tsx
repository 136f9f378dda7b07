/** One line of text. */

import { defineControl } from "../control";
import { LineInput, TextShow } from "../pieces/line-input";
import { readText } from "../pieces/read";

export const textControl = defineControl<string>({
  type: "text",
  read: readText,
  width: 180,
  Input: LineInput,
  Show: TextShow,
});
