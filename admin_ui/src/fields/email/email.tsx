/** An e-mail address, shown as a link that writes to it. */

import { defineControl } from "../control";
import { emailHint } from "../pieces/hints";
import { LineInput } from "../pieces/line-input";
import { readText } from "../pieces/read";

export const emailControl = defineControl<string>({
  type: "email",
  read: readText,
  width: 200,
  Input: (props) => <LineInput {...props} type="email" inputMode="email" hint={emailHint} />,
  Show: ({ value, field }) =>
    field.access === "masked" ? (
      <span className="clip">{value}</span>
    ) : (
      <a className="clip" href={`mailto:${value}`} onClick={(event) => event.stopPropagation()}>
        {value}
      </a>
    ),
});
