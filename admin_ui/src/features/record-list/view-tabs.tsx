/** The views of an entity as tabs; each is an address of its own. */

import { Link } from "@tanstack/react-router";
import { Lock, User } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { pluralOf, type EntityModel, type ViewModel } from "../../lib/model";

interface ViewTabsProps {
  entity: EntityModel;
  views: readonly ViewModel[];
  current: ViewModel | undefined;
  /** Whether the address names a view that is not there, so that another one is shown. */
  gone: boolean;
  /** What can be done with the current one. */
  menu?: ReactNode;
  /** The way to a new one. */
  add?: ReactNode;
}

export function ViewTabs({ entity, views, current, gone, menu, add }: ViewTabsProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = strip.current?.querySelector("[aria-current=page]");
    tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current?.id]);
  return (
    <>
      <div className="view-line">
        <nav className="view-tabs strip" aria-label={t("list.views")} ref={strip}>
          {views.map((view) => (
            <span className="view-place" key={view.id}>
              <Link
                to="/w/$workspace/$app/$entity"
                params={{ workspace, app, entity: entity.name }}
                search={{ view: view.id }}
                className={view === current ? "view-tab on" : "view-tab"}
                activeProps={{}}
                aria-current={view === current ? "page" : undefined}
              >
                {view.personal ? <User size={13} aria-label={t("view.own")} /> : null}
                <span className="clip" title={textOf(view.label, i18n.language)}>
                  {textOf(view.label, i18n.language)}
                </span>
                {view.locked ? <Lock size={12} aria-label={t("view.locked")} /> : null}
              </Link>
              {view === current ? menu : null}
            </span>
          ))}
        </nav>
        {add}
      </div>
      {gone ? (
        <p className="muted small view-gone" role="status">
          {t("list.viewGone", { view: textOf(current?.label ?? pluralOf(entity), i18n.language) })}
        </p>
      ) : null}
    </>
  );
}
