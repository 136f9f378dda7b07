/** The side menu, drawn from the app's menu; entities that the menu forgets are unreachable by intent. */

import { Link } from "@tanstack/react-router";
import { Tooltip } from "antd";
import { LayoutGrid, Settings, ShieldCheck, Trash2, Users } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AppSummary } from "../../lib/api/apps";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { homePage, menuOf, viewNamed } from "../../lib/menu";
import { entityOf, pluralOf, type MenuItem } from "../../lib/model";
import { AppIcon } from "../../ui/app-icon";
import { Brand } from "../../ui/brand";
import { colorOf } from "../../ui/palette";

interface SideMenuProps {
  apps: AppSummary[];
  narrow: boolean;
  onChosen?: () => void;
}

export function SideMenu({ apps, narrow, onChosen }: SideMenuProps) {
  const { t } = useTranslation();
  const place = useAppPlace();
  return (
    <nav className="side" aria-label={t("shell.menu")} onClick={onChosen}>
      <Brand short={narrow} />
      <AppHere apps={apps} narrow={narrow} />
      {menuOf(place.model).map((item, index) => (
        <MenuEntry key={item.id ?? index} item={item} narrow={narrow} />
      ))}
      <OtherApps apps={apps} narrow={narrow} />
      <TrashEntry narrow={narrow} />
    </nav>
  );
}

/** Which app this is, where there are several: a clone has the menu of what it was cloned from. */
function AppHere({ apps, narrow }: { apps: AppSummary[]; narrow: boolean }) {
  const { i18n } = useTranslation();
  const { app } = useAppPlace();
  const here = apps.find(({ name }) => name === app);
  if (!here || apps.length < 2) return null;
  const label = textOf(here.label, i18n.language);
  const style = { "--c": colorOf(here.color) ?? "var(--accent)" } as CSSProperties;
  return (
    <Labelled label={label} narrow={narrow}>
      <div className="side-app" style={style}>
        <AppIcon name={here.icon} />
        <Text label={label} narrow={narrow} />
      </div>
    </Labelled>
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
      {administrator ? <Administration narrow={narrow} /> : null}
    </>
  );
}

function Administration({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  return (
    <>
      <Labelled label={t("templates.title")} narrow={narrow}>
        <Link className="side-link" to="/w/$workspace/-/templates" params={{ workspace }}>
          <LayoutGrid size={16} strokeWidth={1.8} aria-hidden="true" />
          <Text label={t("templates.title")} narrow={narrow} />
        </Link>
      </Labelled>
      <Labelled label={t("people.title")} narrow={narrow}>
        <Link className="side-link" to="/w/$workspace/$app/-people" params={{ workspace, app }} search={{}}>
          <Users size={16} strokeWidth={1.8} aria-hidden="true" />
          <Text label={t("people.title")} narrow={narrow} />
        </Link>
      </Labelled>
      <Labelled label={t("roles.title")} narrow={narrow}>
        <Link className="side-link" to="/w/$workspace/$app/-roles" params={{ workspace, app }} search={{}}>
          <ShieldCheck size={16} strokeWidth={1.8} aria-hidden="true" />
          <Text label={t("roles.title")} narrow={narrow} />
        </Link>
      </Labelled>
      <Labelled label={t("settings.title")} narrow={narrow}>
        <Link className="side-link" to="/w/$workspace/$app/-settings" params={{ workspace, app }} search={{}}>
          <Settings size={16} strokeWidth={1.8} aria-hidden="true" />
          <Text label={t("settings.title")} narrow={narrow} />
        </Link>
      </Labelled>
    </>
  );
}

/** For whoever may delete something, and so may bring it back. */
function TrashEntry({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  if (!model.entities.some(({ actions }) => actions.includes("delete"))) return null;
  return (
    <Labelled label={t("trash.title")} narrow={narrow}>
      <Link
        className="side-link side-last"
        to="/w/$workspace/$app/-trash"
        params={{ workspace, app }}
        search={{}}
      >
        <Trash2 size={16} strokeWidth={1.8} aria-hidden="true" />
        <Text label={t("trash.title")} narrow={narrow} />
      </Link>
    </Labelled>
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
  if (item.type === "page") return <PageEntry item={item} own={own} narrow={narrow} />;
  return <ListEntry item={item} own={own} narrow={narrow} />;
}

function PageEntry({ item, own, narrow }: { item: MenuItem; own: string; narrow: boolean }) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const page = homePage(model, item.page);
  if (!page) return null;
  const label = own || textOf(page.label, i18n.language);
  const isStart = page === homePage(model, model.app.home);
  const inside = (
    <>
      <AppIcon name={item.icon ?? "home"} />
      <Text label={label} narrow={narrow} />
    </>
  );
  return (
    <Labelled label={label} narrow={narrow}>
      {isStart ? (
        <Link
          className="side-link"
          to="/w/$workspace/$app"
          params={{ workspace, app }}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {inside}
        </Link>
      ) : (
        <Link
          className="side-link"
          to="/w/$workspace/$app/-/$page"
          params={{ workspace, app, page: page.name }}
        >
          {inside}
        </Link>
      )}
    </Labelled>
  );
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

/** A list; an entity without rights is not in the model. */
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
