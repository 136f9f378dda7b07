/** What a new record starts with, as far as the browser knows it. */

import type { AppPlace } from "../../lib/app-context";
import { momentOf } from "../../lib/app-context";
import type { EntityModel, FieldModel, WireValues } from "../../lib/model";
import { plainValue } from "../../lib/rules";

const CURRENT = { today: { relative: "today" }, now: { relative: "now" } } as const;

function defaultOf(field: FieldModel, place: AppPlace, now: number): unknown {
  const rule = field.default;
  if (!rule) return null;
  if ("fixed" in rule) return rule.fixed;
  if (!("current" in rule)) return null;
  if (rule.current === "user") {
    const { id, display_name: label } = place.session.user;
    return { id, label };
  }
  if (rule.current === "department") return null;
  return plainValue(CURRENT[rule.current], field.type, {}, momentOf(place, now));
}

export function defaultValues(entity: EntityModel, place: AppPlace, now: number): WireValues {
  const values: WireValues = {};
  for (const field of entity.fields) {
    if (field.system || field.access !== "write") continue;
    const value = defaultOf(field, place, now);
    if (value !== null && value !== undefined) values[field.name] = value;
  }
  return values;
}

/** What a copy of a record takes over: what may be written and need not differ; rows as new ones. */
export function copiedValues(entity: EntityModel, values: WireValues): WireValues {
  const copied: WireValues = {};
  for (const field of entity.fields) {
    const value = values[field.name];
    if (field.system || field.access !== "write" || field.unique || value === null || value === undefined)
      continue;
    copied[field.name] = field.type === "sub_table" && Array.isArray(value) ? value.map(withoutId) : value;
  }
  return copied;
}

function withoutId(row: unknown): unknown {
  return Object.fromEntries(Object.entries(row as WireValues).filter(([name]) => name !== "id"));
}
