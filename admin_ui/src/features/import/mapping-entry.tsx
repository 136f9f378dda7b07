/** One column, or several joined, and the field they fill. */

import { Button, type RefSelectProps } from "antd";
import { SlidersHorizontal } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { mayBuild, useAppPlace } from "../../lib/app-context";
import type { Texts } from "../../lib/i18n";
import { EntryOptions } from "./entry-options";
import { entryName, isChoice, isReference, retarget, samplesOf } from "./mapping";
import type { MappingEntryProps } from "./mapping-entry-props";
import { NewFieldPanel } from "./new-field-panel";
import { TargetSelect } from "./target-select";

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

export function MappingEntry(props: MappingEntryProps) {
  const { entry, columns, targets, onChange } = props;
  const { t } = useTranslation();
  const place = useAppPlace();
  const field = targets.find(({ path }) => path === entry.to)?.field;
  const [open, setOpen] = useState(false);
  const name = entryName(entry, columns);
  const samples = samplesOf(entry, columns);
  const guess = columns.find(({ letter }) => letter === entry.from[0])?.guess;
  const [making, setMaking] = useState<{ typed: string } | null>(null);
  const select = useRef<RefSelectProps>(null);
  const tuned = isChoice(field) || isReference(field);

  function close() {
    setMaking(null);
    select.current?.focus();
  }

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
          <TargetSelect
            ref={select}
            label={t("import.columns.fieldFor", { name })}
            targets={targets}
            value={entry.to}
            making={making !== null}
            mayMake={mayBuild(place)}
            onMake={(typed) => setMaking({ typed })}
            onChange={(path) => {
              setMaking(null);
              onChange(retarget(entry, path));
            }}
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
      {making ? (
        <NewFieldPanel
          entity={props.entity}
          entry={entry}
          columns={columns}
          typed={making.typed}
          onMade={(next, label) => {
            onChange(next);
            props.onFieldMade(label);
            close();
          }}
          onCancel={close}
        />
      ) : null}
      {open ? <EntryOptions {...props} field={field} samples={samples} /> : null}
    </div>
  );
}
