/** Waiting for what a background job comes to; the job goes on when nobody waits for it. */

import { readJob, type Job } from "./imports";
import { ApiProblem } from "./problem";

const POLL_MS = 500;

/** The result of a job once it is done. Throws the problem of one that failed or was cancelled. */
export async function resultOfJob(
  workspace: string,
  id: number,
  onProgress?: (share: number) => void,
): Promise<unknown> {
  for (;;) {
    const job = await readJob(workspace, id);
    if (job.state === "done") return job.result;
    if (job.state !== "queued" && job.state !== "running") throw refusalOf(job);
    if (job.total) onProgress?.(job.done / job.total);
    await new Promise((go) => setTimeout(go, POLL_MS));
  }
}

/** The end of a job, done or cancelled, told of meanwhile. Throws why it failed. */
export async function endOfJob(workspace: string, id: number, onProgress?: (job: Job) => void): Promise<Job> {
  for (;;) {
    const job = await readJob(workspace, id);
    onProgress?.(job);
    if (job.state === "done" || job.state === "cancelled") return job;
    if (job.state === "failed") throw refusalOf(job);
    await new Promise((go) => setTimeout(go, POLL_MS));
  }
}

/** Why a job did not do what it was for. */
function refusalOf({ error }: Job): ApiProblem {
  return new ApiProblem(409, error?.code ?? "not_undoable", error?.message ?? "", [], error?.params ?? {});
}
