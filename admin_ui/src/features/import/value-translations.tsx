/** Texts of the file and the options they stand for, and what becomes of texts without an option. */

import { Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { MappingColumn } from "../../lib/api/imports";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { FieldModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { LabelledField } from "../../ui/labelled-field";

interface ValueTranslationsProps {
  field: FieldModel;
  entry: MappingColumn;
  samples: readonly string[];
  onChange: (entry: MappingColumn) => void;
}

/** How a text reads when no translation is given: the option of that name or label. */
function natural(field: FieldModel, text: string): string | undefined {
  const folded = text.trim().toLowerCase();
  return field.options.find(({ name, label }) =>
    [name, ...Object.values(label)].some((word) => word.toLowerCase() === folded),
  )?.name;
}

const AS_FOUND = "";
const BLANK = " blank";

export function ValueTranslations({ field, entry, samples, onChange }: ValueTranslationsProps) {
  const { t, i18n } = useTranslation();
  const administrator = mayBuild(useAppPlace());
  const mayCreate = administrator && !field.system; // stages are made where their flow is
  const policies = mayCreate ? (["fail", "blank", "create"] as const) : (["fail", "blank"] as const);
  const texts = [...new Set([...Object.keys(entry.values ?? {}), ...samples])];
  const options = field.options.map(({ name, label }) => ({
    value: name,
    label: textOf(label, i18n.language),
  }));

  function translate(text: string, chosen: string) {
    const values = { ...entry.values };
    if (chosen === AS_FOUND) delete values[text];
    else values[text] = chosen === BLANK ? null : chosen;
    const { values: _before, ...rest } = entry;
    onChange(Object.keys(values).length > 0 ? { ...rest, values } : rest);
  }

  return (
    <div className="stack">
      <LabelledField label={t("import.unknown.label")}>
        {({ id }) => (
          <Select
            id={id}
            style={{ width: 240 }}
            value={entry.unknown ?? "fail"}
            options={policies.map((policy) => ({ value: policy, label: t(`import.policy.${policy}`) }))}
            onChange={(unknown) => onChange({ ...entry, unknown })}
          />
        )}
      </LabelledField>
      <div className="translations">
        {texts.map((text) => (
          <TranslationLine
            key={text}
            text={text}
            usual={natural(field, text) === undefined ? (entry.unknown ?? "fail") : "asFound"}
            chosen={chosenFor(entry, text)}
            options={options}
            onChoose={(value) => translate(text, value)}
          />
        ))}
      </div>
    </div>
  );
}

function chosenFor(entry: MappingColumn, text: string): string {
  const value = entry.values?.[text];
  return value === undefined ? AS_FOUND : (value ?? BLANK);
}

interface TranslationLineProps {
  text: string;
  /** What becomes of the text when nothing is chosen for it. */
  usual: "asFound" | "fail" | "blank" | "create";
  chosen: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function TranslationLine({ text, usual, chosen, options, onChoose }: TranslationLineProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="translation">
      <label className="clip" htmlFor={id}>
        {text}
      </label>
      <Select
        id={id}
        showSearch={BY_LABEL}
        value={chosen}
        {...(usual === "fail" && chosen === AS_FOUND ? { status: "warning" as const } : {})}
        options={[
          { value: AS_FOUND, label: t(`import.translate.${usual}`) },
          { value: BLANK, label: t("import.translate.leave") },
          ...options,
        ]}
        onChange={onChoose}
      />
    </div>
  );
}
