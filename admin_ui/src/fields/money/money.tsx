/** An amount with its currency. */

import { Select, Space } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { formatMoney } from "../../lib/format/numbers";
import { defineControl, type InputProps } from "../control";
import { DecimalInput, decimalsOf } from "../pieces/decimal-input";
import { readNumberText } from "../pieces/read";

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

function MoneyInput({ value, onChange, ...props }: InputProps<Money>) {
  const { t } = useTranslation();
  const { settings } = useAppPlace().model;
  const own = typeof props.field.settings.currency === "string" ? props.field.settings.currency : undefined;
  const currency = value?.currency || own || settings.currency;
  const known = new Set([currency, settings.currency, ...(settings.currencies ?? [])]);
  const amount = (
    <DecimalInput
      {...props}
      value={value?.amount ?? null}
      decimals={decimalsOf(props.field.settings, 2)}
      suffix={known.size === 1 ? currency : undefined}
      onChange={(text) => onChange(text === null ? null : { amount: text, currency })}
    />
  );
  if (known.size === 1) return amount;
  return (
    <Space.Compact block>
      {amount}
      <Select
        aria-label={t("part.currency")}
        style={{ width: 92 }}
        value={currency}
        disabled={(props.disabled ?? false) || value === null}
        options={[...known].map((code) => ({ value: code, label: code }))}
        onChange={(code: string) => onChange(value && { ...value, currency: code })}
      />
    </Space.Compact>
  );
}

export const moneyControl = defineControl<Money>({
  type: "money",
  read: readMoney,
  align: "end",
  width: 140,
  Input: MoneyInput,
  Show: function Show({ value }) {
    const { i18n } = useTranslation();
    return <span className="numeric">{formatMoney(value.amount, value.currency, i18n.language)}</span>;
  },
});
