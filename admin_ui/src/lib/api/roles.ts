/** Roles of an app as administrators look after them: matrices, what changes for whom, and the way back. */

import type { Condition } from "../conditions/tree";
import type { Label } from "../label";
import { api, idempotencyKey, unwrap } from "./client";

export type Access = "hidden" | "masked" | "read" | "write";
export type ScopeName = "own" | "subordinates" | "department" | "department_tree" | "all" | "shared";
export type Scope = ScopeName | { where: Condition };
export type RoleAction = "view" | "create" | "edit" | "delete" | "import" | "export" | "assign" | "comment";
/** Yes or no for what is not there yet, else whose records; a comment may be null: wherever one sees. */
export type Cell = boolean | readonly Scope[] | null;

export interface FieldGrant {
  field: string;
  access: Access;
}

export interface Grant {
  entity: string;
  actions: Record<RoleAction, Cell>;
  default: Access;
  fields: readonly FieldGrant[];
}

export interface RoleHead {
  id: string;
  name: string;
  label: Label;
  description: Label | null;
  administrator: boolean;
  members: number;
}

export interface RoleDetail extends RoleHead {
  version: number;
  grants: Grant[];
}

export interface RoleChange {
  label?: Label;
  description?: Label;
  grants?: readonly Grant[];
  message?: string;
}

export interface RoleEffect {
  entity: string;
  action: RoleAction | null;
  field: string | null;
  what: "gained" | "lost" | "more" | "less" | "other";
}

export interface RolePreview {
  people: { id: number; label: string; effects: RoleEffect[] }[];
  more: boolean;
}

export interface RoleSaved {
  role: RoleDetail;
  revision: number;
}

interface AppPath {
  workspace: string;
  app: string;
}

export async function readAppRoles(path: AppPath): Promise<RoleHead[]> {
  const found = await unwrap(api.GET("/api/v1/w/{workspace}/apps/{app}/roles", { params: { path } }));
  return found.items as RoleHead[];
}

export async function readRole(path: AppPath, role: string): Promise<RoleDetail> {
  const params = { path: { ...path, role } };
  return (await unwrap(
    api.GET("/api/v1/w/{workspace}/apps/{app}/roles/{role}", { params }),
  )) as unknown as RoleDetail;
}

export async function createRole(path: AppPath, body: RoleChange & { copy?: string }): Promise<RoleSaved> {
  const params = { path, header: { "Idempotency-Key": idempotencyKey() } };
  return (await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/roles", { params, body: body as never }),
  )) as unknown as RoleSaved;
}

export async function changeRole(
  path: AppPath,
  role: RoleHead & { version: number },
  body: RoleChange,
): Promise<RoleSaved> {
  const params = { path: { ...path, role: role.id }, header: { "If-Match": `"${role.version}"` } };
  return (await unwrap(
    api.PATCH("/api/v1/w/{workspace}/apps/{app}/roles/{role}", { params, body: body as never }),
  )) as unknown as RoleSaved;
}

/** Returns the revision that can be taken back. */
export async function deleteRole(path: AppPath, role: RoleDetail): Promise<number> {
  const header = { "If-Match": `"${role.version}"` };
  const params = { path: { ...path, role: role.id }, header };
  return (await unwrap(api.DELETE("/api/v1/w/{workspace}/apps/{app}/roles/{role}", { params }))).revision;
}

export async function previewRole(
  path: AppPath,
  role: string,
  body: RoleChange | { deleted: true },
): Promise<RolePreview> {
  const params = { path: { ...path, role } };
  return await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/roles/{role}/preview", { params, body: body as never }),
  );
}

export async function takeRolesBack(path: AppPath, revision: number, message: string): Promise<void> {
  const params = { path, header: { "Idempotency-Key": idempotencyKey() } };
  await unwrap(
    api.POST("/api/v1/w/{workspace}/apps/{app}/roles/undo", { params, body: { revision, message } }),
  );
}
