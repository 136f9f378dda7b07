/** What a list without rows says, and the way on: it depends on why there are none. */

import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { pluralOf, type EntityModel, type ViewModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";

interface NoRowsProps {
  entity: EntityModel;
  view: ViewModel | undefined;
  views: readonly ViewModel[];
  /** Whether the person searched or filtered. */
  narrowed: boolean;
  onClear: (next: { filter: undefined; search: undefined }) => void;
}

export function NoRows({ entity, view, views, narrowed, onClear }: NoRowsProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const params = { workspace, app, entity: entity.name };
  if (narrowed) {
    return (
      <EmptyState text={t("list.noneFound")}>
        <Button onClick={() => onClear({ filter: undefined, search: undefined })}>
          {t("list.clearFilters")}
        </Button>
      </EmptyState>
    );
  }
  if (view?.filter) {
    // There may be records that this view leaves out.
    const whole = views.find(({ filter }) => !filter);
    return (
      <EmptyState text={t("list.emptyView", { view: textOf(view.label, i18n.language) })}>
        {whole ? (
          <Link
            className="button-link"
            to="/w/$workspace/$app/$entity"
            params={params}
            search={{ view: whole.id }}
          >
            {t("list.otherView", { view: textOf(whole.label, i18n.language) })}
          </Link>
        ) : null}
      </EmptyState>
    );
  }
  return (
    <EmptyState text={t("list.empty", { name: textOf(pluralOf(entity), i18n.language) })}>
      {entity.actions.includes("import") ? (
        <Link className="button-link" to="/w/$workspace/$app/$entity/import" params={params}>
          {t("list.importFirst")}
        </Link>
      ) : null}
    </EmptyState>
  );
}
