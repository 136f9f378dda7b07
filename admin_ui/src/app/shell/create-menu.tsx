/** A new record of any kind: of the entity whose list is open, or of another one. */

import { useMatches, useParams, useSearch } from "@tanstack/react-router";
import { Button, Space } from "antd";
import { ChevronDown, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { creatable } from "../../lib/menu";
import { DropMenu } from "../../ui/drop-menu";
import { AppIcon } from "../../ui/app-icon";
import { useCreate } from "../../ui/use-create";

const APP = "/signed-in/w/$workspace/$app";
/** Where nothing on the page is done more than to create; elsewhere the page has the one filled button of the screen. */
const FILLED: ReadonlySet<string> = new Set([`${APP}/`, `${APP}/$entity`, `${APP}/-/$page`]);

export function CreateMenu() {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const { entity: here } = useParams({ strict: false });
  const create = useCreate();
  const route = useMatches({ select: (matches) => matches.at(-1)?.routeId ?? "" });
  const { open } = useSearch({ strict: false });
  const type = FILLED.has(route) && !open ? "primary" : "default"; // a record in the side sheet has its own
  const entities = creatable(model);
  const first = entities.find(({ name }) => name === here);
  const items = entities.map((entity) => ({
    key: entity.name,
    icon: <AppIcon name={entity.icon} />,
    label: textOf(entity.label, i18n.language),
    onClick: () => create(entity.name),
  }));
  if (entities.length === 0) return null;
  const menu = { items, className: "create-menu" };
  const plus = <Plus size={16} aria-hidden="true" />;
  if (!first) {
    return (
      <DropMenu menu={menu}>
        <Button type={type} icon={plus}>
          <span className="top-wide">{t("list.new")}</span>
        </Button>
      </DropMenu>
    );
  }
  const name = textOf(first.label, i18n.language);
  return (
    <Space.Compact>
      <Button
        type={type}
        icon={plus}
        aria-label={t("form.newTitle", { name })}
        onClick={() => create(first.name)}
      >
        <span className="top-wide">{t("list.new")}</span>
      </Button>
      <DropMenu menu={menu} placement="bottomRight">
        <Button
          type={type}
          icon={<ChevronDown size={15} aria-hidden="true" />}
          aria-label={t("shell.newOther")}
        />
      </DropMenu>
    </Space.Compact>
  );
}
