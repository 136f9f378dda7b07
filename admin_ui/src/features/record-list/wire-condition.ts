/** A filter as the server wants it: records and people by id, where the address keeps their labels too. */

import { isFieldOfRecord, isRelative, type Condition } from "../../lib/conditions/tree";
import { resolvePath, type AppModel, type EntityModel } from "../../lib/model";
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

export function wireCondition(model: AppModel, entity: EntityModel, condition: Condition): Condition {
  if ("all" in condition) return { all: condition.all.map((item) => wireCondition(model, entity, item)) };
  if ("any" in condition) return { any: condition.any.map((item) => wireCondition(model, entity, item)) };
  if ("not" in condition) return { not: wireCondition(model, entity, condition.not) };
  if (!("field" in condition) || condition.value === undefined) return condition;
  const end = resolvePath(model, entity, condition.field);
  if (!end) return condition;
  return { ...condition, value: wireValue(fieldAt(end).type, condition.value) };
}
