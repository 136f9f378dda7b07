/** Changes many records: at once, or by a job whose progress is told; what came of it can be taken back. */

import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem, type Problem } from "../../lib/api/problem";
import { cancelJob } from "../../lib/api/imports";
import {
  changeMany,
  changeSetOf,
  type BulkChange,
  type BulkResult,
  type Place,
  type Which,
} from "../../lib/api/records";
import { endOfJob } from "../../lib/api/job-result";
import { useProblemText } from "../../ui/problem-note";
import { useUndo } from "../../ui/use-undo";
import type { RowWindow } from "./row-window";
import type { Selection } from "./selection";

export type Change = Omit<BulkChange, "ids" | "excluded" | keyof Which>;

export interface Failure {
  id: number | null;
  problems: Problem[];
  /** What the record is called, where the list knows it. */
  title?: string;
}

interface Outcome {
  done: number;
  failed: number;
  failures: Failure[];
  changeSet: number | null;
  cancelled: boolean;
}

export interface Progress {
  job: number;
  done: number;
  total: number | null;
}

interface JobTally {
  updated?: number;
  failed?: number;
  failures?: Failure[];
  change_set?: number | null;
}

/** The failures with the titles of records that some window of the list holds. */
function titled(queries: QueryClient, place: Place, list: readonly Failure[]): Failure[] {
  const windows = queries.getQueriesData<RowWindow>({ queryKey: ["records", place, "window"] });
  const titles = new Map(
    windows.flatMap(([, known]) =>
      (known?.pages ?? []).flatMap(({ rows }) => (rows ?? []).map(({ id, title }) => [id, title] as const)),
    ),
  );
  return list.map((one) => ({ ...one, title: (one.id !== null && titles.get(one.id)) || "" }));
}

function atOnce({ failed = [], updated = 0, change_set: changeSet = null }: BulkResult): Outcome {
  return { done: updated, failed: failed.length, failures: failed, changeSet, cancelled: false };
}

function byJob(tally: JobTally | null): Outcome {
  const { updated = 0, failed = 0, failures = [], change_set: changeSet = null } = tally ?? {};
  return { done: updated, failed, failures, changeSet, cancelled: false };
}

/** What a bulk request says about which records. */
export function targetsOf(
  selection: Selection,
  which: Which,
): Pick<BulkChange, "ids" | "excluded" | keyof Which> {
  const ids = [...selection.ids];
  if (!selection.all) return { ids };
  return { ...which, filter: which.filter ?? null, ...(ids.length > 0 ? { excluded: ids } : {}) };
}

export function useBulk(place: Place, selection: Selection, which: Which, onDone: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const say = useProblemText();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failures, setFailures] = useState<{ count: number; list: Failure[] } | null>(null);

  async function carryOut(change: Change): Promise<Outcome> {
    const result = await changeMany(place, { ...change, ...targetsOf(selection, which) });
    if (result.job === undefined) return atOnce(result);
    const id = result.job;
    setProgress({ job: id, done: 0, total: null });
    const job = await endOfJob(place.workspace, id, ({ done, total }) =>
      setProgress({ job: id, done, total }),
    );
    if (job.state !== "cancelled") return byJob(job.result as JobTally | null);
    const { records = 0, id: changeSet = null } = (await changeSetOf(place.workspace, id)) ?? {};
    return { ...byJob(null), done: records, changeSet, cancelled: true };
  }

  const run = useMutation({
    mutationFn: carryOut,
    onSuccess: async ({ done, failed, failures: list, changeSet, cancelled }, { action }) => {
      if (cancelled && done === 0) message.info(t("bulk.cancelled"));
      else if (cancelled) offerUndo(t("bulk.stopped", { count: done }), changeSet);
      else if (done > 0)
        offerUndo(t(action === "delete" ? "list.deleted" : "bulk.changed", { count: done }), changeSet);
      else if (failed === 0) message.info(t("bulk.nothing"));
      if (failed > 0) setFailures({ count: failed, list: titled(queries, place, list) });
      else onDone();
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (error) => void message.error(say(asProblem(error))),
    onSettled: () => setProgress(null),
  });
  return {
    run: run.mutateAsync,
    busy: run.isPending,
    progress,
    cancel: () => progress && void cancelJob(place.workspace, progress.job),
    failures,
    forgetFailures: () => {
      setFailures(null);
      onDone();
    },
  };
}
