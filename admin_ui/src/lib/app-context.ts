/** The app a person works in, for everything drawn inside it. */

import { createContext, useContext } from "react";

import type { MapTiles, Session } from "./api/session";
import type { Moment } from "./conditions/relative";
import type { AppModel } from "./model";

export interface AppPlace {
  workspace: string;
  app: string;
  model: AppModel;
  session: Session;
}

const Context = createContext<AppPlace | null>(null);

export const AppPlaceProvider = Context.Provider;

/** The workspace, app, model and session. Throws outside of an app's pages. */
export function useAppPlace(): AppPlace {
  const place = useContext(Context);
  if (place === null) throw new Error("useAppPlace needs an AppPlaceProvider above it");
  return place;
}

/** Where drawn maps come from; nothing outside of an app and where the installation draws none. */
export function useMapTiles(): MapTiles | null {
  return useContext(Context)?.session.map ?? null;
}

/** Whether this person may change how the app is built: its fields, options, forms. */
export function mayBuild({ session, workspace }: AppPlace): boolean {
  return mayBuildIn(session, workspace);
}

export function mayBuildIn(session: Session, workspace: string): boolean {
  return session.workspaces.some((item) => item.key === workspace && item.administrator);
}

/** The time zone in which a person reads instants. */
export function timeZoneOf({ session, model }: AppPlace): string {
  return session.user.time_zone ?? model.settings.time_zone;
}

/** Now, for this person, as conditions understand it. */
export function momentOf({ session, model }: AppPlace, now: number): Moment {
  return {
    now: now * 1000,
    timeZone: model.settings.time_zone,
    weekStart: model.settings.week_start,
    user: session.user.id,
    department: null,
    departments: [],
    subordinates: [],
  };
}
