/** A whole number. */

import { useTranslation } from "react-i18next";

import { isNumber } from "../../lib/format/number-text";
import { formatUnit } from "../../lib/format/numbers";
import { defineControl } from "../control";
import { DecimalInput } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";
import { unitsOf } from "../pieces/typed-number";

function unitOf(settings: Record<string, unknown>): string | undefined {
  return typeof settings.unit === "string" ? settings.unit : undefined;
}

export const integerControl = defineControl<string>({
  type: "integer",
  read: readNumberText,
  isUnread: (text) => !isNumber(text),
  align: "end",
  width: 110,
  toWire: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value),
  Input: (props) => (
    <DecimalInput
      {...props}
      groups={props.field.settings.thousands !== false}
      decimals={0}
      suffix={unitOf(props.field.settings)}
      units={unitsOf(props.field.settings)}
    />
  ),
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const { unit, thousands } = field.settings;
    return <span className="numeric">{formatUnit(value, unit, i18n.language, thousands !== false)}</span>;
  },
});
