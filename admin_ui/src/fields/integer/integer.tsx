/** A whole number. */

import { useTranslation } from "react-i18next";

import { isNumber } from "../../lib/format/number-text";
import { formatUnit, unitText } from "../../lib/format/numbers";
import { defineControl } from "../control";
import { DecimalInput } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";
import { unitsOf } from "../pieces/typed-number";

export const integerControl = defineControl<string>({
  type: "integer",
  read: readNumberText,
  isUnread: (text) => !isNumber(text),
  align: "end",
  width: 110,
  toWire: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value),
  Input: function Input(props) {
    const { i18n } = useTranslation();
    return (
      <DecimalInput
        {...props}
        groups={props.field.settings.thousands !== false}
        decimals={0}
        suffix={unitText(props.field.settings.unit, i18n.language) || undefined}
        units={unitsOf(props.field.settings)}
      />
    );
  },
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const { unit, thousands } = field.settings;
    return <span className="numeric">{formatUnit(value, unit, i18n.language, thousands !== false)}</span>;
  },
});
