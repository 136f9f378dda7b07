/** How an entry is read: joined, split, translated, matched with records. */

import { Button, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, targetOf, type FieldModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { LabelledField } from "../../ui/labelled-field";
import { columnText, isChoice, isReference } from "./mapping";
import type { MappingEntryProps } from "./mapping-entry-props";
import { ValueTranslations } from "./value-translations";

type EntryOptionsProps = MappingEntryProps & { field: FieldModel | undefined; samples: string[] };

export function EntryOptions(props: EntryOptionsProps) {
  const { entry, field, onChange, repeated } = props;
  const { t } = useTranslation();
  return (
    <div className="entry-options">
      <div className="row-line wrap-line">
        <Joining {...props} />
        <Splitting {...props} />
      </div>
      {entry.from.length > 1 || entry.split ? <Outcome samples={props.samples} /> : null}
      {isChoice(field) && field ? (
        <ValueTranslations field={field} entry={entry} samples={props.samples} onChange={onChange} />
      ) : null}
      {isReference(field) && field ? <Matching {...props} field={field} /> : null}
      <div className="row-line">
        <Button size="small" onClick={props.onAgain}>
          {t("import.columns.again")}
        </Button>
        {repeated ? (
          <Button size="small" onClick={props.onRemove}>
            {t("import.columns.remove")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** The first texts, whole, as they will be imported. */
function Outcome({ samples }: { samples: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <div className="small" aria-live="polite">
      <span className="muted">{t("import.join.outcome")}</span>
      <ul className="outcome">
        {samples.map((sample) => (
          <li key={sample}>{sample}</li>
        ))}
      </ul>
    </div>
  );
}

function Joining({ entry, columns, onChange, onJoin, onPart }: EntryOptionsProps) {
  const { t } = useTranslation();
  const others = columns.filter(({ letter }) => !entry.from.includes(letter));
  return (
    <div className="row-line wrap-line">
      <LabelledField label={t("import.join.add")}>
        {({ id }) => (
          <Select
            id={id}
            style={{ width: 220 }}
            showSearch={BY_LABEL}
            value={null}
            placeholder={t("import.join.choose")}
            options={others.map((column) => ({ value: column.letter, label: columnText(column) }))}
            onChange={(letter: string | null) => letter && onJoin(letter)}
          />
        )}
      </LabelledField>
      {entry.from.length > 1 ? (
        <>
          <LabelledField label={t("import.join.with")}>
            {({ id }) => (
              <Input
                id={id}
                style={{ width: 90 }}
                maxLength={20}
                value={entry.join ?? " "}
                onChange={(event) => onChange({ ...entry, join: event.target.value })}
              />
            )}
          </LabelledField>
          {entry.from.slice(1).map((letter) => (
            <Button key={letter} size="small" onClick={() => onPart(letter)}>
              {t("import.join.part", { letter })}
            </Button>
          ))}
        </>
      ) : null}
    </div>
  );
}

function Splitting({ entry, onChange }: EntryOptionsProps) {
  const { t } = useTranslation();
  const { split, ...rest } = entry;
  return (
    <div className="row-line wrap-line">
      <LabelledField label={t("import.split.by")}>
        {({ id }) => (
          <Input
            id={id}
            style={{ width: 110 }}
            maxLength={20}
            placeholder={t("import.split.none")}
            value={split?.separator ?? ""}
            onChange={(event) => {
              const separator = event.target.value;
              onChange(separator ? { ...rest, split: { separator, index: split?.index ?? 0 } } : rest);
            }}
          />
        )}
      </LabelledField>
      {split ? (
        <LabelledField label={t("import.split.piece")}>
          {({ id }) => (
            <InputNumber
              id={id}
              style={{ width: 90 }}
              min={1}
              max={50}
              precision={0}
              value={split.index + 1}
              onChange={(piece) => onChange({ ...rest, split: { ...split, index: (piece ?? 1) - 1 } })}
            />
          )}
        </LabelledField>
      ) : null}
    </div>
  );
}

function Matching({ entry, field, onChange }: EntryOptionsProps & { field: FieldModel }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const target = entityOf(model, targetOf(field) ?? "");
  const unique = target?.fields.filter((item) => item.unique) ?? [];
  return (
    <div className="row-line wrap-line">
      <LabelledField label={t("import.match.by")}>
        {({ id }) => (
          <Select
            id={id}
            style={{ width: 200 }}
            value={entry.match ?? ""}
            options={[
              { value: "", label: t("import.match.usual") },
              { value: "title", label: t("import.match.title") },
              { value: "id", label: t("import.match.id") },
              ...unique.map((item) => ({ value: item.name, label: textOf(item.label, i18n.language) })),
            ]}
            onChange={(match: string) => {
              const { match: _before, ...rest } = entry;
              onChange(match ? { ...rest, match } : rest);
            }}
          />
        )}
      </LabelledField>
      <LabelledField label={t("import.match.unmatched")}>
        {({ id }) => (
          <Select
            id={id}
            style={{ width: 200 }}
            value={entry.unmatched ?? "fail"}
            options={(["fail", "blank"] as const).map((policy) => ({
              value: policy,
              label: t(`import.policy.${policy}`),
            }))}
            onChange={(unmatched) => onChange({ ...entry, unmatched })}
          />
        )}
      </LabelledField>
    </div>
  );
}
