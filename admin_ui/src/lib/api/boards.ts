/** Records as boards, calendars and trees show them, and the change of one record that can be taken back. */

import type { Condition } from "../conditions/tree";
import type { Label } from "../label";
import type { Money } from "../measured";
import type { SortModel, WireValues } from "../model";
import { api, idempotencyKey, unwrap } from "./client";
import { ApiProblem } from "./problem";
import type { BulkResult, Place, RecordPage, RecordRow } from "./records";

/** Which records: all that the reader sees, bounded by these. */
export interface Which {
  filter?: Condition | null;
  search?: string | null;
  view?: string | null;
}

export type ColumnKey = string | number | null;

export interface BoardColumnData {
  key: ColumnKey;
  where: Condition;
  /** In every language, for options; people and departments have a title. */
  label: Label | null;
  title: string | null;
  color: string | null;
  disabled: boolean;
  items?: BoardRow[];
  next?: string | null;
  /** The order in which it goes on; nothing where it is the view's or the entity's. */
  sort?: SortModel[] | null;
}

export interface BoardRow extends RecordRow {
  /** Of the first rule of the view that holds. */
  color?: string | null;
}

export interface BoardAsked extends Which {
  field: string;
  flow?: string;
  fields: string[];
  sort?: SortModel[];
  /** Cards of each column that are read at once. */
  limit: number;
}

export interface BoardTotal {
  key: ColumnKey;
  count: number;
  capped: boolean;
  sum: Money[] | string | null;
}

export interface CalendarRow extends BoardRow {
  /** Index of the dates by which it is placed. */
  date: number;
}

export interface CalendarData {
  items: CalendarRow[];
  days: { date: number; day: string; count: number | null }[];
}

export interface TreeRow extends BoardRow {
  children?: number | null;
  path?: { id: number; label: string }[];
}

export interface TreeAsked extends Which {
  field: string;
  parent?: number;
  astray?: boolean;
  fields: string[];
  sort?: SortModel[];
  limit?: number;
  cursor?: string | null;
}

export async function readBoard(
  place: Place,
  asked: BoardAsked & { columns?: ColumnKey[] },
  signal?: AbortSignal,
): Promise<{ columns: BoardColumnData[]; more: boolean }> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/board", {
      params: { path: { ...place } },
      body: asked as never,
      ...(signal ? { signal } : {}),
    }),
  );
  return answer as { columns: BoardColumnData[]; more: boolean };
}

export async function totalBoard(
  place: Place,
  asked: Which & { field: string; flow?: string; sum?: string },
  signal?: AbortSignal,
): Promise<{ totals: BoardTotal[]; exact: boolean }> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/board/totals", {
      params: { path: { ...place } },
      body: asked as never,
      ...(signal ? { signal } : {}),
    }),
  );
  return answer as { totals: BoardTotal[]; exact: boolean };
}

export async function readCalendar(
  place: Place,
  asked: Which & {
    dates: { start: string; end?: string }[];
    from: string;
    until: string;
    fields: string[];
    per_day: number;
  },
  signal?: AbortSignal,
): Promise<CalendarData> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/calendar", {
      params: { path: { ...place } },
      body: asked as never,
      ...(signal ? { signal } : {}),
    }),
  );
  return answer;
}

export async function readTree(
  place: Place,
  asked: TreeAsked,
  signal?: AbortSignal,
): Promise<RecordPage & { items: TreeRow[] }> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/tree", {
      params: { path: { ...place } },
      body: asked as never,
      ...(signal ? { signal } : {}),
    }),
  );
  return answer;
}

export type Change =
  | { action: "update"; values: WireValues }
  | { action: "owner"; values: { owner: number | null } }
  | { action: "stage"; stage: string; values?: WireValues };

/** Change one record as a change set, so that it can be taken back; returns its number. Throws ApiProblem. */
export async function changeOne(
  place: Place,
  record: { id: number; version: number },
  { action, ...rest }: Change,
  key: string = idempotencyKey(),
): Promise<number | null> {
  const answer: BulkResult = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/bulk", {
      params: { path: { ...place }, header: { "Idempotency-Key": key } },
      body: { action, ...rest, records: [{ id: record.id, version: record.version }] } as never,
    }),
  );
  const problems = answer.failed?.[0]?.problems;
  if (problems) {
    const first = problems[0];
    throw new ApiProblem(422, first?.code ?? "", first?.message ?? "", problems);
  }
  return answer.change_set ?? null;
}
