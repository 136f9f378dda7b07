/** The team of a record: colleagues who see or change it beside its owner. */

import { api, unwrap } from "./client";
import type { Place } from "./records";
import type { components } from "./schema";

export type RecordTeam = components["schemas"]["RecordTeam"];
export type TeamMember = RecordTeam["items"][number];

/** What a member of the team may do, and the last day on which they may, such as 2026-12-31. */
export interface TeamPlace {
  writing: boolean;
  until: string | null;
}

const ADDRESS = "/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/team";

export async function readTeam(place: Place, record: number, signal?: AbortSignal): Promise<RecordTeam> {
  return unwrap(api.GET(ADDRESS, { params: { path: { ...place, record } }, ...(signal ? { signal } : {}) }));
}

export async function putIntoTeam(
  place: Place,
  record: number,
  account: number,
  body: TeamPlace,
): Promise<RecordTeam> {
  return unwrap(api.PUT(`${ADDRESS}/{account}`, { params: { path: { ...place, record, account } }, body }));
}

export async function leaveTeam(place: Place, record: number, account: number): Promise<RecordTeam> {
  return unwrap(api.DELETE(`${ADDRESS}/{account}`, { params: { path: { ...place, record, account } } }));
}
