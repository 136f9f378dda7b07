/** The filter that a view keeps, told to everybody who sees the view. */

import { Button } from "antd";
import { Pencil } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Condition } from "../../lib/conditions/tree";
import type { EntityModel, ViewModel } from "../../lib/model";
import { conditionText, useWords } from "../../fields/conditions/condition-text";

interface ViewFilterNoteProps {
  entity: EntityModel;
  view: ViewModel;
  /** The view's filter, its records and people named. */
  filter: Condition;
  /** Nothing where the view is not the reader's to change. */
  onEdit: (() => void) | null;
}

/** Which records the view shows by itself, above what is added by hand. */
export function ViewFilterNote({ entity, view, filter, onEdit }: ViewFilterNoteProps) {
  const { t } = useTranslation();
  const id = useId();
  const words = useWords(entity);
  const lines = "all" in filter && filter.all.length > 0 ? filter.all : [filter];
  return (
    <>
      <section className="view-filter" aria-labelledby={id}>
        <p className="view-filter-title" id={id}>
          {t("filter.viewShows")}
        </p>
        {view.broken ? <p>{t("filter.broken")}</p> : null}
        <ul>
          {lines.map((line, index) => (
            <li key={index}>{conditionText(line, words)}</li>
          ))}
        </ul>
        {onEdit ? (
          <Button size="small" icon={<Pencil size={13} aria-hidden="true" />} onClick={onEdit}>
            {t("view.filter")}
          </Button>
        ) : null}
      </section>
      <p className="view-filter-title">{t("filter.besides")}</p>
    </>
  );
}
