/** An amount with its currency. */

import { Select, Space } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { isNumber, shiftPoint } from "../../lib/format/number-text";
import { formatMoney } from "../../lib/format/numbers";
import type { FieldModel } from "../../lib/model";
import { defineControl, type InputProps } from "../control";
import { NumberBox, NumberHint } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";
import { decimalsOf, useTypedNumber } from "../pieces/typed-number";
import { currenciesOf, placesOf } from "./money-units";

interface Money {
  amount: string;
  currency: string;
}

function readMoney(wire: unknown): Money | null {
  if (typeof wire !== "object" || wire === null) return null;
  const { amount, currency } = wire as Record<string, unknown>;
  const text = readNumberText(amount);
  return text === null ? null : { amount: text, currency: typeof currency === "string" ? currency : "" };
}

/** What stands behind the number where it counts in 万 or 亿. */
function useUnit(field: FieldModel): string {
  const { t, i18n } = useTranslation();
  const places = placesOf(field, i18n.language);
  if (places === 0) return "";
  return t(places === 4 ? "money.tenThousands" : "money.hundredMillions");
}

/** 万元 for yuan, otherwise the unit before the code: 万 USD. */
function suffixOf(unit: string, currency: string): string | undefined {
  if (unit && /^(CNY|TWD)$/.test(currency)) return `${unit}元`;
  return [unit, currency].filter(Boolean).join(" ") || undefined;
}

function MoneyInput({ value, onChange, ...props }: InputProps<Money>) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const unit = useUnit(props.field);
  const { currency, all } = currenciesOf(props.field, model, value?.currency);
  const alone = all.length === 1;
  const { settings } = props.field;
  const number = useTypedNumber(
    {
      value: value?.amount ?? null,
      onChange: (text) => onChange(text === null ? null : { amount: text, currency }),
    },
    {
      decimals: decimalsOf(settings, 2),
      places: placesOf(props.field, i18n.language),
      groups: settings.thousands !== false,
    },
  );
  const box = <NumberBox {...props} number={number} suffix={suffixOf(unit, alone ? currency : "")} />;
  return (
    <>
      {alone ? (
        box
      ) : (
        <Space.Compact block>
          {box}
          <Select
            aria-label={t("part.currency")}
            style={{ width: 92 }}
            value={currency}
            disabled={(props.disabled ?? false) || value === null}
            options={all.map((code) => ({ value: code, label: code }))}
            onChange={(code: string) => onChange(value && { ...value, currency: code })}
          />
        </Space.Compact>
      )}
      <NumberHint {...props} numbers={[number]} />
    </>
  );
}

export const moneyControl = defineControl<Money>({
  type: "money",
  read: readMoney,
  isUnread: ({ amount }) => !isNumber(amount),
  align: "end",
  width: 140,
  Input: MoneyInput,
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const unit = useUnit(field);
    const amount = unit ? shiftPoint(value.amount, -placesOf(field, i18n.language)) : value.amount;
    return (
      <span className="numeric">
        {formatMoney(amount, value.currency, i18n.language, unit ? 6 : 2)}
        {unit}
      </span>
    );
  },
});
