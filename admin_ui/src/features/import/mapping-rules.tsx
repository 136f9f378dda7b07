/** How rows find records that exist, what happens to those, and how dates are read. */

import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";

import type { ImportColumn, Mapping } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { LabelledField } from "../../ui/labelled-field";
import { columnText, keyFields, type Target } from "./mapping";

interface MappingRulesProps {
  entity: EntityModel;
  mapping: Mapping;
  columns: readonly ImportColumn[];
  targets: readonly Target[];
  onMapping: (mapping: Mapping) => void;
}

const POLICIES = ["update", "fill", "skip", "fail"] as const;
const ORDERS = ["ymd", "mdy", "dmy"] as const;
const MARKS = [".", ","] as const;
const EXAMPLES = { ".": "1,234.5", ",": "1.234,5" } as const;

function keyValue(key: Mapping["key"]): string {
  if (!key) return "";
  return "field" in key ? `field:${key.field}` : `column:${key.column}`;
}

export function MappingRules({ mapping, columns, targets, onMapping }: MappingRulesProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const key = mapping.key ?? null;
  const source = key && "column" in key ? key.source : "";

  function chooseKey(value: string) {
    const [kind, ...name] = value.split(":");
    const rest = name.join(":");
    if (kind === "field") onMapping({ ...mapping, key: { field: rest } });
    else if (kind === "column") onMapping({ ...mapping, key: { column: rest, source: source || "import" } });
    else onMapping({ ...mapping, key: null });
  }

  return (
    <section className="card import-section" aria-label={t("import.rules.title")}>
      <h2>{t("import.rules.title")}</h2>
      <div className="rules-grid">
        <LabelledField label={t("import.rules.key")} help={key ? undefined : t("import.rules.keyNoneHelp")}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              showSearch={BY_LABEL}
              value={keyValue(key)}
              options={[
                { value: "", label: t("import.rules.keyNone") },
                {
                  label: t("import.rules.keyFields"),
                  options: keyFields(mapping, targets).map(({ path, field }) => ({
                    value: `field:${path}`,
                    label: textOf(field.label, i18n.language),
                  })),
                },
                {
                  label: t("import.rules.keyColumns"),
                  options: columns.map((column) => ({
                    value: `column:${column.letter}`,
                    label: columnText(column),
                  })),
                },
              ]}
              onChange={chooseKey}
            />
          )}
        </LabelledField>
        {key && "column" in key ? (
          <LabelledField label={t("import.rules.source")} help={t("import.rules.sourceHelp")}>
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                maxLength={100}
                value={source}
                onChange={(event) =>
                  onMapping({ ...mapping, key: { column: key.column, source: event.target.value } })
                }
              />
            )}
          </LabelledField>
        ) : null}
        {key ? (
          <LabelledField label={t("import.rules.onMatch")}>
            {({ id }) => (
              <Select
                id={id}
                value={mapping.on_match ?? "update"}
                options={POLICIES.map((policy) => ({ value: policy, label: t(`import.onMatch.${policy}`) }))}
                onChange={(policy) => onMapping({ ...mapping, on_match: policy })}
              />
            )}
          </LabelledField>
        ) : null}
        <LabelledField label={t("import.rules.dateOrder")}>
          {({ id }) => (
            <Select
              id={id}
              value={mapping.date_order ?? model.settings.date_order}
              options={ORDERS.map((order) => ({ value: order, label: t(`import.dateOrder.${order}`) }))}
              onChange={(order) => onMapping({ ...mapping, date_order: order })}
            />
          )}
        </LabelledField>
        <LabelledField label={t("import.rules.decimalMark")}>
          {({ id }) => (
            <Select
              id={id}
              value={mapping.decimal_mark ?? "."}
              options={MARKS.map((mark) => ({ value: mark, label: EXAMPLES[mark] }))}
              onChange={(mark) => onMapping({ ...mapping, decimal_mark: mark })}
            />
          )}
        </LabelledField>
      </div>
    </section>
  );
}
