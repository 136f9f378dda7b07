/** A change to many records to its end: at once, or by a job that is waited for. */

import type { Problem } from "./problem";
import { endOfJob } from "./job-result";
import { changeMany, changeSetOf, type BulkChange, type Place } from "./records";

export interface Failure {
  id: number | null;
  problems: Problem[];
}

export interface Outcome {
  done: number;
  failed: number;
  /** The first of those that failed. */
  failures: Failure[];
  /** What takes it back. */
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

function byJob(tally: JobTally | null): Outcome {
  const { updated = 0, failed = 0, failures = [], change_set: changeSet = null } = tally ?? {};
  return { done: updated, failed, failures, changeSet, cancelled: false };
}

/** Throws why nothing came of it; single records that failed are told in the outcome. */
export async function changeToEnd(
  place: Place,
  change: BulkChange,
  onProgress?: (progress: Progress) => void,
): Promise<Outcome> {
  const result = await changeMany(place, change);
  const { job: id, failed = [], updated = 0, change_set: changeSet = null } = result;
  if (id === undefined)
    return { done: updated, failed: failed.length, failures: failed, changeSet, cancelled: false };
  onProgress?.({ job: id, done: 0, total: null });
  const job = await endOfJob(place.workspace, id, ({ done, total }) =>
    onProgress?.({ job: id, done, total }),
  );
  if (job.state !== "cancelled") return byJob(job.result as JobTally | null);
  const { records = 0, id: made = null } = (await changeSetOf(place.workspace, id)) ?? {};
  return { ...byJob(null), done: records, changeSet: made, cancelled: true };
}
