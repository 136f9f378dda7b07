/** Sums as people read them: with the name of what is summed, money by currency, all else as its field writes it. */

import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { formatDecimal } from "../../lib/format/numbers";
import { amountsIn, writeMeasured } from "../../lib/measured";
import { resolvePath, type EntityModel, type FieldModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { fieldAt } from "../../fields/part-field";
import { controlOf } from "../../fields/registry";
import { labelOfPath } from "../../fields/conditions/path-label";
import type { Total } from "./use-list";

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && amountsIn(value).length === 0);
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const WORDS = { sum: "sum.sum", avg: "sum.avg", min: "sum.min", max: "sum.max", count: "sum.count" } as const;

/** What a sum is called: a field that is called a total already (合计) is not called so twice. */
export function nameOfSum(name: string, worded: (name: string) => string): string {
  return name.endsWith(worded("")) ? name : worded(name);
}

interface SumTextProps {
  entity: EntityModel;
  total: Total;
  value: unknown;
  /** Large amounts in few signs, where there is little room. */
  short?: boolean;
}

export function SumText({ entity, total, value, short = false }: SumTextProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const end = resolvePath(model, entity, total.field);
  if (isBlank(value) || !end) return null;
  const name = labelOfPath(model, entity, total.field, i18n.language, (part) =>
    t(`part.${part}` as "part.min"),
  );
  const key = WORDS[total.function as keyof typeof WORDS] ?? WORDS.sum;
  const word = nameOfSum(name, (called) => t(key, { name: called }));
  return (
    <span className="sum numeric">
      <span className="muted clip">{word}</span>{" "}
      <Amount field={fieldAt(end)} value={value} short={short} counted={total.function === "count"} />
    </span>
  );
}

interface AmountProps {
  field: FieldModel;
  value: unknown;
  short: boolean;
  counted: boolean;
}

function Amount({ field, value, short, counted }: AmountProps) {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  if (Array.isArray(value)) {
    const written = writeMeasured(amountsIn(value), locale);
    return short ? <span title={written.exact}>{written.short}</span> : <span>{written.exact}</span>;
  }
  const text = String(value);
  const bare = counted || (NUMBER.test(text) && controlOf(field.type).align !== "end");
  return bare ? (
    <span>{formatDecimal(text, locale)}</span>
  ) : (
    <FieldShow field={field} value={value} compact />
  );
}
