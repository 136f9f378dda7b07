/** The pages and their addresses; each page is loaded when it is opened. */

import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  type RouterHistory,
} from "@tanstack/react-router";

import { asProblem } from "../lib/api/problem";
import { mayBuildIn } from "../lib/app-context";
import { readListState } from "../lib/list-state";
import { readOpenSearch } from "../lib/open-record";
import { appsQuery, modelQuery, sessionQuery, setupQuery, viewsQuery } from "../lib/queries";
import { parseSearch, stringifySearch } from "../lib/search-text";
import { LoadFailed, NotFound } from "./load-failed";
import { PageSkeleton } from "./page-skeleton";

interface RouterContext {
  queries: QueryClient;
}

interface PeopleSearch {
  of?: "teams";
  department?: number;
  member?: number;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && /^\w{1,64}$/.test(value);
}

/** What an address needs; where that is gone, the address leads nowhere, which is no failure of the page. */
async function orNowhere<Data>(needed: Promise<Data>): Promise<Data> {
  return needed.catch((error: unknown) => {
    throw asProblem(error).gone ? notFound() : error;
  });
}

/** Whether somebody is signed in already; who was asked that just now and is not, is not asked again. */
async function isSignedIn(queries: QueryClient): Promise<boolean> {
  if (queries.getQueryState(sessionQuery.queryKey)?.status === "error") return false;
  return queries
    .fetchQuery(sessionQuery)
    .then(() => true)
    .catch(() => false);
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  beforeLoad: async ({ context }) => {
    const setup = await context.queries.fetchQuery(setupQuery);
    if (!setup.needed) throw redirect({ to: "/sign-in", search: {} });
  },
  component: lazyRouteComponent(() => import("../features/setup/setup-page"), "SetupPage"),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  beforeLoad: async ({ context, search }) => {
    if (await isSignedIn(context.queries)) throw redirect({ href: search.next ?? "/" });
  },
  component: lazyRouteComponent(() => import("../features/sign-in/sign-in-page"), "SignInPage"),
});

const openGuideRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/help/$page",
  component: lazyRouteComponent(() => import("../features/guide/open-guide-page"), "OpenGuidePage"),
});

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/join",
  component: lazyRouteComponent(() => import("../features/join/join-page"), "JoinPage"),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queries.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      const setup = await context.queries.fetchQuery(setupQuery);
      if (setup.needed) throw redirect({ to: "/setup" });
      throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
    }
  },
  component: Outlet,
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  beforeLoad: ({ context }) => {
    const workspace = context.session.workspaces[0];
    if (workspace) throw redirect({ to: "/w/$workspace", params: { workspace: workspace.key } });
  },
  component: lazyRouteComponent(() => import("./no-workspace"), "NoWorkspace"),
});

const workspaceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/w/$workspace",
  beforeLoad: async ({ context, params }) => {
    const apps = await orNowhere(context.queries.ensureQueryData(appsQuery(params.workspace)));
    const app = apps[0];
    if (app) throw redirect({ to: "/w/$workspace/$app", params: { ...params, app: app.name } });
    if (mayBuildIn(context.session, params.workspace)) {
      throw redirect({ to: "/w/$workspace/-/templates", params });
    }
  },
  component: lazyRouteComponent(() => import("./no-workspace"), "NoApp"),
});

const templatesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/w/$workspace/-/templates",
  loader: ({ context, params }) => orNowhere(context.queries.ensureQueryData(appsQuery(params.workspace))),
  component: lazyRouteComponent(() => import("../features/templates/templates-page"), "TemplatesPage"),
});

const appRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/w/$workspace/$app",
  validateSearch: readOpenSearch,
  loader: ({ context, params }) =>
    orNowhere(context.queries.ensureQueryData(modelQuery(params.workspace, params.app))),
  component: lazyRouteComponent(() => import("./shell/app-shell"), "AppShell"),
});

const appHomeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./shell/app-home"), "AppHome"),
});

const listRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/$entity",
  validateSearch: readListState,
  loader: ({ context, params: { workspace, app, entity } }) =>
    context.queries.ensureQueryData(viewsQuery(workspace, app, entity)).catch(() => []),
  component: lazyRouteComponent(() => import("./entity-page"), "EntityPage"),
});

const homePageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-/$page",
  component: lazyRouteComponent(() => import("../features/home-page/home-page"), "NamedHomePage"),
});

const profileRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-me",
  component: lazyRouteComponent(() => import("../features/profile/profile-page"), "ProfilePage"),
});

const trashRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-trash",
  validateSearch: (search: Record<string, unknown>): { entity?: string; of?: "fields" } => ({
    ...(typeof search.entity === "string" && /^\w{1,64}$/.test(search.entity)
      ? { entity: search.entity }
      : {}),
    ...(search.of === "fields" ? { of: "fields" as const } : {}),
  }),
  component: lazyRouteComponent(() => import("../features/trash/trash-page"), "TrashPage"),
});

const peopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-people",
  validateSearch: (search: Record<string, unknown>): PeopleSearch => ({
    ...(search.of === "teams" ? { of: "teams" as const } : {}),
    ...(isId(search.department) ? { department: search.department } : {}),
    ...(isId(search.member) ? { member: search.member } : {}),
  }),
  component: lazyRouteComponent(() => import("../features/people/people-page"), "PeoplePage"),
});

const rolesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-roles",
  validateSearch: (search: Record<string, unknown>): { role?: string; entity?: string } => ({
    ...(isName(search.role) ? { role: search.role } : {}),
    ...(isName(search.entity) ? { entity: search.entity } : {}),
  }),
  component: lazyRouteComponent(() => import("../features/roles/roles-page"), "RolesPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-settings",
  validateSearch: (search: Record<string, unknown>): { of?: "calendar" } =>
    search.of === "calendar" ? { of: "calendar" as const } : {},
  component: lazyRouteComponent(() => import("../features/settings/settings-page"), "SettingsPage"),
});

const helpRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/-help/$page",
  component: lazyRouteComponent(() => import("../features/guide/help-page"), "HelpPage"),
});

const newRecordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/$entity/new",
  validateSearch: (search: Record<string, unknown>): { copy?: number } =>
    Number.isSafeInteger(search.copy) && Number(search.copy) > 0 ? { copy: Number(search.copy) } : {},
  component: lazyRouteComponent(() => import("../features/record-page/new-record-page"), "NewRecordPage"),
});

const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/$entity/import",
  validateSearch: (search: Record<string, unknown>): { import?: string } =>
    typeof search.import === "string" && /^[\w-]{1,64}$/.test(search.import) ? { import: search.import } : {},
  component: lazyRouteComponent(() => import("../features/import/import-page"), "ImportPage"),
});

const recordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/$entity/$id",
  component: lazyRouteComponent(() => import("../features/record-page/record-page"), "RecordPage"),
});

const printRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/$entity/$id/print",
  component: lazyRouteComponent(() => import("../features/record-page/print-page"), "PrintPage"),
});

const routeTree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  openGuideRoute,
  joinRoute,
  signedInRoute.addChildren([
    homeRoute,
    workspaceRoute,
    templatesRoute,
    appRoute.addChildren([
      appHomeRoute,
      profileRoute,
      trashRoute,
      peopleRoute,
      rolesRoute,
      settingsRoute,
      helpRoute,
      homePageRoute,
      listRoute,
      newRecordRoute,
      importRoute,
      recordRoute,
      printRoute,
    ]),
  ]),
]);

/** The router of the product; a test passes a history held in memory. */
export function createAppRouter(queries: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: LoadFailed,
    defaultNotFoundComponent: NotFound,
    ...(history ? { history } : {}),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
