/** A filter in words: for chips, and for conditions that the builder cannot draw. */

import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { isFieldOfRecord, isRelative, type Condition, type Related } from "../../lib/conditions/tree";
import { formatDate, formatInstant } from "../../lib/format/dates";
import { formatMoney, isCurrency } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import {
  entityOf,
  pluralOf,
  resolvePath,
  type AppModel,
  type EntityModel,
  type FieldModel,
} from "../../lib/model";
import { fieldAt } from "../part-field";
import { operatorKey, valueShape } from "./operators";
import { labelOfPath } from "./path-label";
import { relativeText } from "./relative-choices";

export interface Words {
  model: AppModel;
  entity: EntityModel;
  locale: string;
  timeZone: string;
  t: TFunction;
}

/** What it takes to tell the conditions on an entity to whoever reads. */
export function useWords(entity: EntityModel): Words {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  return { model: place.model, entity, locale: i18n.language, timeZone: timeZoneOf(place), t };
}

/** Types whose values are records or people, by id where nobody named them. */
const BY_ID = new Set(["user", "users", "department", "reference", "references", "reference_any"]);

function pathText(path: string, { model, entity, locale, t }: Words): string {
  return labelOfPath(model, entity, path, locale, (part) => t(`part.${part}` as "part.min"));
}

function objectText(value: object, words: Words): string {
  if (isFieldOfRecord(value)) return pathText(value.field_of_record, words);
  const { label, id, amount, currency } = value as Record<string, unknown>;
  if (typeof label === "string" && label) return label;
  if (typeof id === "number") return `#${id}`;
  if (typeof amount === "string" || typeof amount === "number") {
    return isCurrency(currency) ? formatMoney(String(amount), currency, words.locale) : String(amount);
  }
  return JSON.stringify(value);
}

/** A text or number as the field means it: an option by its label, an instant on the reader's clock, a record by its id. */
function plainText(field: FieldModel | undefined, value: unknown, { locale, timeZone }: Words): string {
  const option = field?.options.find(({ name }) => name === value);
  if (option) return textOf(option.label, locale);
  if (field && typeof value === "number" && BY_ID.has(field.type)) return `#${value}`;
  const text = String(value);
  if (field?.type === "date") return formatDate(text);
  return field?.type === "datetime" ? formatInstant(text, timeZone) : text;
}

function valueText(field: FieldModel | undefined, value: unknown, words: Words): string {
  const { t, locale } = words;
  if (isRelative(value)) return relativeText(value, t, locale);
  if (Array.isArray(value)) {
    return value.map((item: unknown) => valueText(field, item, words)).join(t("filter.listSeparator"));
  }
  if (typeof value === "boolean") return value ? t("field.yes") : t("field.no");
  if (typeof value === "object" && value !== null) return objectText(value, words);
  return plainText(field, value, words);
}

/** Conditions joined: what is joined otherwise inside stands in brackets. */
function joinedText(items: readonly Condition[], join: "all" | "any", words: Words): string {
  const { t } = words;
  if (items.length === 0) return t(join === "all" ? "filter.always" : "filter.never");
  const parts = items.map((item) => {
    const other = join === "all" ? "any" : "all";
    const inner = other in item ? (item as Record<string, Condition[]>)[other] : undefined;
    const text = conditionText(item, words);
    return items.length > 1 && inner && inner.length > 1 ? t("filter.inner", { text }) : text;
  });
  return parts.join(` ${t(join === "all" ? "filter.and" : "filter.or")} `);
}

function relatedText(kind: "exists" | "count" | "sum", related: Related, words: Words): string {
  const { t, model, locale } = words;
  const target = entityOf(model, related.entity);
  const inside = target && { ...words, entity: target };
  const plural = target ? textOf(pluralOf(target), locale) : related.entity;
  const where = inside && related.where ? conditionText(related.where, inside) : null;
  const name = where ? t("filter.relatedWhere", { name: plural, text: where }) : plural;
  if (kind !== "sum") return t(`filter.${kind}`, { name });
  const of = related.of ?? "";
  return t("filter.sum", { name, field: inside ? pathText(of, inside) : of });
}

function quantityText(condition: Condition, words: Words): string {
  if ("exists" in condition) return relatedText("exists", condition.exists, words);
  const kind = "count" in condition ? "count" : "sum";
  if (!(kind in condition)) return words.t("filter.unreadable");
  const { op, value, ...rest } = condition as { op: "eq"; value: unknown; count?: Related; sum?: Related };
  const related = rest[kind];
  if (!related) return words.t("filter.unreadable");
  const amount = valueText(undefined, value, words);
  return `${relatedText(kind, related, words)} ${words.t(`operator.${op}`)} ${amount}`;
}

/** One line for a condition; groups are joined in their words. */
export function conditionText(condition: Condition, words: Words): string {
  const { t, model, entity } = words;
  if ("all" in condition) return joinedText(condition.all, "all", words);
  if ("any" in condition) return joinedText(condition.any, "any", words);
  if ("not" in condition) return t("filter.not", { text: conditionText(condition.not, words) });
  if (!("field" in condition)) return quantityText(condition, words);
  const end = resolvePath(model, entity, condition.field);
  const field = end && fieldAt(end);
  const label = pathText(condition.field, words);
  const operator = t(field ? operatorKey(field, condition.op) : `operator.${condition.op}`);
  if (valueShape(condition.op) === "none") return `${label} ${operator}`;
  if (valueShape(condition.op) === "two" && Array.isArray(condition.value)) {
    const [low, high] = condition.value as unknown[];
    return `${label} ${valueText(field, low, words)} – ${valueText(field, high, words)}`;
  }
  return `${label} ${operator} ${valueText(field, condition.value, words)}`;
}

/** How many conditions ask something; groups only join them. */
export function countConditions(condition: Condition): number {
  const inner = "all" in condition ? condition.all : "any" in condition ? condition.any : null;
  return inner ? inner.reduce((sum, item) => sum + countConditions(item), 0) : 1;
}
