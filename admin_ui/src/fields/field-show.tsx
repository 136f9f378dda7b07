/** The value of any field, as people read it. */

import type { FieldModel } from "../lib/model";
import { controlOf } from "./registry";

interface FieldShowProps {
  field: FieldModel;
  value: unknown;
  compact?: boolean;
}

export function FieldShow({ field, value, compact = false }: FieldShowProps) {
  const control = controlOf(field.type);
  if (control.isBlank(value)) {
    return (
      <span className="muted" aria-hidden="true">
        —
      </span>
    );
  }
  return <control.Show field={field} value={value} compact={compact} controls={controlOf} />;
}
