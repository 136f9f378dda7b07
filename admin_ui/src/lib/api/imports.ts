/** Importing a file: upload, inspection, mapping, preview, run, result. */

import { api, idempotencyKey, unwrap } from "./client";
import type { Problem } from "./problem";

export interface ImportFile {
  name: string;
  size: number;
  kind: string;
  encoding?: string | null;
  separator?: string | null;
  sheet?: string | null;
  header: boolean;
  header_row?: number | null;
  sheets: { name: string; hidden?: boolean; rows?: number | null }[];
  rows: number;
  rows_exact?: boolean;
  warnings: Problem[];
}

export interface ColumnGuess {
  type: string;
  share: number;
  decimals?: number | null;
  currency?: string | null;
  separator?: string | null;
}

export interface ImportColumn {
  letter: string;
  name: string;
  guess: ColumnGuess;
  /** The first different texts. */
  samples: (string | null)[];
  /** The texts in the first rows, also where blank: what columns look like when they are joined. */
  first: string[];
}

export interface MappingColumn {
  from: string[];
  to: string | null;
  join?: string;
  split?: { separator: string; index: number } | null;
  values?: Record<string, string | null>;
  unknown?: "fail" | "blank" | "create";
  match?: string;
  unmatched?: "fail" | "blank";
  separator?: string;
}

export interface Mapping {
  key?: null | { field: string } | { column: string; source: string };
  on_match?: "update" | "fill" | "skip" | "fail";
  columns: MappingColumn[];
  constants?: Record<string, unknown>;
  date_order?: "ymd" | "dmy" | "mdy" | null;
  decimal_mark?: "." | "," | null;
  time_zone?: string | null;
}

export interface ImportInspection {
  id: string;
  file: ImportFile;
  columns: ImportColumn[];
  mapping: Mapping;
}

export interface PreviewRow {
  number: number;
  action: "create" | "update" | "fail" | "skip";
  values: Record<string, unknown>;
  problems: Problem[];
  warnings: Problem[];
}

export interface ImportPreview {
  rows: PreviewRow[];
  summary: { create: number; update: number; fail: number; skip: number; checked: number };
}

export interface Job {
  id: number;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number | null;
  error?: { code: string; message: string; params?: Record<string, unknown> } | null;
  finished_at?: string | null;
  /** What the kind of job says that it made. */
  result?: unknown;
}

export interface ImportResult {
  created: number;
  updated: number;
  failed: number;
  skipped: number;
  /** Of the skipped: rows that say what their records say already. */
  unchanged?: number;
  /** Options that were added to fields. */
  options?: number;
  change_set: number | null;
}

export interface ImportState extends ImportInspection {
  entity: string;
  state: string;
  job?: number | null;
  /** Of an import that ended early: what it wrote by then. */
  result: ImportResult | null;
  undone: boolean;
}

/** An import that was started before. */
export interface EarlierImport {
  id: string;
  file: string;
  at: string;
  by: { id: number; label: string };
  state: Job["state"];
  result: ImportResult | null;
  undone: boolean;
}

export type FileChanges = Partial<
  Pick<ImportFile, "encoding" | "separator" | "header" | "header_row" | "sheet">
>;

export async function uploadImport(
  workspace: string,
  app: string,
  entity: string,
  file: File,
): Promise<ImportInspection> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/imports", {
      params: { path: { workspace } },
      body: { app, entity, file } as never,
      bodySerializer() {
        const form = new FormData();
        form.set("app", app);
        form.set("entity", entity);
        form.set("file", file);
        return form;
      },
    }),
  );
  return answer as unknown as ImportInspection;
}

export async function changeImportFile(
  workspace: string,
  id: string,
  changes: FileChanges,
): Promise<ImportInspection> {
  const answer = await unwrap(
    api.PATCH("/api/v1/w/{workspace}/imports/{upload}/file", {
      params: { path: { workspace, upload: id } },
      body: changes as never,
    }),
  );
  return answer as unknown as ImportInspection;
}

export async function previewImport(workspace: string, id: string, mapping: Mapping): Promise<ImportPreview> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/imports/{upload}/preview", {
      params: { path: { workspace, upload: id } },
      body: { mapping } as never,
    }),
  );
  return answer;
}

export async function runImport(workspace: string, id: string, mapping: Mapping): Promise<{ job: number }> {
  return unwrap(
    api.POST("/api/v1/w/{workspace}/imports/{upload}/run", {
      params: { path: { workspace, upload: id }, header: { "Idempotency-Key": idempotencyKey() } },
      body: { mapping } as never,
    }),
  );
}

export async function readImport(workspace: string, id: string): Promise<ImportState> {
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/imports/{upload}", { params: { path: { workspace, upload: id } } }),
  );
  return answer as unknown as ImportState;
}

/** The last imports into an entity, newest first. */
export async function readEarlierImports(
  workspace: string,
  app: string,
  entity: string,
): Promise<EarlierImport[]> {
  const { items } = await unwrap(
    api.GET("/api/v1/w/{workspace}/imports", { params: { path: { workspace }, query: { app, entity } } }),
  );
  return items;
}

export async function readJob(workspace: string, id: number): Promise<Job> {
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/jobs/{job}", { params: { path: { workspace, job: id } } }),
  );
  return answer;
}

export async function cancelJob(workspace: string, id: number): Promise<void> {
  await unwrap(
    api.POST("/api/v1/w/{workspace}/jobs/{job}/cancel", { params: { path: { workspace, job: id } } }),
  );
}

/** The address from which a browser downloads the failed rows. */
export function failedRowsAddress(workspace: string, id: string, format: "csv" | "xlsx"): string {
  const path = `/api/v1/w/${encodeURIComponent(workspace)}/imports/${encodeURIComponent(id)}/failed`;
  return `${path}?format=${format}`;
}
