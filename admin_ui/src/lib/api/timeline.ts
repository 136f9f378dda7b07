/** What happened to a record, page by page, and what people say about it. */

import type { Attachment } from "./files";
import { api, idempotencyKey, unwrap } from "./client";
import type { Person } from "./apps";
import type { Place, RecordRow } from "./records";

export const TIMELINE_KINDS = ["activity", "change", "stage", "file", "comment"] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export interface Comment {
  id: number;
  at: string;
  by: { id: number; label: string };
  /** `@[12]` in it stands for the member with the id 12. */
  text: string;
  mentions: { id: number; label: string }[];
  edited_at: string | null;
  own: boolean;
  removable: boolean;
}

interface EntryBase {
  id: string;
  at: string;
  by: { id: number; label: string } | null;
}

export interface ChangeEntry extends EntryBase {
  kind: "change";
  event: string;
  version: number;
  undoable: boolean;
  changes: { field: string; before?: unknown; after?: unknown }[];
}

export interface StageEntry extends EntryBase {
  kind: "stage";
  from: string | null;
  to: string | null;
  seconds: number | null;
}

export interface ActivityEntry extends EntryBase {
  kind: "activity";
  entity: string;
  record: RecordRow;
  about: { id?: number; label?: string; entity?: string; hidden?: boolean } | null;
}

export interface FileEntry extends EntryBase {
  kind: "file";
  file: Attachment;
}

export interface CommentEntry extends EntryBase {
  kind: "comment";
  comment: Comment;
}

export type TimelineEntry = ChangeEntry | StageEntry | ActivityEntry | FileEntry | CommentEntry;

export interface TimelinePage {
  items: TimelineEntry[];
  next: string | null;
  kinds: TimelineKind[];
}

export async function readTimeline(
  place: Place,
  record: number,
  kinds: readonly TimelineKind[],
  cursor: string | null,
  signal?: AbortSignal,
): Promise<TimelinePage> {
  const query = {
    limit: 30,
    ...(kinds.length > 0 ? { kinds: [kinds.join(",")] } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/timeline", {
      params: { path: { ...place, record }, query: query as never },
      ...(signal ? { signal } : {}),
    }),
  );
  // The generated type describes all kinds of entries as one.
  return answer as unknown as TimelinePage;
}

export async function writeComment(
  place: Place,
  record: number,
  text: string,
  key: string = idempotencyKey(),
): Promise<void> {
  await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/comments", {
      params: { path: { ...place, record }, header: { "Idempotency-Key": key } },
      body: { text },
    }),
  );
}

export async function changeComment(
  place: Place,
  record: number,
  comment: number,
  text: string,
): Promise<void> {
  await unwrap(
    api.PATCH("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/comments/{comment}", {
      params: { path: { ...place, record, comment } },
      body: { text },
    }),
  );
}

export async function deleteComment(place: Place, record: number, comment: number): Promise<void> {
  await unwrap(
    api.DELETE("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/comments/{comment}", {
      params: { path: { ...place, record, comment } },
    }),
  );
}

export async function findMentionable(place: Place, record: number, search: string): Promise<Person[]> {
  const params = { path: { ...place, record }, query: { search, limit: 8 } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/mentionable", { params }),
  );
  return answer.items;
}

export interface StageMove {
  from: string | null;
  to: string | null;
  at: string;
  seconds: number | null;
}

export async function readStages(place: Place, record: number): Promise<StageMove[]> {
  const params = { path: { ...place, record } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/stages", { params }),
  );
  return answer.items;
}
