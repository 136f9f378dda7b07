/** Records: pages, counts, single records, stages, history, bulk changes and their undo. */

import type { Condition } from "../conditions/tree";
import type { Label } from "../label";
import type { SortModel, WireValues } from "../model";
import { api, idempotencyKey, outliving, unwrap } from "./client";
import { resultOfJob } from "./job-result";
import type { Problem } from "./problem";

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
  /** As documents name colours. */
  color?: string | null;
}

/** What is to be done, or was, in the stage of a record. */
export interface StageTask {
  entity: string;
  /** Nothing where the reader may not see it. */
  id: number | null;
  label: Label;
  required: boolean;
  /** Type of the stage in which it stands itself. */
  state: string;
}

export interface RecordData extends RecordRow {
  stage_flow?: string | null;
  stage_tasks?: StageTask[];
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
  direction?: "next" | "previous";
  view?: string | null;
  /** Deleted records instead of living ones. */
  trash?: boolean;
}

/** Which records a list shows. */
export type Which = Pick<RecordQuery, "filter" | "search" | "view">;

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

/** The titles of the first hundred of some records, as far as the reader may see them. */
export async function nameRecords(
  place: Place,
  ids: readonly number[],
): Promise<{ id: number; label: string }[]> {
  const some = ids.slice(0, 100);
  const filter: Condition = { field: "id", op: "in", value: some };
  const page = await queryRecords(place, { filter, fields: ["id"], limit: some.length });
  return page.items.map(({ id, title }) => ({ id, label: title }));
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

export interface PickerQuery {
  /** The field that will refer to the record, as `entity.field`: its filter holds. */
  via?: string;
  /** Ids that stand in front where nothing is typed. */
  first?: readonly number[];
}

export async function searchRecords(
  place: Place,
  text: string,
  { via, first = [] }: PickerQuery = {},
): Promise<FoundRecord[]> {
  const query = {
    text,
    limit: 20,
    ...(via ? { via } : {}),
    ...(first.length > 0 && !text ? { first: [...first] } : {}),
  };
  const params = { path: { ...place }, query };
  const querySerializer = { array: { style: "form", explode: false } } as const;
  return (
    await unwrap(
      api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/search", { params, querySerializer }),
    )
  ).items;
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
  key: string = idempotencyKey(),
): Promise<RecordData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}", {
      params: { path: { ...place }, header: { "Idempotency-Key": key } },
      ...outliving({ values, ...(form ? { form } : {}) }),
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
      ...outliving({ values, ...(form ? { form } : {}) }),
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

/** Take one record out of the trash. */
export async function restoreRecord(place: Place, id: number): Promise<RecordData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/restore", {
      params: { path: { ...place, record: id }, header: { "Idempotency-Key": idempotencyKey() } },
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
  key: string,
): Promise<RecordData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/stage", {
      params: {
        path: { ...place, record: id },
        header: { "If-Match": `"${version}"`, "Idempotency-Key": key },
      },
      ...outliving({ stage, values }),
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

/** What is done with many records: chosen ones, or all that match but some. */
export interface BulkChange extends Which {
  action: "update" | "delete" | "restore" | "owner" | "stage" | "choices";
  ids?: number[];
  excluded?: number[];
  values?: WireValues;
  stage?: string;
  field?: string;
  add?: unknown[];
  remove?: unknown[];
}

export async function changeMany(place: Place, change: BulkChange): Promise<BulkResult> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/bulk", {
      params: { path: { ...place }, header: { "Idempotency-Key": idempotencyKey() } },
      body: change as never,
    }),
  );
  return answer;
}

/** The change set that a job collected its changes in, if it changed anything. */
export async function changeSetOf(
  workspace: string,
  job: number,
): Promise<{ id: number; records: number } | undefined> {
  const params = { path: { workspace }, query: { limit: 50 } };
  const { items } = await unwrap(api.GET("/api/v1/w/{workspace}/change-sets", { params }));
  return items.find(({ label }) => (label as { job?: unknown } | null)?.job === job);
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

/** What came of a large undo, which a job does; it goes on when nobody waits for it. */
async function endOfUndo(
  workspace: string,
  id: number,
  onProgress?: (share: number) => void,
): Promise<UndoResult> {
  return { ...((await resultOfJob(workspace, id, onProgress)) as UndoResult), job: id };
}
