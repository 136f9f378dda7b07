/** The import under way, and what came of it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Progress, Skeleton } from "antd";
import { Download, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import {
  cancelJob,
  failedRowsAddress,
  readImport,
  readJob,
  type ImportResult,
  type Job,
} from "../../lib/api/imports";
import { undoChangeSet } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { ProblemNote } from "../../ui/problem-note";

interface RunStepProps {
  entity: EntityModel;
  importId: string;
  job: number;
  /** Labels of the fields that were made for this import. */
  madeFields: readonly string[];
  onAgain: () => void;
}

const POLL_MS = 600;

export function RunStep({ entity, importId, job: jobId, madeFields, onAgain }: RunStepProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const job = useQuery({
    queryKey: ["job", workspace, jobId],
    queryFn: () => readJob(workspace, jobId),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data && data.state !== "queued" && data.state !== "running" ? false : POLL_MS,
  });
  const state = job.data?.state;
  const ended = state === "done" || state === "failed" || state === "cancelled";
  const outcome = useQuery({
    queryKey: ["import", workspace, importId],
    queryFn: () => readImport(workspace, importId),
    enabled: ended,
    staleTime: 0,
  });
  useEffect(() => {
    if (!ended) return;
    void queries.invalidateQueries({ queryKey: ["records"] });
    // New options may have been made.
    void queries.invalidateQueries({ queryKey: ["model"] });
  }, [ended, queries]);

  return (
    <section className="card import-section" aria-label={t("import.step.run")} aria-live="polite">
      {job.error ? <ProblemNote error={job.error} onRetry={() => void job.refetch()} /> : null}
      {ended ? null : <UnderWay job={job.data} />}
      <Ending job={job.data} />
      {ended && outcome.isPending ? <Skeleton active /> : null}
      {outcome.data?.result ? (
        <Result
          entity={entity}
          importId={importId}
          result={outcome.data.result}
          madeFields={madeFields}
          onAgain={onAgain}
        />
      ) : null}
    </section>
  );
}

/** What there is to say about a job that did not reach its end. */
function Ending({ job }: { job: Job | undefined }) {
  const { t } = useTranslation();
  if (job?.state === "cancelled") return <div className="note warn">{t("import.cancelled")}</div>;
  if (job?.state !== "failed") return null;
  return (
    <div className="note bad" role="alert">
      {job.error?.message || t("import.failedWhole")}
    </div>
  );
}

function UnderWay({ job }: { job: Job | undefined }) {
  const { t, i18n } = useTranslation();
  const { workspace } = useAppPlace();
  const cancel = useMutation({ mutationFn: (id: number) => cancelJob(workspace, id) });
  const done = job?.done ?? 0;
  const total = job?.total ?? 0;
  const counts = {
    done: formatCount(done, i18n.language),
    total: formatCount(total, i18n.language),
  };
  return (
    <>
      <Progress
        percent={total > 0 ? Math.round((100 * done) / total) : 0}
        aria-label={t("import.progress")}
      />
      <div className="row-line">
        <span className="muted numeric grow">
          {total > 0 ? t("import.progressOf", counts) : t("import.waiting")}
        </span>
        {job ? (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            {t("import.cancel")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

interface ResultProps {
  entity: EntityModel;
  importId: string;
  result: ImportResult;
  madeFields: readonly string[];
  onAgain: () => void;
}

const COUNTS = ["created", "updated", "skipped", "failed"] as const;

function Result({ entity, importId, result, madeFields, onAgain }: ResultProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  return (
    <>
      <h2>{t("import.result.title")}</h2>
      <dl className="import-counts">
        {COUNTS.map((name) => (
          <div key={name} className={name === "failed" && result.failed > 0 ? "bad" : ""}>
            <dt>{t(`import.result.${name}`)}</dt>
            <dd className="numeric">{formatCount(result[name], i18n.language)}</dd>
          </div>
        ))}
      </dl>
      {result.failed > 0 ? (
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
        {result.change_set === null ? null : <UndoImport changeSet={result.change_set} />}
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

function UndoImport({ changeSet }: { changeSet: number }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const [mode, setMode] = useState<"all" | "rest">("all");
  const undo = useMutation({
    mutationFn: async () => {
      const result = await undoChangeSet(workspace, changeSet, mode);
      // With conflicts nothing was taken back: the person chooses to take back the rest.
      if (result.conflicts.length > 0 && mode === "all") setMode("rest");
      return result;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["records"] }),
  });
  const conflicts = undo.data?.conflicts ?? [];
  const finished = undo.isSuccess && (undo.data.change_set !== null || conflicts.length === 0);
  if (finished) return <span className="note ok">{t("undo.done", { count: undo.data.restored })}</span>;
  return (
    <>
      <Button
        icon={<Undo2 size={15} aria-hidden="true" />}
        loading={undo.isPending}
        onClick={() => undo.mutate()}
      >
        {mode === "all" ? t("import.undo") : t("import.undoRest")}
      </Button>
      {conflicts.length > 0 ? (
        <div className="note warn" role="alert">
          <div>
            {t("import.undoConflicts", { count: conflicts.length })}
            <ul>
              {conflicts.slice(0, 8).map(({ id, title, message, code }) => (
                <li key={id}>
                  {title || `#${id}`}: {message || code}
                </li>
              ))}
            </ul>
          </div>
        </div>
      ) : null}
      {undo.error ? <ProblemNote error={undo.error} /> : null}
    </>
  );
}
