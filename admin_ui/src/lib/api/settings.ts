/** The settings of a workspace and its working calendar, as administrators change them. */

import type { Label } from "../label";
import { api, idempotencyKey, unwrap } from "./client";
import type { components } from "./schema";

type Told = components["schemas"]["Settings"];

/** A day that is off, or worked, whatever its weekday. */
export interface NamedDay {
  /** As 2026-10-01. */
  date: string;
  works: boolean;
  label: Label;
  /** How it was filled in; null where a person set it. */
  filled: "official" | "provisional" | null;
}

export interface Hours {
  from: string;
  to: string;
}

export interface WorkingCalendar {
  /** 1 Monday to 7 Sunday. */
  work_days: number[];
  hours: Hours[];
  exceptions: NamedDay[];
}

export interface Settings extends Omit<Told, "calendar" | "remarks"> {
  calendar: WorkingCalendar;
}

export type SettingsChange = Partial<Omit<Settings, "version" | "calendar">> & {
  calendar?: Partial<WorkingCalendar>;
};

function headers(version: number) {
  return { "If-Match": `"${version}"` };
}

export async function readSettings(workspace: string): Promise<Settings> {
  const params = { path: { workspace } };
  return (await unwrap(api.GET("/api/v1/w/{workspace}/settings", { params }))) as unknown as Settings;
}

export async function changeSettings(
  workspace: string,
  version: number,
  body: SettingsChange,
): Promise<Settings> {
  const params = { path: { workspace }, header: headers(version) };
  const sent = body as components["schemas"]["SettingsChange"];
  const answer = await unwrap(api.PATCH("/api/v1/w/{workspace}/settings", { params, body: sent }));
  return answer as unknown as Settings;
}

/** Fills in the holidays of a year in the workspace's region. */
export async function fillHolidays(workspace: string, version: number, year: number): Promise<Settings> {
  const header = { ...headers(version), "Idempotency-Key": idempotencyKey() };
  const params = { path: { workspace, year }, header };
  const answer = await unwrap(api.POST("/api/v1/w/{workspace}/calendar/{year}/fill", { params, body: {} }));
  return answer as unknown as Settings;
}
