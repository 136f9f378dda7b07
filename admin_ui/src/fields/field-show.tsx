/** The value of any field, as people read it. */

import type { EntityModel, FieldModel, WireValues } from "../lib/model";
import { canBeLate } from "./deadlines";
import { controlOf } from "./registry";

interface FieldShowProps {
  field: FieldModel;
  value: unknown;
  compact?: boolean;
  near?: "plain" | "deadline" | undefined;
}

/** A value among others of its record, in a list or on a card. */
export function CellShow({ entity, field, path, values }: CellShowProps) {
  const near = path === field.name && canBeLate(field, entity, values) ? "deadline" : "plain";
  return <FieldShow field={field} value={values[path]} compact near={near} />;
}

interface CellShowProps {
  entity: EntityModel;
  field: FieldModel;
  path: string;
  values: WireValues;
}

export function FieldShow({ field, value, compact = false, near }: FieldShowProps) {
  const control = controlOf(field.type);
  if (control.isBlank(value)) {
    return (
      <span className="muted" aria-hidden="true">
        —
      </span>
    );
  }
  return <control.Show field={field} value={value} compact={compact} near={near} controls={controlOf} />;
}
