/** A filter in words, for its chip. */

import type { TFunction } from "i18next";

import { isRelative, type Condition, type Relative } from "../../lib/conditions/tree";
import { textOf } from "../../lib/label";
import { resolvePath, type AppModel, type EntityModel, type FieldModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { labelOfPath } from "./columns";
import { operatorKey, valueShape } from "./operators";
import { choiceOf } from "./relative-choices";

export interface Words {
  model: AppModel;
  entity: EntityModel;
  locale: string;
  t: TFunction;
}

function relativeText(value: Relative, t: TFunction): string {
  if (value.relative === "me") return t("filter.me");
  const { choice, days } = choiceOf(value);
  if (choice === "days_ago" || choice === "days_ahead") return t(`relative.${choice}`, { count: days });
  return choice === "exact" ? value.relative : t(`relative.${choice}`);
}

function valueText(field: FieldModel, value: unknown, words: Words): string {
  const { t, locale } = words;
  if (isRelative(value)) return relativeText(value, t);
  if (Array.isArray(value)) {
    return value.map((item: unknown) => valueText(field, item, words)).join(t("filter.listSeparator"));
  }
  if (typeof value === "boolean") return value ? t("field.yes") : t("field.no");
  if (typeof value === "object" && value !== null) {
    const label = (value as { label?: unknown }).label;
    return typeof label === "string" ? label : JSON.stringify(value);
  }
  const option = field.options.find(({ name }) => name === value);
  return option ? textOf(option.label, locale) : String(value);
}

/** One line for a condition; groups are joined in their words. */
export function conditionText(condition: Condition, words: Words): string {
  const { t, model, entity, locale } = words;
  if ("all" in condition) {
    return condition.all.map((item) => conditionText(item, words)).join(` ${t("filter.and")} `);
  }
  if ("any" in condition) {
    return condition.any.map((item) => conditionText(item, words)).join(` ${t("filter.or")} `);
  }
  if (!("field" in condition)) return t("unreadable" in condition ? "filter.unreadable" : "filter.special");
  const end = resolvePath(model, entity, condition.field);
  if (!end) return condition.field;
  const field = fieldAt(end);
  const label = labelOfPath(model, entity, condition.field, locale, (part) =>
    t(`part.${part}` as "part.min"),
  );
  const operator = t(operatorKey(field, condition.op));
  if (valueShape(condition.op) === "none") return `${label} ${operator}`;
  if (valueShape(condition.op) === "two" && Array.isArray(condition.value)) {
    const [low, high] = condition.value as unknown[];
    return `${label} ${valueText(field, low, words)} – ${valueText(field, high, words)}`;
  }
  return `${label} ${operator} ${valueText(field, condition.value, words)}`;
}
