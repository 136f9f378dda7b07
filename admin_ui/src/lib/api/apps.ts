/** Installed apps, their models, and the people of a workspace. */

import type { Label } from "../label";
import type { AppModel, LayoutModel, OptionModel, ViewModel } from "../model";
import { api, idempotencyKey, outliving, unwrap } from "./client";

export interface AppSummary {
  id: string;
  name: string;
  label: Label;
  icon?: string | null;
  color?: string | null;
  version?: string | null;
}

export interface Person {
  id: number;
  label: string;
  email?: string;
  department?: number | null;
  /** Works here no more: named where it stands, not offered. */
  disabled?: boolean;
}

export interface Department {
  id: number;
  label: string;
  parent: number | null;
  /** The words by which it is found, its pinyin among them. */
  spelled: string;
  /** Account of who heads it. */
  head: number | null;
  /** Takes nobody in any more; records go on naming it. */
  closed: boolean;
  /** How many work in it, those below it not counted. */
  people: number;
}

export async function readApps(workspace: string): Promise<AppSummary[]> {
  const answer = await unwrap(api.GET("/api/v1/w/{workspace}/apps", { params: { path: { workspace } } }));
  return answer.items;
}

export async function readModel(workspace: string, app: string): Promise<AppModel> {
  const path = { workspace, app };
  // The generated type describes documents loosely; AppModel is their precise shape.
  return (await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/model", { params: { path } }),
  )) as unknown as AppModel;
}

export async function readViews(workspace: string, app: string, entity: string): Promise<ViewModel[]> {
  const params = { path: { workspace, app }, query: { entity } };
  const answer = await unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/views", { params }));
  return answer.items as ViewModel[];
}

export type ViewParts = Partial<
  Pick<
    ViewModel,
    "label" | "columns" | "frozen" | "dense" | "totals" | "quick_filters" | "locked" | "default"
  > & {
    filter: ViewModel["filter"];
    sort: ViewModel["sort"] | null;
    group: ViewModel["group"] | null;
    row_colors: ViewModel["row_colors"] | null;
    type: string;
    board: ViewModel["board"];
    calendar: ViewModel["calendar"];
    gallery: ViewModel["gallery"];
    tree: ViewModel["tree"];
  }
>;

/** Keep a view: for oneself, or published for everybody. */
export async function createView(
  workspace: string,
  app: string,
  view: ViewParts & { entity: string },
  shared: boolean,
): Promise<ViewModel> {
  const params = { path: { workspace, app }, header: { "Idempotency-Key": idempotencyKey() } };
  const body = view as never;
  const answer = shared
    ? await unwrap(api.POST("/api/v1/w/{workspace}/apps/{app}/views/shared", { params, body }))
    : await unwrap(api.POST("/api/v1/w/{workspace}/apps/{app}/views", { params, body }));
  return answer as ViewModel;
}

/** Add a tag to the set of a field; one that is called so is returned. */
export async function addTag(
  workspace: string,
  app: string,
  entity: string,
  field: string,
  label: string,
): Promise<OptionModel> {
  const params = {
    path: { workspace, app, entity, field },
    header: { "Idempotency-Key": idempotencyKey() },
  };
  const body = { label };
  return unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/entities/{entity}/fields/{field}/tags", { params, body }),
  );
}

/** Change a view; null takes a part away. */
export async function changeView(
  workspace: string,
  app: string,
  view: ViewModel,
  parts: ViewParts,
): Promise<ViewModel> {
  const body = parts as never;
  const path = { workspace, app };
  const answer = view.personal
    ? await unwrap(
        api.PATCH("/api/v1/w/{workspace}/apps/{app}/views/{view}", {
          params: { path: { ...path, view: Number(view.id) } },
          body,
        }),
      )
    : await unwrap(
        api.PATCH("/api/v1/w/{workspace}/apps/{app}/views/shared/{view}", {
          params: { path: { ...path, view: view.id } },
          body,
        }),
      );
  return answer as ViewModel;
}

export async function deleteView(workspace: string, app: string, view: ViewModel): Promise<void> {
  const path = { workspace, app };
  if (view.personal) {
    const params = { path: { ...path, view: Number(view.id) } };
    await unwrap(api.DELETE("/api/v1/w/{workspace}/apps/{app}/views/{view}", { params }));
    return;
  }
  const params = { path: { ...path, view: view.id } };
  await unwrap(api.DELETE("/api/v1/w/{workspace}/apps/{app}/views/shared/{view}", { params }));
}

/** How somebody laid out the list of an entity that has no view. */
export async function readLayout(workspace: string, app: string, entity: string): Promise<LayoutModel> {
  const params = { path: { workspace, app, entity } };
  return unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/records/{entity}/layout", { params }));
}

/** Keep how one lays out a view; without a layout it looks as for everybody. */
export async function saveLayout(
  workspace: string,
  app: string,
  entity: string,
  view: string | undefined,
  layout: LayoutModel | null,
): Promise<void> {
  const path = { workspace, app, entity };
  if (layout === null) {
    const params = { path, query: view === undefined ? {} : { view } };
    await unwrap(
      api.DELETE("/api/v1/w/{workspace}/apps/{app}/records/{entity}/layout", { params, keepalive: true }),
    );
    return;
  }
  const body = { view: view ?? null, ...layout } as never;
  await unwrap(
    api.PUT("/api/v1/w/{workspace}/apps/{app}/records/{entity}/layout", {
      params: { path },
      ...outliving(body),
    }),
  );
}

export interface NewField {
  label: Label;
  type: string;
  settings?: Record<string, unknown>;
}

/** Add a field to an entity and return its name. */
export async function addField(
  workspace: string,
  app: string,
  entity: string,
  field: NewField,
): Promise<string> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/entities/{entity}/fields", {
      params: { path: { workspace, app, entity } },
      body: { fields: [field] },
    }),
  );
  return answer.names[0] ?? "";
}

export async function findPeople(workspace: string, search: string): Promise<Person[]> {
  const params = { path: { workspace }, query: { search, limit: 20 } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/users", { params }))).items;
}

/** The people with these ids, also those who work here no more. */
export async function namePeople(workspace: string, ids: readonly number[]): Promise<Person[]> {
  const params = { path: { workspace }, query: { ids: ids.slice(0, 200), limit: 200 } };
  const querySerializer = { array: { style: "form", explode: false } } as const;
  return (await unwrap(api.GET("/api/v1/w/{workspace}/users", { params, querySerializer }))).items;
}

export async function readDepartments(workspace: string): Promise<Department[]> {
  const params = { path: { workspace } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/departments", { params }))).items;
}
