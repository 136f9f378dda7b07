/** How a path to a field is called. */

import { textOf } from "../../lib/label";
import { resolvePath, type AppModel, type EntityModel } from "../../lib/model";

/** The label of a path: each step's label, the part's last. */
export function labelOfPath(
  model: AppModel,
  entity: EntityModel,
  path: string,
  locale: string,
  partLabel: (part: string) => string,
): string {
  const end = resolvePath(model, entity, path);
  if (!end) return path;
  const words = end.fields.map((field) => textOf(field.label, locale));
  return [...words, ...(end.part ? [partLabel(end.part)] : [])].join(" · ");
}
