/** A number with a fixed count of decimals and perhaps a unit. */

import { useTranslation } from "react-i18next";

import { formatDecimal } from "../../lib/format/numbers";
import { defineControl } from "../control";
import { DecimalInput, decimalsOf } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";

export const numberControl = defineControl<string>({
  type: "number",
  read: readNumberText,
  align: "end",
  width: 120,
  Input: (props) => (
    <DecimalInput
      {...props}
      groups={props.field.settings.thousands !== false}
      decimals={decimalsOf(props.field.settings, 2)}
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

function unitOf(settings: Record<string, unknown>): string | undefined {
  return typeof settings.unit === "string" ? settings.unit : undefined;
}
