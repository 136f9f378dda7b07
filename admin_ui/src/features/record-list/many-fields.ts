/** Which fields many records can be given at once, and when one says what they are given. */

import type { EntityModel, FieldModel } from "../../lib/model";
import { controlOf } from "../../fields/registry";

const SEVERAL = new Set(["tags", "multi_select", "users", "references"]);
const NOT_TOGETHER = new Set(["sub_table", "file", "image", "signature", "auto_number", "rich_text"]);

/** Fields that many records can be given at once. */
export function editableFields(entity: EntityModel): FieldModel[] {
  return entity.fields.filter(
    ({ access, system, type, unique }) =>
      access === "write" && !system && unique !== true && controlOf(type).editable && !NOT_TOGETHER.has(type),
  );
}

/** Fields of several values, to which some can be added. */
export function choiceFields(entity: EntityModel): FieldModel[] {
  return editableFields(entity).filter(({ type }) => SEVERAL.has(type));
}

/** A text that cannot be read says nothing yet: what is wrong with it stands at its box. */
export function saysValue(field: FieldModel, value: unknown): boolean {
  const control = controlOf(field.type);
  return !control.isBlank(value) && !control.isUnread(value);
}
