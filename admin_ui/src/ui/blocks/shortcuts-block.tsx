/** What is done most, one click away. */

import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { homePage, viewNamed } from "../../lib/menu";
import { entityOf, pluralOf } from "../../lib/model";
import type { BlockModel, ShortcutModel } from "../../lib/page-model";
import { AppIcon } from "../app-icon";
import { useCreate } from "../use-create";
import "./blocks.css";

export function ShortcutsBlock({ block }: { block: BlockModel }) {
  const { i18n } = useTranslation();
  return (
    <nav className="shortcut-buttons" aria-label={textOf(block.label, i18n.language) || undefined}>
      {(block.shortcuts ?? []).map((shortcut, index) => (
        <Shortcut key={shortcut.id ?? index} shortcut={shortcut} />
      ))}
    </nav>
  );
}

interface ShortcutProps {
  shortcut: ShortcutModel;
}

const TYPES = {
  create: CreateShortcut,
  entity: ListShortcut,
  view: ListShortcut,
  page: PageShortcut,
  link: LinkShortcut,
};

function Shortcut({ shortcut }: ShortcutProps) {
  const Kind = TYPES[shortcut.type];
  return <Kind shortcut={shortcut} />;
}

function LinkShortcut({ shortcut }: ShortcutProps) {
  const { i18n } = useTranslation();
  return (
    <a className="button-link" href={shortcut.url} target="_blank" rel="noreferrer">
      <AppIcon name={shortcut.icon ?? "external-link"} size={15} />
      {textOf(shortcut.label, i18n.language)}
    </a>
  );
}

function PageShortcut({ shortcut }: ShortcutProps) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const page = homePage(model, shortcut.page);
  return page ? (
    <Link
      className="button-link"
      to="/w/$workspace/$app/-/$page"
      params={{ workspace, app, page: page.name }}
    >
      <AppIcon name={shortcut.icon ?? "home"} size={15} />
      {textOf(shortcut.label ?? page.label, i18n.language)}
    </Link>
  ) : null;
}

function CreateShortcut({ shortcut }: ShortcutProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const create = useCreate();
  const entity = entityOf(model, shortcut.entity ?? "");
  if (!entity?.actions.includes("create")) return null;
  return (
    <Button
      icon={<AppIcon name={shortcut.icon ?? entity.icon} size={15} />}
      onClick={() => create(entity.name)}
    >
      {textOf(shortcut.label, i18n.language) ||
        t("form.newTitle", { name: textOf(entity.label, i18n.language) })}
    </Button>
  );
}

function ListShortcut({ shortcut }: ShortcutProps) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const view = viewNamed(model, shortcut.view);
  const entity = entityOf(model, view?.entity ?? shortcut.entity ?? "");
  return entity ? (
    <Link
      className="button-link"
      to="/w/$workspace/$app/$entity"
      params={{ workspace, app, entity: entity.name }}
      search={view ? { view: view.id } : {}}
    >
      <AppIcon name={shortcut.icon ?? entity.icon} size={15} />
      {textOf(shortcut.label ?? view?.label ?? pluralOf(entity), i18n.language)}
    </Link>
  ) : null;
}
