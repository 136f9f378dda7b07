/** An identity card number; the server checks its last digit. */

import { defineControl } from "../control";
import { idNumberHint } from "../pieces/hints";
import { LineInput, TextShow } from "../pieces/line-input";
import { readText } from "../pieces/read";

export const idNumberControl = defineControl<string>({
  type: "id_number",
  read: readText,
  width: 190,
  Input: (props) => <LineInput {...props} hint={idNumberHint} />,
  Show: TextShow,
});
