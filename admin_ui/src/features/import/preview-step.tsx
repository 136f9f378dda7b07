/** What the import would do, checked on the first rows, with the problems of each row. */

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Button, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import {
  previewImport,
  runImport,
  type ImportInspection,
  type ImportPreview,
  type Mapping,
  type PreviewRow,
} from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type FieldModel } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import { FieldShow } from "../../fields/field-show";
import { Pill } from "../../ui/pill";
import { ProblemNote } from "../../ui/problem-note";
import { fieldNameOf, newOptions, NewOptions, remarksOf, UnknownOptions } from "./unknown-options";

interface PreviewStepProps {
  entity: EntityModel;
  inspection: ImportInspection;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  onBack: () => void;
  onStarted: (job: number) => void;
}

export function PreviewStep({ entity, inspection, mapping, onMapping, onBack, onStarted }: PreviewStepProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const preview = useQuery({
    queryKey: ["import-preview", workspace, inspection.id, mapping],
    queryFn: () => previewImport(workspace, inspection.id, mapping),
    staleTime: 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const run = useMutation({
    mutationFn: () => runImport(workspace, inspection.id, mapping),
    onSuccess: ({ job }) => onStarted(job),
  });
  return (
    <div className="stack">
      {preview.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {preview.error ? <ProblemNote error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? (
        <UnknownOptions entity={entity} rows={preview.data.rows} mapping={mapping} onMapping={onMapping} />
      ) : null}
      {preview.data ? (
        <NewOptions entity={entity} rows={preview.data.rows} mapping={mapping} onMapping={onMapping} />
      ) : null}
      {preview.data ? <Preview entity={entity} preview={preview.data} inspection={inspection} /> : null}
      {run.error ? <ProblemNote error={run.error} /> : null}
      <div className="import-actions">
        <Button onClick={onBack}>{t("import.back")}</Button>
        <span className="grow" />
        <Button
          type="primary"
          disabled={!preview.data || preview.isPlaceholderData}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t("import.run")}
        </Button>
      </div>
    </div>
  );
}

const MEANINGS = { create: "ok", update: "info", fail: "bad", skip: "warn" } as const;
const ACTIONS = ["create", "update", "skip", "fail"] as const;

interface PreviewProps {
  entity: EntityModel;
  preview: ImportPreview;
  inspection: ImportInspection;
}

function Preview({ entity, preview, inspection }: PreviewProps) {
  const { t, i18n } = useTranslation();
  const { summary, rows } = preview;
  const faulty = rows.filter((row) => row.problems.length > 0 || remarksOf(row).length > 0);
  const bad = rows.filter((row) => row.problems.length > 0);
  const [chosen, setChosen] = useState<"all" | "faulty" | "bad">("bad");
  // The server shows a part of many rows, those with remarks first.
  const more = faulty.length === rows.length && rows.length < summary.checked ? "+" : "";
  const possible = chosen === "bad" && bad.length === 0 ? "faulty" : chosen;
  const shown = faulty.length > 0 ? possible : "all";
  const names = [...rows.flatMap((row) => Object.keys(row.values)), ...newOptions(rows).keys()];
  const fields = entity.fields.filter(({ name }) => names.includes(name));
  return (
    <>
      <div className="card import-summary" aria-live="polite">
        <span>
          {t("import.preview.checked", {
            checked: formatCount(summary.checked, i18n.language),
            rows: formatCount(inspection.file.rows, i18n.language),
          })}
        </span>
        {ACTIONS.filter((action) => summary[action] > 0).map((action) => (
          <Pill
            key={action}
            meaning={MEANINGS[action]}
            text={t(`import.preview.${action}`, { count: summary[action] })}
          />
        ))}
      </div>
      {faulty.length > 0 ? (
        <Segmented
          value={shown}
          aria-label={t("import.preview.which")}
          options={[
            ...(bad.length > 0 && bad.length < faulty.length
              ? [
                  {
                    value: "bad" as const,
                    label: t("import.preview.bad", { number: `${bad.length}${more}` }),
                  },
                ]
              : []),
            { value: "faulty", label: t("import.preview.faulty", { number: `${faulty.length}${more}` }) },
            { value: "all", label: t("import.preview.all") },
          ]}
          onChange={setChosen}
        />
      ) : null}
      <div className="card preview-scroll" tabIndex={0} role="region" aria-label={t("import.preview.rows")}>
        <table className="preview-table">
          <thead>
            <tr>
              <th>{t("import.preview.row")}</th>
              <th>{t("import.preview.what")}</th>
              {fields.map((field) => (
                <th key={field.name}>{textOf(field.label, i18n.language)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {{ bad, faulty, all: rows }[shown].map((row) => (
              <RowLine key={row.number} row={row} fields={fields} entity={entity} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface PreviewCellProps {
  field: FieldModel;
  value: unknown;
  /** Texts that are no options yet, but will be. */
  fresh: ReadonlySet<string> | undefined;
  /** What the file says where that is no value of the field. */
  refused: string;
}

function PreviewCell({ field, value, fresh, refused }: PreviewCellProps) {
  const blank = controlOf(field.type).isBlank(value);
  const instead = blank && (fresh !== undefined || refused !== "");
  return (
    <div className="preview-cell">
      {instead ? null : <FieldShow field={field} value={value} compact />}
      {blank && refused ? <span className="refused-text">{refused}</span> : null}
      {[...(fresh ?? [])].map((text) => (
        <span key={text} className="new-option">
          {text}
        </span>
      ))}
    </div>
  );
}

/** The text of a row that a field does not take. */
function refusedText(row: PreviewRow, name: string): string {
  const found = row.problems.find(({ path }) => fieldNameOf(path) === name)?.params?.value;
  return typeof found === "string" ? found : "";
}

function RowLine({ row, fields, entity }: { row: PreviewRow; fields: FieldModel[]; entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const fresh = newOptions([row]);
  const told = [
    ...row.problems.map((problem) => ({ ...problem, bad: true })),
    ...remarksOf(row).map((problem) => ({ ...problem, bad: false })),
  ];
  return (
    <>
      <tr>
        <td className="numeric">{row.number}</td>
        <td>
          <Pill meaning={MEANINGS[row.action]} text={t(`import.action.${row.action}`)} />
        </td>
        {fields.map((field) => (
          <td key={field.name}>
            <PreviewCell
              field={field}
              value={row.values[field.name]}
              fresh={fresh.get(field.name)}
              refused={refusedText(row, field.name)}
            />
          </td>
        ))}
      </tr>
      {told.map((problem, index) => {
        const field = fieldOf(entity, fieldNameOf(problem.path));
        return (
          <tr key={index} className={problem.bad ? "problem-line bad" : "problem-line"}>
            <td />
            <td colSpan={fields.length + 1}>
              <div className="problem-text">
                {field ? `${textOf(field.label, i18n.language)}: ` : ""}
                {problem.message || problem.code}
              </div>
            </td>
          </tr>
        );
      })}
    </>
  );
}
