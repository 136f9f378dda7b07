/** Which entities are follow-ups of another one, and the field in which each says what happened. */

import type { AppModel, EntityModel, FieldModel } from "../../../lib/model";
import { fieldOf } from "../../../lib/model";
import { mayName } from "../layout";

/** Entities whose records the person may write as follow-ups of a record of the entity. */
export function activitiesOf(model: AppModel, entity: EntityModel): EntityModel[] {
  return model.entities.filter((other) => {
    const subject = other.activity ? fieldOf(other, other.activity.subject) : undefined;
    return subject?.access === "write" && other.actions.includes("create") && mayName(subject, entity);
  });
}

/** The field for what was said: the first text that is asked for, else the first text. */
export function textFieldOf(entity: EntityModel): FieldModel | undefined {
  const texts = entity.fields.filter(
    ({ type, system }) => !system && (type === "long_text" || type === "text"),
  );
  return texts.find(({ required }) => required) ?? texts[0];
}
