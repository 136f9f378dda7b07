/** The head of a list's page: what it holds, how much of it, and the few actions that matter. */

import { Link } from "@tanstack/react-router";
import { Plus, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { pluralOf, type EntityModel } from "../../lib/model";
import type { Count } from "./use-list";

interface ListTitleProps {
  entity: EntityModel;
  count: Count | undefined;
  /** What else can be done with the list. */
  menu?: ReactNode;
}

export function countText(count: Count | undefined, locale: string): string {
  return count ? `${formatCount(count.count, locale)}${count.capped ? "+" : ""}` : "";
}

export function ListTitle({ entity, count, menu }: ListTitleProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const params = { workspace, app, entity: entity.name };
  const total = countText(count, i18n.language);
  return (
    <div className="page-title">
      <div className="list-title">
        <h1 className="clip">{textOf(pluralOf(entity), i18n.language)}</h1>
        <span className="muted small numeric" aria-live="polite">
          {total ? t("list.count", { total }) : ""}
        </span>
      </div>
      {menu}
      {entity.actions.includes("import") ? (
        <Link className="button-link" to="/w/$workspace/$app/$entity/import" params={params}>
          <Upload size={15} aria-hidden="true" />
          {t("list.import")}
        </Link>
      ) : null}
      {entity.actions.includes("create") ? (
        <Link className="button-link" to="/w/$workspace/$app/$entity/new" params={params}>
          <Plus size={15} aria-hidden="true" />
          {t("list.new")}
        </Link>
      ) : null}
    </div>
  );
}
