/** The import under way, and what came of it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Progress, Skeleton } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { cancelJob, readImport, readJob, type Job } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { ProblemNote } from "../../ui/problem-note";
import { EndedEarly } from "./ended-early";
import { RunResult } from "./run-result";

interface RunStepProps {
  entity: EntityModel;
  importId: string;
  fileName: string;
  job: number;
  /** Labels of the fields that were made for this import. */
  madeFields: readonly string[];
  onStarted: (job: number) => void;
  onColumns: () => void;
  onAgain: () => void;
}

const POLL_MS = 600;

function hasEnded(job: Job | undefined): boolean {
  return job !== undefined && job.state !== "queued" && job.state !== "running";
}

export function RunStep({ fileName, ...props }: RunStepProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const job = useQuery({
    queryKey: ["job", workspace, props.job],
    queryFn: () => readJob(workspace, props.job),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (hasEnded(data) ? false : POLL_MS),
  });
  return (
    <section className="card import-section" aria-label={t("import.step.run")} aria-live="polite">
      <strong className="import-file-name">{fileName}</strong>
      {job.error ? <ProblemNote error={job.error} onRetry={() => void job.refetch()} /> : null}
      {job.data && hasEnded(job.data) ? <Ended {...props} job={job.data} /> : <UnderWay job={job.data} />}
    </section>
  );
}

type EndedProps = Omit<RunStepProps, "job" | "fileName"> & { job: Job };

function Ended({ entity, importId, job, madeFields, ...ways }: EndedProps) {
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const outcome = useQuery({
    // Tried again, the same job ends another time.
    queryKey: ["import-outcome", workspace, importId, job.finished_at],
    queryFn: () => readImport(workspace, importId),
    staleTime: 0,
  });
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ["records"] });
    // New options may have been made.
    void queries.invalidateQueries({ queryKey: ["model"] });
  }, [queries]);
  if (outcome.error) return <ProblemNote error={outcome.error} onRetry={() => void outcome.refetch()} />;
  if (!outcome.data) return <Skeleton active />;
  const { result, undone } = outcome.data;
  if (job.state !== "done" || !result) return <EndedEarly job={job} outcome={outcome.data} {...ways} />;
  return (
    <RunResult
      entity={entity}
      importId={importId}
      result={result}
      undone={undone}
      madeFields={madeFields}
      onAgain={ways.onAgain}
    />
  );
}

/** Rows are counted once those are known that make new options: a long file is read for them first. */
function HowFar({ running, done, total }: { running: boolean; done: number; total: number }) {
  const { t, i18n } = useTranslation();
  const counts = {
    done: formatCount(done, i18n.language),
    total: formatCount(total, i18n.language),
  };
  const before = running ? t("import.reading") : t("import.waiting");
  return <span className="muted numeric grow">{total > 0 ? t("import.progressOf", counts) : before}</span>;
}

function UnderWay({ job }: { job: Job | undefined }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const cancel = useMutation({ mutationFn: (id: number) => cancelJob(workspace, id) });
  const done = job?.done ?? 0;
  const total = job?.total ?? 0;
  return (
    <>
      {job?.state === "queued" && job.error ? (
        <div className="note warn">{t("import.retrying", { reason: job.error.message })}</div>
      ) : null}
      <Progress
        percent={total > 0 ? Math.round((100 * done) / total) : 0}
        aria-label={t("import.progress")}
      />
      <div className="row-line">
        <HowFar running={job?.state === "running"} done={done} total={total} />
        {job ? (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            {t("import.cancel")}
          </Button>
        ) : null}
      </div>
      {cancel.error ? <ProblemNote error={cancel.error} /> : null}
    </>
  );
}
