/** An import that failed or was stopped: what happened, what it wrote by then, and every way on. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { runImport, type ImportState, type Job } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { ProblemNote } from "../../ui/problem-note";
import { FailedRows, ImportCounts } from "./run-result";
import { UndoImport } from "./undo-import";

interface EndedEarlyProps {
  job: Job;
  outcome: ImportState;
  onStarted: (job: number) => void;
  onColumns: () => void;
  onAgain: () => void;
}

export function EndedEarly({ job, outcome, onStarted, onColumns, onAgain }: EndedEarlyProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const { result, undone } = outcome;
  const written = result !== null && result.change_set !== null;
  const goesOn = written && !undone;
  const again = useMutation({
    mutationFn: () => runImport(workspace, outcome.id, outcome.mapping),
    onSuccess: async (started) => {
      await queries.invalidateQueries({ queryKey: ["job", workspace, started.job] });
      onStarted(started.job);
    },
  });
  return (
    <>
      <WhatHappened job={job} outcome={outcome} goesOn={goesOn} />
      {written ? <ImportCounts result={result} /> : null}
      {written ? <FailedRows importId={outcome.id} result={result} /> : null}
      {again.error ? <ProblemNote error={again.error} /> : null}
      <div className="row-line wrap-line">
        <Button
          type="primary"
          icon={<RotateCcw size={15} aria-hidden="true" />}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {goesOn ? t("import.early.goOn") : t("action.retry")}
        </Button>
        {written ? (
          <UndoImport
            changeSet={result.change_set ?? 0}
            written={result}
            undone={undone}
            text={t("import.early.undo")}
          />
        ) : null}
        {goesOn ? null : <Button onClick={onColumns}>{t("import.back")}</Button>}
        <Button onClick={onAgain}>{t("import.otherFile")}</Button>
      </div>
    </>
  );
}

/** In plain words: why it ended, what is in the list because of it. */
function WhatHappened({ job, outcome, goesOn }: { job: Job; outcome: ImportState; goesOn: boolean }) {
  const { t, i18n } = useTranslation();
  const stopped = job.state === "cancelled";
  const { result } = outcome;
  return (
    <div className={stopped ? "note warn" : "note bad"} role="alert">
      <div className="grow">
        <strong>{stopped ? t("import.cancelled") : t("import.failedWhole")}</strong>
        {!stopped && job.error?.message ? <div>{job.error.message}</div> : null}
        <div>
          {result
            ? t("import.early.written", {
                created: formatCount(result.created, i18n.language),
                updated: formatCount(result.updated, i18n.language),
              })
            : t("import.early.nothing")}
        </div>
        {goesOn ? <div>{t("import.early.goOnHelp")}</div> : null}
      </div>
    </div>
  );
}
