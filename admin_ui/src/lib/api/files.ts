/** Files of records: sent with progress, looked at, attached and taken off. */

import { api, requestContext, unwrap } from "./client";
import { ApiProblem, problemOf } from "./problem";
import type { Place } from "./records";

/** A file as values of fields name it. */
export interface StoredFile {
  id: string;
  name: string;
  size: number;
  kind: string;
}

export interface Attachment extends StoredFile {
  at: string;
  by: { id: number; label: string };
}

/** What a file is sent for: a field (`table.column` in a sub-table), or an attachment of a record. */
export interface FilePurpose extends Place {
  field?: string;
}

/** Where the bytes of a file are: to save it, to show a picture, or its small likeness. */
export function fileAddress(
  workspace: string,
  file: string,
  how: "save" | "show" | "small" = "save",
): string {
  const query = { save: "", show: "?show=yes", small: "?size=small" }[how];
  return `/api/v1/w/${encodeURIComponent(workspace)}/files/${encodeURIComponent(file)}${query}`;
}

/** Send a file; fetch tells no progress, so an older way is taken. Throws ApiProblem, status 0 when nothing arrived. */
export function sendFile(
  purpose: FilePurpose,
  file: File,
  onProgress?: (share: number) => void,
): Promise<StoredFile> {
  const form = new FormData();
  form.append("app", purpose.app);
  form.append("entity", purpose.entity);
  if (purpose.field) form.append("field", purpose.field);
  form.append("file", file, file.name);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", `${window.location.origin}/api/v1/w/${encodeURIComponent(purpose.workspace)}/files`);
    request.setRequestHeader("X-CSRF-Token", requestContext.csrf);
    request.setRequestHeader("Accept-Language", requestContext.locale);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress?.(total ? loaded / total : 0),
    );
    request.addEventListener("error", () => reject(new ApiProblem(0, "offline", "")));
    request.addEventListener("load", () => {
      const body = readJson(request.responseText);
      if (request.status >= 400) {
        reject(problemOf(request.status, body));
        return;
      }
      const { id, name, size, kind } = body as StoredFile;
      resolve({ id, name, size, kind });
    });
    request.send(form);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function readAttachments(place: Place, record: number): Promise<Attachment[]> {
  const params = { path: { ...place, record } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/attachments", { params }),
  );
  return answer.items;
}

export async function attachFiles(place: Place, record: number, files: string[]): Promise<void> {
  const params = { path: { ...place, record } };
  await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/attachments", {
      params,
      body: { files },
    }),
  );
}

export async function detachFile(place: Place, record: number, file: string): Promise<void> {
  const params = { path: { ...place, record, file } };
  await unwrap(
    api.DELETE("/api/v1/w/{workspace}/apps/{app}/records/{entity}/{record}/attachments/{file}", { params }),
  );
}
