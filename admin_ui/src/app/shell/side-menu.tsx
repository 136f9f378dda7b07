/** The side menu, drawn from the app's menu; entities that the menu forgets are unreachable by intent. */

import { Link } from "@tanstack/react-router";
import { Tooltip } from "antd";
import { LayoutGrid } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AppSummary } from "../../lib/api/apps";
import { mayBuild, useAppPlace, type AppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, pluralOf, type AppModel, type MenuItem, type ViewModel } from "../../lib/model";
import { AppIcon } from "../../ui/app-icon";
import { Brand } from "../../ui/brand";

interface SideMenuProps {
  apps: AppSummary[];
  narrow: boolean;
  onChosen?: () => void;
}

/** The menu of the document, or one item for each entity where the app has none. */
export function menuOf({ model }: Pick<AppPlace, "model">): MenuItem[] {
  if (model.app.menu.length > 0) return model.app.menu;
  return model.entities.map((entity) => ({ type: "entity", entity: entity.name }));
}

export function SideMenu({ apps, narrow, onChosen }: SideMenuProps) {
  const { t } = useTranslation();
  const place = useAppPlace();
  return (
    <nav className="side" aria-label={t("shell.menu")} onClick={onChosen}>
      <Brand short={narrow} />
      {menuOf(place).map((item, index) => (
        <MenuEntry key={item.id ?? index} item={item} narrow={narrow} />
      ))}
      <OtherApps apps={apps} narrow={narrow} />
    </nav>
  );
}

function OtherApps({ apps, narrow }: { apps: AppSummary[]; narrow: boolean }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app } = place;
  const others = apps.filter((other) => other.name !== app);
  const administrator = mayBuild(place);
  if (others.length === 0 && !administrator) return null;
  return (
    <>
      <div className="side-group">{narrow ? null : t("shell.apps")}</div>
      {others.map((other) => {
        const label = textOf(other.label, i18n.language);
        return (
          <Labelled key={other.id} label={label} narrow={narrow}>
            <Link className="side-link" to="/w/$workspace/$app" params={{ workspace, app: other.name }}>
              <AppIcon name={other.icon} />
              <Text label={label} narrow={narrow} />
            </Link>
          </Labelled>
        );
      })}
      {administrator ? (
        <Labelled label={t("templates.title")} narrow={narrow}>
          <Link className="side-link" to="/w/$workspace/-/templates" params={{ workspace }}>
            <LayoutGrid size={16} strokeWidth={1.8} aria-hidden="true" />
            <Text label={t("templates.title")} narrow={narrow} />
          </Link>
        </Labelled>
      ) : null}
    </>
  );
}

function MenuEntry({ item, narrow }: { item: MenuItem; narrow: boolean }) {
  const { i18n } = useTranslation();
  const own = textOf(item.label, i18n.language);
  if (item.type === "group") {
    return (
      <>
        <div className="side-group">{narrow ? null : own}</div>
        {(item.items ?? []).map((inner, index) => (
          <MenuEntry key={inner.id ?? index} item={inner} narrow={narrow} />
        ))}
      </>
    );
  }
  if (item.type === "link") return <LinkEntry item={item} label={own} narrow={narrow} />;
  return <ListEntry item={item} own={own} narrow={narrow} />;
}

function LinkEntry({ item, label, narrow }: { item: MenuItem; label: string; narrow: boolean }) {
  return (
    <Labelled label={label} narrow={narrow}>
      <a className="side-link" href={item.url} target="_blank" rel="noreferrer">
        <AppIcon name={item.icon ?? "external-link"} />
        <Text label={label} narrow={narrow} />
      </a>
    </Labelled>
  );
}

/** The view that a menu item or a page's block names, by id or name. */
export function viewNamed(model: AppModel, reference: string | undefined): ViewModel | undefined {
  if (reference === undefined) return undefined;
  return model.views.find(({ id, name }) => id === reference || name === reference);
}

/** A list; a page has no screen yet, and an entity without rights is not in the model. */
function ListEntry({ item, own, narrow }: { item: MenuItem; own: string; narrow: boolean }) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const view = viewNamed(model, item.view);
  const entity = entityOf(model, view?.entity ?? item.entity ?? "");
  if (!entity) return null;
  const label = own || textOf(view?.label ?? pluralOf(entity), i18n.language);
  return (
    <Labelled label={label} narrow={narrow}>
      <Link
        className="side-link"
        to="/w/$workspace/$app/$entity"
        params={{ workspace, app, entity: entity.name }}
        search={view ? { view: view.id } : {}}
        activeOptions={{ includeSearch: view !== undefined }}
      >
        <AppIcon name={item.icon ?? entity.icon} />
        <Text label={label} narrow={narrow} />
      </Link>
    </Labelled>
  );
}

function Text({ label, narrow }: { label: string; narrow: boolean }) {
  return <span className={narrow ? "sr-only" : "clip"}>{label}</span>;
}

function Labelled({ label, narrow, children }: { label: string; narrow: boolean; children: ReactNode }) {
  return narrow ? (
    <Tooltip title={label} placement="right">
      {children}
    </Tooltip>
  ) : (
    children
  );
}
