/** The five places of the phone: home, the first list, a new record, search, menu. */

import { Link } from "@tanstack/react-router";
import { House, Menu, Plus, Search } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { creatable, entitiesInMenu } from "../../lib/menu";
import { pluralOf } from "../../lib/model";
import { DropMenu } from "../../ui/drop-menu";
import { AppIcon } from "../../ui/app-icon";
import { useCreate } from "../../ui/use-create";

export function BottomBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const { t, i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const create = useCreate();
  const first = entitiesInMenu(model)[0];
  const items = creatable(model).map((entity) => ({
    key: entity.name,
    icon: <AppIcon name={entity.icon} />,
    label: textOf(entity.label, i18n.language),
    onClick: () => create(entity.name),
  }));
  return (
    <nav className="bottom-bar" aria-label={t("shell.places")}>
      <Link to="/w/$workspace/$app" params={{ workspace, app }} activeOptions={{ exact: true }}>
        <House size={20} aria-hidden="true" />
        <span>{t("shell.home")}</span>
      </Link>
      {first ? (
        <Link to="/w/$workspace/$app/$entity" params={{ workspace, app, entity: first.name }} search={{}}>
          <AppIcon name={first.icon} size={20} />
          <span className="clip">{textOf(pluralOf(first), i18n.language)}</span>
        </Link>
      ) : null}
      {items.length > 0 ? (
        <DropMenu menu={{ items, className: "create-menu" }} placement="top">
          <button type="button" className="bottom-new">
            <Plus size={20} aria-hidden="true" />
            <span>{t("list.new")}</span>
          </button>
        </DropMenu>
      ) : null}
      <button type="button" onClick={onSearch}>
        <Search size={20} aria-hidden="true" />
        <span>{t("shell.search")}</span>
      </button>
      <button type="button" onClick={onMenu}>
        <Menu size={20} aria-hidden="true" />
        <span>{t("shell.menu")}</span>
      </button>
    </nav>
  );
}
