/** The trash of an app: deleted records by kind, and deleted fields and kinds of records. */

import type { Condition } from "../conditions/tree";
import type { Label } from "../label";
import { api, idempotencyKey, unwrap } from "./client";
import { changeToEnd, type Outcome } from "./bulk";
import type { Place } from "./records";

export interface DeletedCount {
  entity: string;
  /** Nothing where counting takes too long. */
  count: number | null;
  capped: boolean;
  /** After how many days they go for good. */
  days: number;
}

export interface DeletedElement {
  id: string;
  kind: "field" | "entity";
  name: string;
  label: Label;
  entity: string;
  entity_label: Label;
  deleted_at: string;
}

type AppAddress = Pick<Place, "workspace" | "app">;

export async function countDeleted(path: AppAddress): Promise<DeletedCount[]> {
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/trash/records", { params: { path } }),
  );
  return answer.items;
}

/** Some records, or all in the trash that match; what cannot come back is told with its reasons. */
export function restoreRecords(
  place: Place,
  which: { ids: number[] } | { filter: Condition | null },
): Promise<Outcome> {
  return changeToEnd(place, { action: "restore", ...which });
}

export async function readElementTrash(path: AppAddress): Promise<DeletedElement[]> {
  const answer = await unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/trash", { params: { path } }));
  return answer.items;
}

export async function restoreElement(address: AppAddress, element: string): Promise<void> {
  await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/trash/{element}/restore", {
      params: { path: { ...address, element }, header: { "Idempotency-Key": idempotencyKey() } },
    }),
  );
}

/** Give up a field or kind of records with all that it held; a job removes it. */
export async function purgeElement(address: AppAddress, element: string): Promise<void> {
  await unwrap(
    api.DELETE("/api/v1/w/{workspace}/apps/{app}/trash/{element}", {
      params: { path: { ...address, element } },
    }),
  );
}
