/** A whole number. */

import { useTranslation } from "react-i18next";

import { formatDecimal } from "../../lib/format/numbers";
import { defineControl } from "../control";
import { DecimalInput } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";

function unitOf(settings: Record<string, unknown>): string | undefined {
  return typeof settings.unit === "string" ? settings.unit : undefined;
}

export const integerControl = defineControl<string>({
  type: "integer",
  read: readNumberText,
  align: "end",
  width: 110,
  toWire: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value),
  Input: (props) => (
    <DecimalInput
      {...props}
      groups={props.field.settings.thousands !== false}
      decimals={0}
      suffix={unitOf(props.field.settings)}
    />
  ),
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const unit = unitOf(field.settings);
    const text = formatDecimal(value, i18n.language, field.settings.thousands !== false);
    return <span className="numeric">{unit ? `${text} ${unit}` : text}</span>;
  },
});
