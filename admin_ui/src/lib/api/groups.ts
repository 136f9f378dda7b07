/** What records come to, by groups or all together. */

import type { GroupModel } from "../model";
import { readMeasured, without, type Measured } from "../measured";
import { api, unwrap } from "./client";
import type { Place, Which } from "./records";

export interface RecordGroup {
  key: unknown[];
  labels: unknown[];
  measures: unknown[];
}

export interface GroupQuery extends Which {
  by: GroupModel[];
  measures: { function: string; field?: string }[];
}

/** Groups of a list, and whether there are more of them. */
export async function groupPage(
  place: Place,
  query: GroupQuery,
  signal?: AbortSignal,
): Promise<{ groups: RecordGroup[]; more: boolean }> {
  return unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/group", {
      params: { path: { ...place } },
      body: query as never,
      ...(signal ? { signal } : {}),
    }),
  );
}

/** What records come to: a count, or a sum, average or extreme of a field. */
export async function measure(
  place: Place,
  which: Which,
  asked: { function: string; field?: string },
): Promise<Measured> {
  const { groups } = await groupPage(place, { by: [], measures: [asked], ...which });
  return readMeasured(groups[0]?.measures[0]);
}

interface Figure {
  function?: string | undefined;
  of?: string | undefined;
}

/** What a figure says: what some records come to, without what others come to that are taken off. */
export async function measureFigure(
  place: Place,
  { function: kind = "count", of }: Figure,
  which: Which,
  minus: Which | undefined,
): Promise<Measured> {
  const asked = { function: kind, ...(of ? { field: of } : {}) };
  if (!minus) return measure(place, which, asked);
  const [found, taken] = await Promise.all([measure(place, which, asked), measure(place, minus, asked)]);
  return without(found, taken);
}
