/** One field of a record: its value, or the control to change it with label, help and problem. */

import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { FieldModel, FormFieldItem, WireValues } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { LabelledField } from "../../ui/labelled-field";

interface FieldLineProps {
  field: FieldModel;
  item: FormFieldItem;
  entity: string;
  values: WireValues;
  editing: boolean;
  required: boolean;
  locked: boolean;
  problem: string | undefined;
  onChange: (value: unknown) => void;
}

export function FieldLine({
  field,
  item,
  entity,
  values,
  editing,
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
        <div className="fact-label">{label}</div>
        <div className="fact-value">
          <FieldShow field={field} value={value} />
        </div>
      </div>
    );
  }
  return (
    <LabelledField
      label={label}
      required={required}
      help={textOf(item.help ?? field.help, locale) || undefined}
      problem={problem}
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
          placeholder={textOf(item.placeholder ?? field.placeholder, locale) || undefined}
          controls={controlOf}
          onChange={onChange}
        />
      )}
    </LabelledField>
  );
}
