/** A telephone number, shown as a link that calls it. */

import { defineControl } from "../control";
import { phoneHint } from "../pieces/hints";
import { LineInput } from "../pieces/line-input";
import { readText } from "../pieces/read";

const GROUPS = [
  [/^\+86(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3"],
  [/^\+86([48]00)(\d{3})(\d{4})$/, "$1 $2 $3"],
  [/^\+86(10|2\d)(\d{4})(\d{4})$/, "0$1 $2 $3"],
  [/^\+86([3-9]\d{2})(\d{3,4})(\d{4})$/, "0$1 $2 $3"],
  [/^\+886(9\d{2})(\d{3})(\d{3})$/, "+886 $1 $2 $3"],
  [/^\+852(\d{4})(\d{4})$/, "+852 $1 $2"],
  [/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3"],
] as const;

/** +8613800001234 as 138 0000 1234 and +862160001234 as 021 6000 1234; other countries keep their code. */
export function spaced(phone: string): string {
  const [whole, how] = GROUPS.find(([pattern]) => pattern.test(phone)) ?? [];
  return whole && how ? phone.replace(whole, how) : phone;
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
