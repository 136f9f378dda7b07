/** Sums as people read them: with the name of what is summed, money by currency. */

import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { formatDecimal, formatMoney } from "../../lib/format/numbers";
import { resolvePath, type EntityModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { labelOfPath } from "./columns";
import type { Total } from "./use-list";

/** A measure in words; nothing where nothing was measured. */
export function sumText(value: unknown, locale: string): string {
  if (Array.isArray(value)) {
    const amounts = value.filter(
      (item): item is { amount: string; currency: string } =>
        typeof item === "object" && item !== null && "amount" in item,
    );
    return amounts.map(({ amount, currency }) => formatMoney(amount, currency, locale)).join(" + ");
  }
  if (typeof value === "number") return formatDecimal(String(value), locale);
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? formatDecimal(value, locale) : "";
}

const WORDS = { sum: "sum.sum", avg: "sum.avg", min: "sum.min", max: "sum.max", count: "sum.count" } as const;

export function SumText({ entity, total, value }: { entity: EntityModel; total: Total; value: unknown }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const text = sumText(value, i18n.language);
  const end = resolvePath(model, entity, total.field);
  if (!text || !end) return null;
  const unit = fieldAt(end).settings.unit;
  const name = labelOfPath(model, entity, total.field, i18n.language, (part) =>
    t(`part.${part}` as "part.min"),
  );
  const word = t(WORDS[total.function as keyof typeof WORDS] ?? WORDS.sum, { name });
  return (
    <span className="sum numeric">
      <span className="muted">{word}</span> {text}
      {typeof unit === "string" ? ` ${unit}` : ""}
    </span>
  );
}
