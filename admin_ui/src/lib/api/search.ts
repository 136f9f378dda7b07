/** One search over an app: records of every entity, lists and pages. */

import type { WireValues } from "../model";
import { api, unwrap } from "./client";

export interface FoundGroup {
  entity: string;
  items: { id: number; title: string; facts: WireValues }[];
  more: boolean;
}

export interface FoundPlace {
  type: "entity" | "view" | "page";
  id: string;
  name: string;
  /** It is called just as was typed. */
  exact: boolean;
}

export interface FoundInApp {
  groups: FoundGroup[];
  places: FoundPlace[];
  /** Time was up before every entity was searched. */
  incomplete: boolean;
}

export async function searchApp(
  place: { workspace: string; app: string },
  text: string,
  signal?: AbortSignal,
): Promise<FoundInApp> {
  const params = { path: place, query: { text, limit: 5 } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/search", { params, ...(signal ? { signal } : {}) }),
  );
  return answer as FoundInApp;
}
