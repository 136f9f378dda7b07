/** Set-up, sign-in and who is signed in. */

import type { Locale } from "../label";
import { api, requestContext, unwrap } from "./client";
import { ApiProblem } from "./problem";

/** Where the pieces of a drawn map come from, the plain text that it shows, and how it is laid out. */
export interface MapTiles {
  tiles: string;
  attribution: string;
  /** `wgs84` or `gcj02`. */
  datum: string;
}

export interface Session {
  user: {
    id: number;
    email: string;
    mobile?: string;
    username?: string;
    display_name: string;
    locale?: string | null;
    time_zone?: string | null;
  };
  csrf: string;
  workspaces: { key: string; name: string; administrator: boolean }[];
  /** Null where the installation names no tile server: no map is drawn then. */
  map: MapTiles | null;
}

function remembered(session: Session): Session {
  requestContext.csrf = session.csrf;
  return session;
}

export async function readSetup(): Promise<{ needed: boolean; languages: string[] }> {
  return unwrap(api.GET("/api/v1/setup"));
}

export interface FirstAdmin {
  email: string;
  password: string;
  display_name: string;
  locale: Locale;
  workspace_name: string;
  time_zone: string;
}

export async function createFirstAdmin(body: FirstAdmin): Promise<Session> {
  return remembered(await unwrap(api.POST("/api/v1/setup", { body })));
}

export async function signIn(name: string, password: string): Promise<Session> {
  return remembered(await unwrap(api.POST("/api/v1/session", { body: { name, password } })));
}

/** Whether the page came to a browser without a session. Told once: somebody may have signed in since. */
function cameWithoutSession(): boolean {
  const mark = document.querySelector('meta[name="formloom-stranger"]');
  mark?.remove();
  return mark !== null;
}

/** Who is signed in. Where the page knows that nobody is, the server is not asked: browsers log each refusal. */
export async function readSession(): Promise<Session> {
  if (cameWithoutSession()) throw new ApiProblem(401, "sign_in_first", "");
  return remembered(await unwrap(api.GET("/api/v1/session")));
}

export interface SessionChange {
  locale?: Locale;
  display_name?: string;
  /** Null: as the workspace has it. */
  time_zone?: string | null;
}

export async function changeSession(body: SessionChange): Promise<Session> {
  return remembered(await unwrap(api.PATCH("/api/v1/session", { body })));
}

export async function changePassword(current: string, next: string): Promise<void> {
  await unwrap(api.PUT("/api/v1/session/password", { body: { current, new: next } }));
}

export async function signOut(): Promise<void> {
  await unwrap(api.DELETE("/api/v1/session"));
  requestContext.csrf = "";
}
