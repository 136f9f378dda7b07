/** One field of a record: its value, or the control to change it with label, help and problem. */

import { memo } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { FieldModel, FormFieldItem, WireValues } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { LabelledField } from "../../ui/labelled-field";
import type { FieldProblem } from "./problems";

interface FieldLineProps {
  field: FieldModel;
  item: FormFieldItem;
  entity: string;
  values: WireValues;
  editing: boolean;
  /** What stands above it: a field called alike does not say it again. */
  heading?: string;
  required: boolean;
  locked: boolean;
  problem: FieldProblem | undefined;
  /** The same function as long as the form lives, or every field is drawn anew at each key. */
  onChange: (name: string, value: unknown) => void;
}

/** Whether a field would look the same: of the other values it only sees the one that its choices depend on. */
function looksSame(before: FieldLineProps, after: FieldLineProps): boolean {
  const names = Object.keys(after) as (keyof FieldLineProps)[];
  const { field } = after;
  const other = field.settings.depends_on;
  return (
    names.every((name) => name === "values" || name === "problem" || before[name] === after[name]) &&
    before.problem?.text === after.problem?.text &&
    before.values[field.name] === after.values[field.name] &&
    (typeof other !== "string" || before.values[other] === after.values[other])
  );
}

export const FieldLine = memo(FieldLineView, looksSame);

function FieldLineView({
  field,
  item,
  entity,
  values,
  editing,
  heading,
  required,
  locked,
  problem,
  onChange,
}: FieldLineProps) {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  const label = textOf(item.label ?? field.label, locale);
  const value = values[field.name];
  const control = controlOf(field.type);
  const typeable = editing && control.editable && field.access === "write" && !field.system;
  if (!typeable) {
    return (
      <div className="fact">
        <div className={label === heading ? "sr-only" : "fact-label"}>{label}</div>
        <div className="fact-value">
          <FieldShow field={field} value={value} />
        </div>
      </div>
    );
  }
  return (
    <LabelledField
      label={label}
      unsaid={label === heading && !required}
      required={required}
      help={textOf(item.help ?? field.help, locale) || undefined}
      problem={problem?.text}
      group={control.group}
    >
      {({ id, labelId, describedBy }) => (
        <control.Input
          field={field}
          value={value ?? null}
          values={values}
          entity={entity}
          id={id}
          labelId={labelId}
          describedBy={describedBy}
          disabled={locked}
          invalid={problem !== undefined}
          faults={problem?.cells}
          placeholder={textOf(item.placeholder ?? field.placeholder, locale) || undefined}
          controls={controlOf}
          onChange={(next) => onChange(field.name, next)}
        />
      )}
    </LabelledField>
  );
}
