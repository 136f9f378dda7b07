/** A web address; only http and https become links. */

import { defineControl } from "../control";
import { urlHint } from "../pieces/hints";
import { LineInput } from "../pieces/line-input";
import { readText } from "../pieces/read";

export const urlControl = defineControl<string>({
  type: "url",
  read: readText,
  width: 200,
  Input: (props) => <LineInput {...props} inputMode="url" hint={urlHint} />,
  Show: ({ value }) =>
    /^https?:\/\//i.test(value) ? (
      <a
        className="clip"
        href={value}
        target="_blank"
        rel="noreferrer"
        onClick={(event) => event.stopPropagation()}
      >
        {value.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "")}
      </a>
    ) : (
      <span className="clip">{value}</span>
    ),
});
