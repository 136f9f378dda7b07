/** A share in percent: 12.5 means 12.5 %. */

import { useTranslation } from "react-i18next";

import { isNumber } from "../../lib/format/number-text";
import { formatDecimal } from "../../lib/format/numbers";
import { defineControl } from "../control";
import { DecimalInput } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";
import { decimalsOf } from "../pieces/typed-number";

export const percentControl = defineControl<string>({
  type: "percent",
  read: readNumberText,
  isUnread: (text) => !isNumber(text),
  align: "end",
  width: 100,
  total: "avg",
  Input: (props) => <DecimalInput {...props} decimals={decimalsOf(props.field.settings, 2)} suffix="%" />,
  Show: function Show({ value }) {
    const { i18n } = useTranslation();
    return <span className="numeric">{formatDecimal(value.replace(/\.0+$/, ""), i18n.language)}%</span>;
  },
});
