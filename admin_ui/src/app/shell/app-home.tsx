/** Where an app opens: its home page, else its first list. */

import { Navigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { entitiesInMenu, homePage } from "../../lib/menu";
import { EmptyState } from "../../ui/empty-state";
import { PageSkeleton } from "../page-skeleton";

const HomePage = lazy(async () => ({
  default: (await import("../../features/home-page/home-page")).HomePage,
}));

export function AppHome() {
  const { t } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const page = homePage(model, model.app.home);
  if (page) {
    return (
      <Suspense fallback={<PageSkeleton />}>
        <HomePage page={page} />
      </Suspense>
    );
  }
  const entity = entitiesInMenu(model)[0]?.name;
  if (!entity) {
    return (
      <div className="page">
        <EmptyState page text={t("shell.nothingHere")} />
      </div>
    );
  }
  return <Navigate to="/w/$workspace/$app/$entity" params={{ workspace, app, entity }} search={{}} replace />;
}
