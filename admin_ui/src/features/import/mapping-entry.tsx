/** One column, or several joined, and the field they fill. */

import { Button, Select } from "antd";
import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Texts } from "../../lib/i18n";
import { textOf } from "../../lib/label";
import { EntryOptions } from "./entry-options";
import { entryName, isChoice, isReference, retarget, samplesOf, type Target } from "./mapping";
import type { MappingEntryProps } from "./mapping-entry-props";

const GUESSES = [
  "text",
  "long_text",
  "integer",
  "number",
  "money",
  "percent",
  "boolean",
  "date",
  "datetime",
  "time",
  "duration",
  "email",
  "url",
  "phone",
  "credit_code",
  "id_number",
  "select",
  "multi_select",
  "empty",
] as const satisfies readonly (keyof Texts["import"]["guess"])[];

function isGuess(type: string): type is (typeof GUESSES)[number] {
  return (GUESSES as readonly string[]).includes(type);
}

const MOST_SAMPLES = 4;

export function targetName(target: Target, locale: string, partLabel: (part: string) => string): string {
  const label = textOf(target.field.label, locale);
  return target.part ? `${label} · ${partLabel(target.part)}` : label;
}

export function MappingEntry(props: MappingEntryProps) {
  const { entry, columns, targets, onChange } = props;
  const { t, i18n } = useTranslation();
  const field = targets.find(({ path }) => path === entry.to)?.field;
  const [open, setOpen] = useState(false);
  const name = entryName(entry, columns);
  const samples = samplesOf(entry, columns);
  const guess = columns.find(({ letter }) => letter === entry.from[0])?.guess;
  const tuned = isChoice(field) || isReference(field);
  return (
    <div className={entry.to === null ? "mapping-entry skipped" : "mapping-entry"}>
      <div className="mapping-line">
        <div className="mapping-column">
          <span className="letter">{entry.from.join("+")}</span>
          {name === entry.from.join(" + ") ? null : <strong className="clip">{name}</strong>}
          {guess && isGuess(guess.type) ? (
            <span className="muted small">{t(`import.guess.${guess.type}`)}</span>
          ) : null}
        </div>
        <div className="mapping-samples muted small">
          {samples.slice(0, MOST_SAMPLES).map((sample) => (
            <span key={sample} className="sample clip">
              {sample}
            </span>
          ))}
        </div>
        <div className="row-line">
          <Select
            aria-label={t("import.columns.fieldFor", { name })}
            style={{ flex: 1, minWidth: 0 }}
            showSearch={{ optionFilterProp: "label" }}
            value={entry.to ?? ""}
            options={[
              { value: "", label: t("import.columns.skip") },
              ...targets.map((target) => ({
                value: target.path,
                label: targetName(target, i18n.language, (part) => t(`part.${part}` as "part.min")),
              })),
            ]}
            onChange={(path: string) => onChange(retarget(entry, path || null))}
          />
          <Button
            type={tuned && !open ? "default" : "text"}
            aria-expanded={open}
            aria-label={t("import.columns.optionsFor", { name })}
            icon={<SlidersHorizontal size={15} aria-hidden="true" />}
            onClick={() => setOpen(!open)}
          />
        </div>
      </div>
      {open ? <EntryOptions {...props} field={field} samples={samples} /> : null}
    </div>
  );
}
