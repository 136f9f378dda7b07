/** A link to one record of one of several entities: first which kind, then which record. */

import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf } from "../../lib/model";
import { defineControl, type InputProps } from "../control";
import { readReferred, type Referred } from "../pieces/read";
import { RecordLink, RecordsSelect } from "../pieces/records";

function ReferenceAnyInput({ value, onChange, ...props }: InputProps<Referred>) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const listed = props.field.settings.entities;
  const entities = (Array.isArray(listed) ? listed : [])
    .map((reference) => entityOf(model, String(reference)))
    .filter((entity) => entity !== undefined);
  const [chosen, setChosen] = useState(entities[0]?.name ?? "");
  const target = value?.entity ?? chosen;
  return (
    <div className="reference-any">
      <Select
        aria-label={t("field.kindOfRecord")}
        className="reference-kind"
        value={target}
        disabled={props.disabled ?? false}
        options={entities.map((entity) => ({
          value: entity.name,
          label: textOf(entity.label, i18n.language),
        }))}
        onChange={(name: string) => {
          setChosen(name);
          onChange(null);
        }}
      />
      <RecordsSelect
        {...props}
        many={false}
        target={target}
        value={value && !value.hidden ? [value] : null}
        onChange={(list) => onChange(list?.[0] ? { ...list[0], entity: target } : null)}
      />
    </div>
  );
}

export const referenceAnyControl = defineControl<Referred>({
  type: "reference_any",
  read: readReferred,
  group: true,
  width: 200,
  toWire: ({ entity, id }) => ({ entity, id }),
  Input: ReferenceAnyInput,
  Show: ({ value }) => <RecordLink record={value} target={value.entity} />,
});
