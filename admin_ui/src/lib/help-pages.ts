/** Which page of the user guide belongs to the screen one is on. */

import { viewNamed } from "./menu";
import { entityOf, type AppModel } from "./model";

export interface Spot {
  routeId: string;
  params: Partial<Record<string, string>>;
  search: Partial<Record<string, unknown>>;
}

const IN_APP = "/signed-in/w/$workspace/$app";
const PAGES: Readonly<Record<string, string>> = {
  [`${IN_APP}/`]: "workbench",
  [`${IN_APP}/-/$page`]: "workbench",
  [`${IN_APP}/-me`]: "profile",
  [`${IN_APP}/-trash`]: "undo",
  [`${IN_APP}/-people`]: "people",
  [`${IN_APP}/-roles`]: "roles",
  [`${IN_APP}/-settings`]: "settings",
  [`${IN_APP}/$entity/new`]: "forms",
  [`${IN_APP}/$entity/import`]: "import",
  [`${IN_APP}/$entity/$id`]: "records",
  [`${IN_APP}/$entity/$id/print`]: "records",
};

/** The page of the guide for a screen; its contents for screens that it does not speak of. */
export function helpPageOf({ routeId, params, search }: Spot, model: AppModel): string {
  if (typeof search.open === "string") return "records";
  if (typeof search.new === "string") return "forms";
  if (routeId === `${IN_APP}/$entity`) return listPage(params.entity ?? "", search.view, model);
  return PAGES[routeId] ?? "index";
}

function listPage(name: string, view: unknown, model: AppModel): string {
  const entity = entityOf(model, name);
  if (!entity) return "index";
  const usual = model.views.find((one) => one.entity === name && one.default);
  const shown = viewNamed(model, typeof view === "string" ? view : undefined) ?? usual;
  return !shown || shown.type === "table" ? "lists" : "boards";
}
