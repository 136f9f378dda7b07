/** What a card says below its title: the values that are not blank, their names for those who cannot see the card. */

import { useTranslation } from "react-i18next";

import { textOf } from "../lib/label";
import type { FieldModel, WireValues } from "../lib/model";
import { FieldShow } from "./field-show";
import { controlOf } from "./registry";

interface FactsProps {
  className: string;
  facts: readonly { path: string; field: FieldModel }[];
  /** By path. */
  values: WireValues;
}

export function Facts({ className, facts, values }: FactsProps) {
  const { i18n } = useTranslation();
  const told = facts.filter(({ path, field }) => !controlOf(field.type).isBlank(values[path]));
  if (told.length === 0) return null;
  return (
    <dl className={className}>
      {told.map(({ path, field }) => (
        <div key={path}>
          <dt className="sr-only">{textOf(field.label, i18n.language)}</dt>
          <dd>
            <FieldShow field={field} value={values[path]} compact />
          </dd>
        </div>
      ))}
    </dl>
  );
}
