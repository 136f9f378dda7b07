/** Values that every imported record gets, where the file has no column for them. */

import { Button, Select } from "antd";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Mapping } from "../../lib/api/imports";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type WireValues } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { controlOf } from "../../fields/registry";
import { LabelledField } from "../../ui/labelled-field";
import type { Target } from "./mapping";

interface ConstantsEditorProps {
  entity: EntityModel;
  mapping: Mapping;
  targets: readonly Target[];
  onMapping: (mapping: Mapping) => void;
}

export function ConstantsEditor({ entity, mapping, targets, onMapping }: ConstantsEditorProps) {
  const { t, i18n } = useTranslation();
  // References are shown by label, but sent by id: what was chosen is kept here.
  const [chosen, setChosen] = useState<WireValues>(mapping.constants ?? {});
  const taken = new Set([...mapping.columns.map(({ to }) => to?.split(".")[0]), ...Object.keys(chosen)]);
  const free = targets.filter(
    ({ part, path, field }) => !part && !taken.has(path) && controlOf(field.type).editable,
  );

  function set(next: WireValues) {
    setChosen(next);
    const told = Object.entries(next).flatMap(([name, value]) => {
      const field = fieldOf(entity, name);
      if (!field || controlOf(field.type).isBlank(value)) return [];
      return [[name, controlOf(field.type).toWire(value)] as const];
    });
    onMapping({ ...mapping, constants: Object.fromEntries(told) });
  }

  return (
    <section className="card import-section" aria-label={t("import.constants.title")}>
      <h2>{t("import.constants.title")}</h2>
      {Object.entries(chosen).map(([name, value]) => {
        const field = fieldOf(entity, name);
        if (!field) return null;
        const control = controlOf(field.type);
        const label = textOf(field.label, i18n.language);
        const { [name]: _gone, ...rest } = chosen;
        return (
          <div className="constant" key={name}>
            <LabelledField label={label} group={control.group}>
              {({ id, labelId }) => (
                <control.Input
                  field={field}
                  value={value}
                  values={chosen}
                  entity={entity.name}
                  id={id}
                  labelId={labelId}
                  controls={controlOf}
                  onChange={(typed) => set({ ...chosen, [name]: typed })}
                />
              )}
            </LabelledField>
            <Button
              type="text"
              aria-label={t("import.constants.remove", { name: label })}
              icon={<X size={14} aria-hidden="true" />}
              onClick={() => set(rest)}
            />
          </div>
        );
      })}
      <Select
        aria-label={t("import.constants.add")}
        style={{ width: 260, maxWidth: "100%" }}
        showSearch={BY_LABEL}
        value={null}
        placeholder={t("import.constants.add")}
        options={free.map(({ path, field }) => ({ value: path, label: textOf(field.label, i18n.language) }))}
        onChange={(path: string | null) => path && setChosen({ ...chosen, [path]: null })}
      />
    </section>
  );
}
