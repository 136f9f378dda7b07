/** Two numbers and what lies between, such as a budget; either may be open. */

import { Space } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { isNumber, readRange } from "../../lib/format/number-text";
import { formatUnit, isCurrency } from "../../lib/format/numbers";
import { defineControl, type InputProps } from "../control";
import { NumberBox, NumberHint } from "../pieces/decimal-input";
import { readParts } from "../pieces/read";
import { decimalsOf, unitsOf, useTypedNumber, type TypedNumber } from "../pieces/typed-number";

interface NumberRange {
  min?: string;
  max?: string;
}

function rangeOf(min: string | null | undefined, max: string | null | undefined): NumberRange | null {
  return min || max ? { ...(min ? { min } : {}), ...(max ? { max } : {}) } : null;
}

function RangeInput({ value, onChange, ...props }: InputProps<NumberRange>) {
  const { t } = useTranslation();
  const { settings } = props.field;
  const units = unitsOf(settings);
  const form = { decimals: decimalsOf(settings, 2), groups: settings.thousands !== false, units };
  // Both ends typed into one box are a range; the other end is again what it was when that no longer holds.
  const other = useRef<string | null>(null);
  const isWhole = useRef(false);
  function both(text: string, kept: string | undefined): boolean {
    if (!isWhole.current) other.current = kept ?? null;
    const range = readRange(text, units);
    isWhole.current = range !== null;
    if (range) onChange(rangeOf(range.min, range.max));
    return range !== null;
  }
  const min = useTypedNumber(
    { value: value?.min ?? null, onChange: (text) => onChange(rangeOf(text, other.current)) },
    form,
    (text) => both(text, value?.max),
  );
  const max = useTypedNumber(
    { value: value?.max ?? null, onChange: (text) => onChange(rangeOf(other.current, text)) },
    form,
    (text) => both(text, value?.min),
  );
  function leaving(number: TypedNumber): TypedNumber {
    return {
      ...number,
      leave: () => {
        isWhole.current = false;
        number.leave();
      },
    };
  }
  return (
    <>
      <Space.Compact block>
        <NumberBox {...props} name={t("part.min")} placeholder={t("part.min")} number={leaving(min)} />
        <NumberBox
          {...props}
          id={`${props.id}-max`}
          hintId={props.id}
          name={t("part.max")}
          placeholder={t("part.max")}
          number={leaving(max)}
        />
      </Space.Compact>
      <NumberHint {...props} numbers={[min, max]} />
    </>
  );
}

function shortened(text: string): string {
  return text.replace(/\.0+$/, "");
}

export const numberRangeControl = defineControl<NumberRange>({
  type: "number_range",
  read: readParts,
  isUnread: ({ min, max }) => [min, max].some((end) => end !== undefined && !isNumber(end)),
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
