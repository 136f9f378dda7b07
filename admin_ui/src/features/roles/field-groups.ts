/** The fields of an entity in the sections of its main form; those in none come last. */

import type { Grant } from "../../lib/api/roles";
import type { Label } from "../../lib/label";
import type { AppModel, EntityModel, FieldModel, FormSection } from "../../lib/model";

export interface FieldGroup {
  key: string;
  label: Label | null;
  fields: FieldModel[];
}

/** Fields that people made, and those of the product that the role names. */
export function groupsOf(
  model: AppModel,
  entity: EntityModel,
  row: Grant,
  wanted: (field: FieldModel) => boolean,
): FieldGroup[] {
  const named = new Set(row.fields.map(({ field }) => field));
  const left = new Map(
    entity.fields
      .filter((field) => (!field.system || named.has(field.name)) && wanted(field))
      .map((field) => [field.name, field]),
  );
  const forms = model.forms.filter((form) => form.entity === entity.name);
  const main = forms.find(({ purpose }) => purpose === "main") ?? forms[0];
  const groups: FieldGroup[] = [];
  for (const [index, section] of (main?.sections ?? []).entries()) {
    const fields = namesIn(section).flatMap((name) => {
      const field = left.get(name);
      left.delete(name);
      return field ? [field] : [];
    });
    if (fields.length > 0) groups.push({ key: String(index), label: section.label ?? null, fields });
  }
  if (left.size > 0) groups.push({ key: "rest", label: null, fields: [...left.values()] });
  return groups;
}

function namesIn(section: FormSection): string[] {
  const own = (section.items ?? []).flatMap((item) => ("field" in item ? [item.field] : []));
  return [...own, ...(section.tabs ?? []).flatMap(({ sections }) => sections.flatMap(namesIn))];
}
