/** Templates: what can be installed, installing it, and its sample company. */

import type { Label } from "../label";
import type { AppSummary } from "./apps";
import { api, idempotencyKey, unwrap } from "./client";
import { resultOfJob } from "./job-result";

export interface TemplatePart {
  name: string;
  label: Label;
  icon?: string | null;
}

export interface InstalledFrom {
  app: AppSummary;
  sample_data: { records: number; state: string } | null;
}

export interface Template {
  name: string;
  label: Label;
  description?: Label | null;
  version: string;
  /** Documents by kind. */
  counts: Readonly<Record<string, number>>;
  has_sample_data: boolean;
  /** Screens of the app that it becomes. */
  pictures: TemplatePart[];
  entities: TemplatePart[];
  roles: TemplatePart[];
  installed: InstalledFrom[];
}

export interface InstallChoice {
  sampleData: boolean;
  clone?: { name: string; label: Label };
}

/** What stayed of a sample company, and why. */
export interface KeptSample {
  entity: string | null;
  id: number;
  title: string | null;
  code: string;
  message: string;
}

export interface SampleRemoval {
  removed: number;
  count: number;
  conflicts: KeptSample[];
  change_set: number | null;
}

export async function readTemplates(workspace: string): Promise<Template[]> {
  const answer = await unwrap(
    api.GET("/api/v1/w/{workspace}/templates", { params: { path: { workspace } } }),
  );
  return answer.items;
}

export function templatePicture(
  workspace: string,
  template: string,
  picture: string,
  locale: string,
): string {
  return `/api/v1/w/${workspace}/templates/${template}/pictures/${picture}?locale=${locale}`;
}

export async function installTemplate(
  workspace: string,
  name: string,
  choice: InstallChoice,
): Promise<AppSummary> {
  const answer = await unwrap(
    api.POST("/api/v1/w/{workspace}/templates/{template}/install", {
      params: {
        path: { workspace, template: name },
        header: { "Idempotency-Key": idempotencyKey() },
      },
      body: { sample_data: choice.sampleData, ...(choice.clone ? { clone: choice.clone } : {}) },
    }),
  );
  return answer.app;
}

/** Add the sample company to an installed app; answers how many records it is. */
export async function addSampleData(workspace: string, app: string): Promise<number> {
  const params = { path: { workspace, app }, header: { "Idempotency-Key": idempotencyKey() } };
  return (await unwrap(api.POST("/api/v1/w/{workspace}/apps/{app}/sample-data", { params }))).records;
}

/** Take the sample company away and wait until it is gone. */
export async function removeSampleData(
  workspace: string,
  app: string,
  onProgress?: (share: number) => void,
): Promise<SampleRemoval> {
  const params = { path: { workspace, app } };
  const { job } = await unwrap(api.DELETE("/api/v1/w/{workspace}/apps/{app}/sample-data", { params }));
  return (await resultOfJob(workspace, job, onProgress)) as SampleRemoval;
}
