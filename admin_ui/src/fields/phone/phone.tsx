/** A telephone number, shown as a link that calls it. */

import { defineControl } from "../control";
import { phoneHint } from "../pieces/hints";
import { LineInput } from "../pieces/line-input";
import { readText } from "../pieces/read";

/** +8613800001234 as 138 0000 1234; other countries keep their code. */
function spaced(phone: string): string {
  const chinese = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(phone);
  return chinese ? `${chinese[1]} ${chinese[2]} ${chinese[3]}` : phone;
}

export const phoneControl = defineControl<string>({
  type: "phone",
  read: readText,
  width: 140,
  Input: (props) => <LineInput {...props} type="tel" inputMode="tel" hint={phoneHint} />,
  Show: ({ value, field }) =>
    field.access === "masked" || !/^\+?[\d\s-]+$/.test(value) ? (
      <span className="clip numeric">{value}</span>
    ) : (
      <a className="clip numeric" href={`tel:${value}`} onClick={(event) => event.stopPropagation()}>
        {spaced(value)}
      </a>
    ),
});
