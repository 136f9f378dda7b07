/** Records that were looked at last, kept in the browser until who looked signs out. */

import type { OpenRecord } from "./open-record";

export interface RecentRecord extends OpenRecord {
  title: string;
}

const PREFIX = "formloom.recent.";
const MOST = 12;

function keyOf({ workspace, app }: { workspace: string; app: string }): string {
  return `${PREFIX}${workspace}.${app}`;
}

export function recentRecords(place: { workspace: string; app: string }): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(keyOf(place)) ?? "[]");
    return Array.isArray(kept) ? (kept as RecentRecord[]) : [];
  } catch {
    return [];
  }
}

export function rememberRecent(place: { workspace: string; app: string }, record: RecentRecord): void {
  const others = recentRecords(place).filter(
    ({ entity, id }) => entity !== record.entity || id !== record.id,
  );
  const { entity, id, title } = record;
  try {
    window.localStorage.setItem(
      keyOf(place),
      JSON.stringify([{ entity, id, title }, ...others].slice(0, MOST)),
    );
  } catch {
    // A full or forbidden store only means that nothing is remembered.
  }
}

export function forgetRecent(): void {
  for (const key of Object.keys(window.localStorage)) {
    if (key.startsWith(PREFIX)) window.localStorage.removeItem(key);
  }
}
