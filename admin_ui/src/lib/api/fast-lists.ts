/** Lists made fast: an index of their own for a filter and an order that no index serves yet. */

import type { SortModel } from "../model";
import { api, idempotencyKey, unwrap } from "./client";
import type { Place, RecordQuery } from "./records";

export interface FastList {
  id: number;
  /** Fields held to single values, and those compared otherwise. */
  held: string[];
  compared: string[];
  sort: SortModel[];
  state: "building" | "ready";
  /** The job that builds its index. */
  job: number | null;
  used_at: string | null;
}

const PATH = "/api/v1/w/{workspace}/apps/{app}/records/{entity}/fast_lists";

/** Give a list an index of its own; a job may have to build it. */
export async function makeFast(place: Place, { filter, sort, view }: RecordQuery): Promise<FastList> {
  const body = { ...(filter ? { filter } : {}), ...(sort ? { sort } : {}), ...(view ? { view } : {}) };
  const header = { "Idempotency-Key": idempotencyKey() };
  const asked = api.POST(PATH, { params: { path: { ...place }, header }, body: body as never });
  return unwrap(asked);
}

export async function readFastLists(place: Place): Promise<FastList[]> {
  return (await unwrap(api.GET(PATH, { params: { path: { ...place } } }))).items;
}

export async function withdrawFastList(place: Place, id: number): Promise<void> {
  await unwrap(api.DELETE(`${PATH}/{fast_list}`, { params: { path: { ...place, fast_list: id } } }));
}
