/** Whether a day by which something is to be done still counts for a record. */

import type { EntityModel, FieldModel, WireValues } from "../lib/model";

/** Whether the field says by when something is to be done. */
export function isDeadline(field: FieldModel): boolean {
  return typeof field.settings.deadline === "string";
}

/** Whether the value can be late: the record is still open, or at least not lost. Needs its stage where it has one. */
export function canBeLate(field: FieldModel, entity: EntityModel, values: WireValues): boolean {
  if (!isDeadline(field)) return false;
  if (!entity.has_stages) return true;
  const stages = entity.flows.flatMap((flow) => flow.stages);
  const type = stages.find(({ name }) => name === values.stage)?.type;
  if (type === undefined) return false;
  return type === "open" || (type === "won" && field.settings.deadline === "kept");
}

/** The fields to ask for so that this can be told of what is shown. */
export function withStage(
  entity: EntityModel,
  fields: readonly FieldModel[],
  paths: readonly string[] = fields.map(({ name }) => name),
): string[] {
  const wanted = entity.has_stages && fields.some(isDeadline);
  return wanted && !paths.includes("stage") ? [...paths, "stage"] : [...paths];
}
