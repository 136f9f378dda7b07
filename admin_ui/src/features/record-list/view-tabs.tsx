/** The views of an entity as tabs; each is an address of its own. */

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel, ViewModel } from "../../lib/model";

interface ViewTabsProps {
  entity: EntityModel;
  views: readonly ViewModel[];
  current: ViewModel | undefined;
}

export function ViewTabs({ entity, views, current }: ViewTabsProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  if (views.length < 2) return null;
  return (
    <nav className="view-tabs" aria-label={t("list.views")}>
      {views.map((view) => (
        <Link
          key={view.id}
          to="/w/$workspace/$app/$entity"
          params={{ workspace, app, entity: entity.name }}
          search={{ view: view.id }}
          className={view === current ? "view-tab on" : "view-tab"}
          activeProps={{}}
          aria-current={view === current ? "page" : undefined}
        >
          {textOf(view.label, i18n.language)}
        </Link>
      ))}
    </nav>
  );
}
