/** A filter as the server wants it: records and people by id, where the address keeps their labels too. */

import { isFieldOfRecord, isRelative, type Condition, type Related } from "../../lib/conditions/tree";
import { entityOf, resolvePath, type AppModel, type EntityModel, type FieldModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { idOf } from "../../lib/conditions/kinds";

const BY_ID = new Set(["user", "users", "department", "reference", "references"]);

function wireValue(type: string, value: unknown): unknown {
  if (isRelative(value) || isFieldOfRecord(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => wireValue(type, item));
  if (BY_ID.has(type)) return idOf(value);
  if (type === "reference_any" && typeof value === "object" && value !== null) {
    const { entity, id } = value as { entity?: unknown; id?: unknown };
    return { entity, id };
  }
  return value;
}

/** A condition with each value that a known field is compared with replaced by another. */
export function withValues(
  model: AppModel,
  entity: EntityModel,
  condition: Condition,
  replace: (field: FieldModel, value: unknown) => unknown,
): Condition {
  const inner = (item: Condition) => withValues(model, entity, item, replace);
  function related(asked: Related): Related {
    const target = entityOf(model, asked.entity);
    if (!target || !asked.where) return asked;
    return { ...asked, where: withValues(model, target, asked.where, replace) };
  }
  if ("all" in condition) return { all: condition.all.map(inner) };
  if ("any" in condition) return { any: condition.any.map(inner) };
  if ("not" in condition) return { not: inner(condition.not) };
  if ("exists" in condition) return { ...condition, exists: related(condition.exists) };
  if ("count" in condition) return { ...condition, count: related(condition.count) };
  if ("sum" in condition) return { ...condition, sum: related(condition.sum) };
  if (!("field" in condition) || condition.value === undefined) return condition;
  const end = resolvePath(model, entity, condition.field);
  return end ? { ...condition, value: replace(fieldAt(end), condition.value) } : condition;
}

export function wireCondition(model: AppModel, entity: EntityModel, condition: Condition): Condition {
  return withValues(model, entity, condition, ({ type }, value) => wireValue(type, value));
}
