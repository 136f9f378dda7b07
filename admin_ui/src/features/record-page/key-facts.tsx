/** The facts that matter most, beside each other. */

import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import {
  resolvePath,
  type AppModel,
  type EntityModel,
  type FieldModel,
  type WireValues,
} from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { fieldAt } from "../../fields/part-field";

const MOST_FACTS = 6;

/** The field at the end of a path within the record, and its value; nothing for what lies in another record. */
export function valueAt(
  model: AppModel,
  entity: EntityModel,
  values: WireValues,
  path: string,
): { field: FieldModel; value: unknown } | null {
  const end = resolvePath(model, entity, path);
  if (!end || end.fields.length > 1) return null;
  const field = fieldAt(end);
  const whole = values[field.name];
  const parts = whole as Record<string, unknown> | null | undefined;
  return { field, value: end.part ? parts?.[end.part] : whole };
}

interface KeyFactsProps {
  entity: EntityModel;
  values: WireValues;
  paths: readonly string[];
}

export function KeyFacts({ entity, values, paths }: KeyFactsProps) {
  const { i18n } = useTranslation();
  const { model } = useAppPlace();
  const facts = paths.flatMap((path) => valueAt(model, entity, values, path) ?? []);
  if (facts.length === 0) return null;
  return (
    <dl className="key-facts">
      {facts.slice(0, MOST_FACTS).map(({ field, value }) => (
        <div key={field.id}>
          <dt>{textOf(field.label, i18n.language)}</dt>
          <dd>
            <FieldShow field={field} value={value} compact />
          </dd>
        </div>
      ))}
    </dl>
  );
}
