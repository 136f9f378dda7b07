/** What a card says below its title: the values that are not blank, with their names or with these only for those who
 * cannot see the card. */

import { useTranslation } from "react-i18next";

import { textOf } from "../lib/label";
import type { EntityModel, FieldModel, WireValues } from "../lib/model";
import { CellShow } from "./field-show";
import { controlOf } from "./registry";
import "./facts.css";

interface FactsProps {
  className: string;
  entity: EntityModel;
  facts: readonly { path: string; field: FieldModel; label?: string }[];
  /** By path. */
  values: WireValues;
}

/** Each value with its name before it, side by side where both fit. */
export function NamedFacts({ most, ...props }: Omit<FactsProps, "className"> & { most: number }) {
  return <FactList {...props} className="named-facts" most={most} naming="clip" />;
}

export function Facts(props: FactsProps) {
  return <FactList {...props} naming="sr-only" />;
}

interface FactListProps extends FactsProps {
  naming: string;
  most?: number;
}

function FactList({ className, entity, facts, values, naming, most }: FactListProps) {
  const { i18n } = useTranslation();
  const told = facts.filter(({ path, field }) => !controlOf(field.type).isBlank(values[path]));
  if (told.length === 0) return null;
  return (
    <dl className={className}>
      {told.slice(0, most).map(({ path, field, label }) => (
        <div key={path}>
          <dt className={naming}>{label ?? textOf(field.label, i18n.language)}</dt>
          <dd>
            <CellShow entity={entity} field={field} path={path} values={values} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
