/** Where an app opens: its first list. */

import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { entityOf, type AppModel, type MenuItem } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { menuOf, viewNamed } from "./side-menu";

function firstEntity(model: AppModel, menu: readonly MenuItem[]): string | undefined {
  for (const item of menu) {
    const inner = firstEntity(model, item.items ?? []);
    if (inner) return inner;
    const view = viewNamed(model, item.view);
    const entity = entityOf(model, view?.entity ?? item.entity ?? "");
    if (entity) return entity.name;
  }
  return undefined;
}

export function AppHome() {
  const { t } = useTranslation();
  const place = useAppPlace();
  const entity = firstEntity(place.model, menuOf(place));
  if (!entity) {
    return (
      <div className="page">
        <EmptyState page text={t("shell.nothingHere")} />
      </div>
    );
  }
  const { workspace, app } = place;
  return <Navigate to="/w/$workspace/$app/$entity" params={{ workspace, app, entity }} search={{}} replace />;
}
