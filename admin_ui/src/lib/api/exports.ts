/** Taking lists out as files: start, the files that are there, where they are fetched. */

import type { SortModel } from "../model";
import { api, idempotencyKey, unwrap } from "./client";
import type { Place, Which } from "./records";

export interface ExportAsk extends Which {
  format: "xlsx" | "csv";
  bom?: boolean;
  ids?: number[];
  sort?: SortModel[];
  fields?: string[];
}

/** Start to write a list into a file; returns the job. */
export async function startExport(place: Place, ask: ExportAsk): Promise<number> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/export", {
      params: { path: { ...place }, header: { "Idempotency-Key": idempotencyKey() } },
      body: ask as never,
    }),
  );
  return answer.job;
}

export interface ExportedFile {
  id: string;
  name: string;
  size: number;
  rows: number;
  at: string;
  expires_at: string;
}

/** One's own files that are still there, newest first. */
export async function readExports(place: Place): Promise<ExportedFile[]> {
  const params = { path: { ...place }, query: { limit: 10 } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/exports", { params })))
    .items;
}

export function exportAddress(workspace: string, file: string): string {
  return `/api/v1/w/${encodeURIComponent(workspace)}/exports/${encodeURIComponent(file)}`;
}
