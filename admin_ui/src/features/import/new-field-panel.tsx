/** Making a field for a column that is none yet. */

import type { TFunction } from "i18next";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useId, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";

import { addField } from "../../lib/api/apps";
import type { ImportColumn, MappingColumn } from "../../lib/api/imports";
import { asProblem, type ApiProblem } from "../../lib/api/problem";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { modelQuery } from "../../lib/queries";
import { BY_LABEL } from "../../lib/pinyin";
import { LabelledField } from "../../ui/labelled-field";
import { ProblemNote } from "../../ui/problem-note";
import { entryName, isChoiceType } from "./mapping";
import {
  filling,
  guessOf,
  isTaken,
  likelyLabel,
  likelyType,
  NEW_FIELD_TYPES,
  newField,
  type NewFieldType,
} from "./new-field";

interface NewFieldPanelProps {
  entity: EntityModel;
  entry: MappingColumn;
  columns: readonly ImportColumn[];
  /** The name that somebody looked for in vain; empty for the column's own. */
  typed: string;
  onMade: (entry: MappingColumn, label: string) => void;
  onCancel: () => void;
}

const LONGEST_LABEL = 100;

export function NewFieldPanel({ entity, entry, columns, typed, onMade, onCancel }: NewFieldPanelProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const queries = useQueryClient();
  const titleId = useId();
  const guess = guessOf(entry, columns);
  const [label, setLabel] = useState(() => typed || likelyLabel(entry, columns));
  const [type, setType] = useState<NewFieldType>(() => likelyType(guess));
  const [asked, setAsked] = useState(false);
  const taken = isTaken(entity, label);
  const add = useMutation({
    mutationFn: async () => {
      const wish = { label, type, locale: i18n.language, guess, currency: model.settings.currency };
      const name = await addField(workspace, app, entity.name, newField(wish));
      await queries.invalidateQueries({ queryKey: modelQuery(workspace, app).queryKey });
      return name;
    },
    onSuccess: (name) => onMade(filling(entry, name, type, guess), label.trim()),
  });
  const refused = placed(add.error ? asProblem(add.error) : null);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setAsked(true);
    if (label.trim() && !taken && !add.isPending) add.mutate();
  }

  return (
    <form className="new-field" aria-labelledby={titleId} onSubmit={submit}>
      <strong id={titleId}>{t("import.newField.title", { name: entryName(entry, columns) })}</strong>
      {refused.elsewhere ? <ProblemNote error={add.error} /> : null}
      <div className="row-line wrap-line new-field-line">
        <LabelledField
          label={t("import.newField.label")}
          problem={refused.label ?? labelProblem(asked && !label.trim(), taken, t)}
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              autoFocus
              maxLength={LONGEST_LABEL}
              value={label}
              onChange={(event) => {
                setLabel(event.target.value);
                add.reset();
              }}
              onKeyDown={(event) => {
                if (event.key === "Escape" && !event.nativeEvent.isComposing) onCancel();
              }}
            />
          )}
        </LabelledField>
        <LabelledField label={t("import.newField.type")} problem={refused.type}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={type}
              showSearch={BY_LABEL}
              options={NEW_FIELD_TYPES.map((name) => ({ value: name, label: t(`import.guess.${name}`) }))}
              onChange={setType}
            />
          )}
        </LabelledField>
      </div>
      <div className="muted small">
        {isChoiceType(type) ? <div>{t("import.newField.choices")}</div> : null}
        <div>{t("import.newField.stays", { entity: textOf(entity.label, i18n.language) })}</div>
      </div>
      <div className="row-line">
        <Button type="primary" size="small" htmlType="submit" loading={add.isPending}>
          {t("import.newField.make")}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

function labelProblem(missing: boolean, taken: boolean, t: TFunction): string | undefined {
  if (missing) return t("import.newField.labelMissing");
  return taken ? t("import.newField.labelTaken") : undefined;
}

interface Placed {
  label?: string | undefined;
  type?: string | undefined;
  /** Whether something was refused that concerns neither. */
  elsewhere: boolean;
}

/** The server's sentences, each beside the control that it is about. */
function placed(refusal: ApiProblem | null): Placed {
  const about = (steps: RegExp) => refusal?.problems.find(({ path }) => steps.test(path));
  const label = about(/\.(label|name)(\.|$)/);
  const type = about(/\.(type|settings)(\.|$)/);
  return {
    label: label?.message,
    type: type?.message,
    elsewhere: refusal !== null && label === undefined && type === undefined,
  };
}
