/** Two numbers and what lies between, such as a budget; either may be open. */

import { Space } from "antd";
import { useTranslation } from "react-i18next";

import { formatUnit, isCurrency } from "../../lib/format/numbers";
import { defineControl, type InputProps } from "../control";
import { DecimalInput, decimalsOf } from "../pieces/decimal-input";
import { readParts } from "../pieces/read";

interface NumberRange {
  min?: string;
  max?: string;
}

function RangeInput({ value, onChange, ...props }: InputProps<NumberRange>) {
  const { t } = useTranslation();
  const decimals = decimalsOf(props.field.settings, 2);
  function set(part: keyof NumberRange, text: string | null) {
    const { [part]: _replaced, ...rest } = value ?? {};
    const next: NumberRange = text === null ? rest : { ...rest, [part]: text };
    onChange(next.min || next.max ? next : null);
  }
  return (
    <Space.Compact block>
      <DecimalInput
        {...props}
        name={t("part.min")}
        placeholder={t("part.min")}
        decimals={decimals}
        value={value?.min ?? null}
        onChange={(text) => set("min", text)}
      />
      <DecimalInput
        {...props}
        id={`${props.id}-max`}
        name={t("part.max")}
        placeholder={t("part.max")}
        decimals={decimals}
        value={value?.max ?? null}
        onChange={(text) => set("max", text)}
      />
    </Space.Compact>
  );
}

function shortened(text: string): string {
  return text.replace(/\.0+$/, "");
}

export const numberRangeControl = defineControl<NumberRange>({
  type: "number_range",
  read: readParts,
  group: true,
  align: "end",
  width: 190,
  toWire: ({ min, max }) => ({ min: min ?? null, max: max ?? null }),
  Input: RangeInput,
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const { unit } = field.settings;
    const money = isCurrency(unit);
    const write = (text: string | undefined) =>
      text ? formatUnit(shortened(text), money ? unit : undefined, i18n.language) : "…";
    return (
      <span className="numeric">
        {write(value.min)} – {write(value.max)}
        {!money && typeof unit === "string" ? ` ${unit}` : ""}
      </span>
    );
  },
});
