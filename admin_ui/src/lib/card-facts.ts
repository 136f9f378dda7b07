/** Which facts of a record a card shows, beside what it is called, and which option colours it. */

import type { AppModel, EntityModel, FieldModel, PathEnd, WireValues } from "./model";
import { resolvePath } from "./model";

export interface CardFact {
  path: string;
  end: PathEnd;
}

/** The ends of the paths that the reader sees; what the card is called by, and what is told apart, are left out. */
export function factsAt(
  model: AppModel,
  entity: EntityModel,
  paths: readonly string[],
  apart: readonly (string | undefined)[],
  most: number,
): CardFact[] {
  return paths
    .filter((path) => path !== entity.title[0] && !apart.includes(path))
    .flatMap((path) => {
      const end = resolvePath(model, entity, path);
      return end ? [{ path, end }] : [];
    })
    .slice(0, most);
}

/** The colour of a record: of the view's rule that holds, else of its first option in the colour field. */
export function recordColor(
  field: FieldModel | undefined,
  values: WireValues,
  rule?: string | null,
): string | null {
  if (rule) return rule;
  if (!field) return null;
  const value = values[field.name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return field.options.find(({ name }) => name === first)?.color ?? null;
}
