/** Server state that several pages share: who is signed in, the apps, the model of an app. */

import { queryOptions } from "@tanstack/react-query";

import { readApps, readModel, readViews } from "./api/apps";
import { readSession, readSetup } from "./api/session";
import { readTemplates } from "./api/templates";
import { withPending } from "./pending-layouts";

export const setupQuery = queryOptions({ queryKey: ["setup"], queryFn: readSetup, retry: false });

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: readSession,
  staleTime: 300_000,
  retry: false,
});

/** Set while somebody whose session ended at work is asked to sign in again. */
export const SESSION_ENDED = ["session ended"];

export function appsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["apps", workspace],
    queryFn: () => readApps(workspace),
    staleTime: 60_000,
  });
}

export function templatesQuery(workspace: string) {
  return queryOptions({ queryKey: ["templates", workspace], queryFn: () => readTemplates(workspace) });
}

/** The views of an entity, with the layouts of whoever asks. */
export function viewsQuery(workspace: string, app: string, entity: string) {
  return queryOptions({
    queryKey: ["views", workspace, app, entity],
    queryFn: async () => withPending({ workspace, app, entity }, await readViews(workspace, app, entity)),
    staleTime: 60_000,
  });
}

export function modelQuery(workspace: string, app: string) {
  return queryOptions({
    queryKey: ["model", workspace, app],
    queryFn: () => readModel(workspace, app),
    staleTime: 60_000,
  });
}
