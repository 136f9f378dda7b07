/** As what the records of an entity can be shown, and by which of its fields. */

import type { ViewParts } from "../../lib/api/apps";
import { targetOf, type EntityModel, type FieldModel } from "../../lib/model";

export type ShapeName = "table" | "board" | "calendar" | "gallery" | "tree";

export interface ShapeChoice {
  type: ShapeName;
  /** Fields by which it can be made, the likeliest first. */
  fields: readonly FieldModel[];
  /** Whether it can do without one. */
  optional: boolean;
}

const COLUMNS = ["select", "user", "department", "cascade"];
const DATES = ["date", "date_range", "datetime"];
const PICTURES = ["image", "file"];

/** What the system notes comes after what people say of a record; where it stands comes first. */
function ranked(fields: readonly FieldModel[], types: readonly string[]): FieldModel[] {
  const rank = ({ name, type, system }: FieldModel) =>
    name === "stage" ? -1 : types.indexOf(type) + (system ? types.length : 0);
  return fields.filter(({ type }) => types.includes(type)).toSorted((one, other) => rank(one) - rank(other));
}

export function shapeChoices(entity: EntityModel): ShapeChoice[] {
  const parents = entity.fields.filter(
    (field) => field.type === "reference" && [entity.name, entity.id].includes(targetOf(field) ?? ""),
  );
  const choices: ShapeChoice[] = [
    { type: "table", fields: [], optional: true },
    { type: "board", fields: ranked(entity.fields, COLUMNS), optional: false },
    { type: "calendar", fields: ranked(entity.fields, DATES), optional: false },
    { type: "gallery", fields: ranked(entity.fields, PICTURES), optional: true },
    { type: "tree", fields: parents, optional: false },
  ];
  return choices.filter(({ fields, optional }) => optional || fields.length > 0);
}

/** As what a new view shows records, and by which field. */
export interface Shape {
  type: ShapeName;
  field: string | undefined;
}

/** What a new view of such a kind is made of; `card` names what its cards say beside the title. */
export function shapeParts({ type, field }: Shape, card: string[]): ViewParts {
  if (type === "board" && field) return { type, board: { field, card } };
  if (type === "calendar" && field) return { type, calendar: { start: field } };
  if (type === "tree" && field) return { type, tree: { parent: field, card } };
  if (type === "gallery") return { type, gallery: { card, ...(field ? { image: field } : {}) } };
  return {};
}
