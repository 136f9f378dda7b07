/** What an import that reached its end did, and what can be done next. */

import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { failedRowsAddress, type ImportResult } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { UndoImport } from "./undo-import";

const COUNTS = ["created", "updated", "skipped", "failed"] as const;

export function ImportCounts({ result }: { result: ImportResult }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="import-counts">
      {COUNTS.map((name) => (
        <div key={name} className={name === "failed" && result.failed > 0 ? "bad" : ""}>
          <dt>{t(`import.result.${name}`)}</dt>
          <dd className="numeric">{formatCount(result[name], i18n.language)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the rows that failed can be had. */
export function FailedRows({ importId, result }: { importId: string; result: ImportResult }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  if (result.failed === 0) return null;
  return (
    <div className="row-line wrap-line">
      {(["csv", "xlsx"] as const).map((format) => (
        <a
          key={format}
          className="button-link"
          href={failedRowsAddress(workspace, importId, format)}
          download
        >
          <Download size={15} aria-hidden="true" />
          {t(`import.result.failedRows.${format}`)}
        </a>
      ))}
    </div>
  );
}

interface RunResultProps {
  entity: EntityModel;
  importId: string;
  result: ImportResult;
  undone: boolean;
  /** Labels of the fields that were made for this import. */
  madeFields: readonly string[];
  onAgain: () => void;
}

export function RunResult({ entity, importId, result, undone, madeFields, onAgain }: RunResultProps) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  return (
    <>
      <h2>{t(undone ? "import.recent.state.undone" : "import.result.title")}</h2>
      {undone ? null : <ImportCounts result={result} />}
      <FailedRows importId={importId} result={result} />
      {result.unchanged ? (
        <p className="muted small">{t("import.result.unchanged", { count: result.unchanged })}</p>
      ) : null}
      {result.options ? (
        <p className="muted small">{t("import.result.options", { count: result.options })}</p>
      ) : null}
      {madeFields.length > 0 ? (
        <p className="muted small">
          {t("import.newField.kept", {
            count: madeFields.length,
            names: madeFields.join(t("filter.listSeparator")),
          })}
        </p>
      ) : null}
      <div className="row-line wrap-line">
        {result.change_set === null ? null : (
          <UndoImport
            changeSet={result.change_set}
            written={result}
            undone={undone}
            text={t("import.undo")}
          />
        )}
        <Button onClick={onAgain}>{t("import.again")}</Button>
        <span className="grow" />
        <Link
          className="button-link primary"
          to="/w/$workspace/$app/$entity"
          params={{ workspace, app, entity: entity.name }}
          search={{}}
        >
          {t("import.result.open")}
        </Link>
      </div>
    </>
  );
}
