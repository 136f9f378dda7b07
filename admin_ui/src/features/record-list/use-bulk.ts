/** Changes many records: at once, or by a job whose progress is told; what came of it can be taken back. */

import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeToEnd, type Failure as RawFailure, type Progress } from "../../lib/api/bulk";
import { cancelJob } from "../../lib/api/imports";
import { asProblem } from "../../lib/api/problem";
import { undoChangeSet, type BulkChange, type Place, type Which } from "../../lib/api/records";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { isOutOfReach, useTakeBack, useUndo } from "../../ui/use-undo";
import type { RowWindow } from "./row-window";
import type { Selection } from "./selection";

export type Change = Omit<BulkChange, "ids" | "excluded" | keyof Which>;

export interface Failure extends RawFailure {
  /** What the record is called, where the list knows it. */
  title?: string;
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

/** What a bulk request says about which records. */
export function targetsOf(
  selection: Selection,
  which: Which,
): Pick<BulkChange, "ids" | "excluded" | keyof Which> {
  const ids = [...selection.ids];
  if (!selection.all) return { ids };
  return { ...which, filter: which.filter ?? null, ...(ids.length > 0 ? { excluded: ids } : {}) };
}

/** What was left as it is, beside what was done. */
export interface Left {
  count: number;
  list: Failure[];
  /** What was done, and what takes it back; nothing where nothing was. */
  done: { text: string; changeSet: number | null } | null;
}

/** As many as are looked at at once. */
const MOST_TRIED = 200;
const HANDED_OVER_SECONDS = 10;

/** Whether records that were handed over are not in the hands of whoever did it any more: an undo would do nothing. */
async function isOutOfHand(
  place: Place,
  changeSet: number | null | undefined,
  done: number,
): Promise<boolean> {
  if (changeSet == null || done > MOST_TRIED) return false;
  return undoChangeSet(place.workspace, changeSet, "check").then(isOutOfReach, () => false);
}

/** `onLeft` keeps those chosen that were not changed. */
export function useBulk(
  place: Place,
  selection: Selection,
  which: Which,
  onDone: () => void,
  onLeft: (ids: number[]) => void,
) {
  const { t } = useTranslation();
  const message = useMessage();
  const say = useProblemText();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const takeBack = useTakeBack(place.workspace);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [left, setLeft] = useState<Left | null>(null);

  const run = useMutation({
    mutationFn: (change: Change) =>
      changeToEnd(place, { ...change, ...targetsOf(selection, which) }, setProgress),
    onSuccess: async ({ done, failed, failures: list, changeSet, cancelled }, { action }) => {
      const text = t(cancelled ? "bulk.stopped" : action === "delete" ? "list.deleted" : "bulk.changed", {
        count: done,
      });
      if (failed > 0) {
        // The way back is offered in the dialog that tells of the others: its time does not run out behind it.
        const way = done > 0 ? { text, changeSet } : null;
        setLeft({ count: failed, list: titled(queries, place, list), done: way });
      } else {
        if (action === "owner" && (await isOutOfHand(place, changeSet, done)))
          message.success(t("bulk.handedOver", { count: done }), HANDED_OVER_SECONDS);
        else if (done > 0) offerUndo(text, changeSet);
        else message.info(t(cancelled ? "bulk.cancelled" : "bulk.nothing"));
        onDone();
      }
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
    left,
    forgetLeft: () => {
      if (!left) return;
      setLeft(null);
      if (left.done) offerUndo(left.done.text, left.done.changeSet);
      onLeft(left.list.flatMap(({ id }) => (id === null ? [] : [id])));
    },
    undo: async () => {
      if (left?.done?.changeSet == null) return;
      setLeft(null);
      await takeBack(left.done.changeSet);
    },
  };
}
