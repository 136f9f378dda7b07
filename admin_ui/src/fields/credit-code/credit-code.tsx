/** A 统一社会信用代码; the server checks its last character. */

import { defineControl } from "../control";
import { creditCodeHint } from "../pieces/hints";
import { LineInput, TextShow } from "../pieces/line-input";
import { readText } from "../pieces/read";

export const creditCodeControl = defineControl<string>({
  type: "credit_code",
  read: readText,
  width: 190,
  Input: (props) => <LineInput {...props} hint={creditCodeHint} />,
  Show: TextShow,
});
