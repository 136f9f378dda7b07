/** Installed apps, their models, templates, and the people of a workspace. */

import type { Label } from "../label";
import type { AppModel, OptionModel, ViewModel } from "../model";
import { api, unwrap } from "./client";

export interface AppSummary {
  id: string;
  name: string;
  label: Label;
  icon?: string | null;
  color?: string | null;
  version?: string | null;
}

export interface Template {
  name: string;
  label: Label;
  description?: Label | null;
  version: string;
}

export interface Person {
  id: number;
  label: string;
  email?: string;
}

export interface Department {
  id: number;
  label: string;
  parent: number | null;
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
  return answer.items;
}

export async function readTemplates(workspace: string): Promise<Template[]> {
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/templates", { params: { path: { workspace } } }),
  );
  return answer.items;
}

export async function installTemplate(workspace: string, name: string): Promise<AppSummary> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/templates/{template}/install", {
      params: { path: { workspace, template: name } },
      body: { sample_data: false },
    }),
  );
  return answer.app;
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

export async function readDepartments(workspace: string): Promise<Department[]> {
  const params = { path: { workspace } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/departments", { params }))).items;
}

export async function findOptions(
  workspace: string,
  app: string,
  entity: string,
  field: string,
  search: string,
): Promise<OptionModel[]> {
  const params = { path: { workspace, app, entity, field }, query: { search, limit: 50 } };
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/options/{entity}/{field}", { params }),
  );
  return answer.items;
}
