/** Records: pages, counts, single records, stages, history, bulk changes and their undo. */

import type { Condition } from "../conditions/tree";
import type { SortModel, WireValues } from "../model";
import { api, idempotencyKey, unwrap } from "./client";
import { readJob, type Job } from "./imports";
import { ApiProblem, type Problem } from "./problem";

/** Where records live: part of every address. */
export interface Place {
  workspace: string;
  app: string;
  entity: string;
}

export interface RecordRow {
  id: number;
  version: number;
  title: string;
  values: WireValues;
}

export interface RecordData extends RecordRow {
  stage_flow?: string | null;
  deleted?: boolean;
  /** The change took it out of the sight of who made it: there are no values. */
  out_of_sight?: boolean;
  warnings?: Problem[];
}

export interface RecordPage {
  items: RecordRow[];
  next: string | null;
  previous: string | null;
  indexed: boolean;
}

export interface RecordQuery {
  fields?: string[];
  filter?: Condition | null;
  search?: string | null;
  sort?: SortModel[];
  limit?: number;
  cursor?: string | null;
  view?: string | null;
}

export interface HistoryItem {
  version: number;
  at: string;
  by: { id: number; label: string } | null;
  kind: string;
  changes: { field: string; before?: unknown; after?: unknown }[];
}

export interface BulkResult {
  change_set?: number | null;
  created?: number;
  updated?: number;
  failed?: { index: number; id: number | null; problems: Problem[] }[];
  job?: number;
}

export interface UndoConflict {
  entity: string | null;
  id: number;
  title: string | null;
  fields: string[];
  code: string;
  message?: string;
}

export interface UndoResult {
  /** The job that takes a large change set back. */
  job?: number | null;
  change_set: number | null;
  restored: number;
  conflicts: UndoConflict[];
  /** How many there are, where only the first are listed. */
  count?: number;
}

export async function queryRecords(
  place: Place,
  query: RecordQuery,
  signal?: AbortSignal,
): Promise<RecordPage> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/query", {
      params: { path: { ...place } },
      body: query as never,
      ...(signal ? { signal } : {}),
    }),
  );
  return answer;
}

export async function countRecords(
  place: Place,
  query: Pick<RecordQuery, "filter" | "search" | "view">,
  signal?: AbortSignal,
): Promise<{ count: number; capped: boolean }> {
  return unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/count", {
      params: { path: { ...place } },
      body: query as never,
      ...(signal ? { signal } : {}),
    }),
  );
}

export interface FoundRecord {
  id: number;
  label: string;
  fields?: WireValues;
}

export async function searchRecords(place: Place, text: string): Promise<FoundRecord[]> {
  const params = { path: { ...place }, query: { text, limit: 20 } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/search", { params })))
    .items;
}

export async function readRecord(place: Place, id: number): Promise<RecordData> {
  const params = { path: { ...place, record: id } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}", { params }),
  );
  return answer;
}

export async function createRecord(
  place: Place,
  values: WireValues,
  form: string | null,
): Promise<RecordData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}", {
      params: { path: { ...place }, header: { "Idempotency-Key": idempotencyKey() } },
      body: { values, ...(form ? { form } : {}) },
    }),
  );
  return answer;
}

export async function changeRecord(
  place: Place,
  id: number,
  version: number,
  values: WireValues,
  form: string | null,
): Promise<RecordData> {
  const answer = await unwrap(
    api.PATCH("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}", {
      params: { path: { ...place, record: id }, header: { "If-Match": `"${version}"` } },
      body: { values, ...(form ? { form } : {}) },
    }),
  );
  return answer;
}

export async function deleteRecord(
  place: Place,
  id: number,
  version: number,
): Promise<{ change_set: number | null }> {
  const answer = await unwrap(
    api.DELETE("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}", {
      params: { path: { ...place, record: id }, header: { "If-Match": `"${version}"` } },
    }),
  );
  return answer;
}

export async function moveToStage(
  place: Place,
  id: number,
  version: number,
  stage: string,
  values: WireValues,
): Promise<RecordData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/stage", {
      params: { path: { ...place, record: id }, header: { "If-Match": `"${version}"` } },
      body: { stage, values },
    }),
  );
  return answer;
}

export async function readHistory(place: Place, id: number): Promise<HistoryItem[]> {
  const params = { path: { ...place, record: id } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/history", { params }),
  );
  return answer.items;
}

export async function deleteMany(place: Place, ids: number[]): Promise<BulkResult> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/bulk", {
      params: { path: { ...place }, header: { "Idempotency-Key": idempotencyKey() } },
      body: { action: "delete", ids },
    }),
  );
  return answer;
}

export async function undoChangeSet(
  workspace: string,
  id: number,
  mode: "check" | "all" | "rest",
  onProgress?: (share: number) => void,
): Promise<UndoResult> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/change-sets/{change_set}/undo", {
      params: { path: { workspace, change_set: id }, header: { "Idempotency-Key": idempotencyKey() } },
      body: { mode },
    }),
  );
  return answer.job == null ? answer : endOfUndo(workspace, answer.job, onProgress);
}

/** Why a job did not do what it was for. */
function refusalOf({ error }: Job): ApiProblem {
  return new ApiProblem(409, error?.code ?? "not_undoable", error?.message ?? "", [], error?.params ?? {});
}

const POLL_MS = 500;

/** What came of a large undo, which a job does; it goes on when nobody waits for it. */
async function endOfUndo(
  workspace: string,
  id: number,
  onProgress?: (share: number) => void,
): Promise<UndoResult> {
  for (;;) {
    const job = await readJob(workspace, id);
    if (job.state === "done") return { ...(job.result as UndoResult), job: id };
    if (job.state !== "queued" && job.state !== "running") throw refusalOf(job);
    if (job.total) onProgress?.(job.done / job.total);
    await new Promise((go) => setTimeout(go, POLL_MS));
  }
}
