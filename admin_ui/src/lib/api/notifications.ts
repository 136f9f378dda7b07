/** What the person was told: mentions, comments on their records, records that others gave them. */

import { api, unwrap } from "./client";
import type { components } from "./schema";

export type NotificationPage = components["schemas"]["NotificationList"];
export type Notification = NotificationPage["items"][number];

/** The newest, or those before an id. */
export async function readNotifications(
  workspace: string,
  before?: number | null,
): Promise<NotificationPage> {
  const query = { limit: 20, ...(before ? { before } : {}) };
  return unwrap(
    api.GET("/api/v1/w/{workspace}/notifications", {
      params: { path: { workspace }, query: query as never },
    }),
  );
}

/** Some by id, or all that were there: those up to the newest that was shown. */
export type Which = { ids: number[] } | { up_to: number };

/** Notes that some were read; returns how many are unread still. */
export async function markRead(workspace: string, which: Which): Promise<number> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/notifications/read", {
      params: { path: { workspace } },
      body: which,
    }),
  );
  return answer.unread;
}
