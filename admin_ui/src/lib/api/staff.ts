/** Members, departments, teams and roles of a workspace, as administrators look after them; links to join; devices. */

import type { Label } from "../label";
import { api, idempotencyKey, requestContext, unwrap } from "./client";
import type { components } from "./schema";
import type { Session } from "./session";

export type Member = components["schemas"]["Member"];
export type MemberState = "active" | "invited" | "disabled";
export type NewMember = components["schemas"]["NewMember"];
export type MemberChange = components["schemas"]["MemberChange"];
export type MemberLink = components["schemas"]["MemberLink"];
export type Team = components["schemas"]["Team"];
export type Device = components["schemas"]["Device"];
export type JoinLink = components["schemas"]["Link"];

export interface Role {
  id: string;
  name: string;
  label: Label;
  description: Label | null;
  app: string;
  administrator: boolean;
}

export interface MembersAsked {
  search?: string;
  department?: number;
  state?: MemberState;
}

export interface MemberPage {
  items: Member[];
  next: string | null;
}

export async function readMembers(
  workspace: string,
  asked: MembersAsked,
  cursor: string | undefined,
): Promise<MemberPage> {
  const query = { ...asked, ...(cursor ? { cursor } : {}), limit: 50 };
  const params = { path: { workspace }, query };
  const found = await unwrap(api.GET("/api/v1/w/{workspace}/members", { params }));
  return { items: found.items, next: found.next };
}

export async function readMember(workspace: string, member: number): Promise<Member> {
  const params = { path: { workspace, member } };
  return unwrap(api.GET("/api/v1/w/{workspace}/members/{member}", { params }));
}

export async function inviteMember(workspace: string, body: NewMember): Promise<Member> {
  const params = { path: { workspace }, header: { "Idempotency-Key": idempotencyKey() } };
  return unwrap(api.POST("/api/v1/w/{workspace}/members", { params, body }));
}

export async function changeMember(workspace: string, member: number, body: MemberChange): Promise<Member> {
  const params = { path: { workspace, member } };
  return unwrap(api.PATCH("/api/v1/w/{workspace}/members/{member}", { params, body }));
}

export async function makeMemberLink(workspace: string, member: number): Promise<MemberLink> {
  const params = { path: { workspace, member } };
  return unwrap(api.PUT("/api/v1/w/{workspace}/members/{member}/link", { params }));
}

/** A field in which a member stands, and in how many living records. */
export interface Held {
  entity: string;
  entity_label: Label;
  app: string;
  field: string;
  field_label: Label;
  owner: boolean;
  /** Null where counting takes too long. */
  count: number | null;
  capped: boolean;
}

export async function readHeld(workspace: string, member: number): Promise<Held[]> {
  const params = { path: { workspace, member } };
  const found = await unwrap(api.GET("/api/v1/w/{workspace}/members/{member}/held", { params }));
  return found.items as unknown as Held[];
}

/** Begins to hand over what a member holds; returns the job. */
export async function handOver(
  workspace: string,
  member: number,
  to: number,
  places: { app: string; entity: string; field: string }[],
): Promise<number> {
  const params = { path: { workspace, member }, header: { "Idempotency-Key": idempotencyKey() } };
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/members/{member}/hand-over", { params, body: { to, places } }),
  );
  return answer.job;
}

export async function readRoles(workspace: string): Promise<Role[]> {
  const params = { path: { workspace } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/roles", { params }))).items as unknown as Role[];
}

export async function addDepartment(workspace: string, name: string, parent: number | null): Promise<number> {
  const params = { path: { workspace }, header: { "Idempotency-Key": idempotencyKey() } };
  const body = { name, parent };
  return (await unwrap(api.POST("/api/v1/w/{workspace}/departments", { params, body }))).id;
}

export async function changeDepartment(
  workspace: string,
  department: number,
  body: components["schemas"]["DepartmentChange"],
): Promise<void> {
  const params = { path: { workspace, department } };
  await unwrap(api.PATCH("/api/v1/w/{workspace}/departments/{department}", { params, body }));
}

export async function readTeams(workspace: string): Promise<Team[]> {
  const params = { path: { workspace } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/teams", { params }))).items;
}

export async function addTeam(workspace: string, name: string): Promise<number> {
  const params = { path: { workspace }, header: { "Idempotency-Key": idempotencyKey() } };
  return (await unwrap(api.POST("/api/v1/w/{workspace}/teams", { params, body: { name } }))).id;
}

export async function changeTeam(
  workspace: string,
  team: number,
  body: components["schemas"]["TeamChange"],
): Promise<void> {
  const params = { path: { workspace, team } };
  await unwrap(api.PATCH("/api/v1/w/{workspace}/teams/{team}", { params, body }));
}

export async function lookAtLink(token: string): Promise<JoinLink> {
  return unwrap(api.POST("/api/v1/links/look", { body: { token } }));
}

/** Uses a link; whoever does is signed in afterwards. */
export async function spendLink(token: string, password: string | null): Promise<Session> {
  const body = password === null ? { token } : { token, password };
  const session = await unwrap(api.POST("/api/v1/links/use", { body }));
  requestContext.csrf = session.csrf;
  return session;
}

export async function readDevices(): Promise<Device[]> {
  return (await unwrap(api.GET("/api/v1/session/devices"))).items;
}

export async function endDevice(device: string): Promise<void> {
  await unwrap(api.DELETE("/api/v1/session/devices/{device}", { params: { path: { device } } }));
}

export async function endOtherDevices(): Promise<void> {
  await unwrap(api.DELETE("/api/v1/session/devices"));
}
