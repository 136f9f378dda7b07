/** Changes which records a view shows: the filter builder, opened on what the view keeps. */

import { Button, Drawer, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import type { Condition } from "../../lib/conditions/tree";
import { textOf } from "../../lib/label";
import { pluralOf, type EntityModel, type ViewModel } from "../../lib/model";
import { FilterGroupEditor, firstRow } from "./filter-group";
import { begun, conditionOf, groupOf, isUnfinished } from "./filter-tree";
import { useNamedFilter } from "./view-names";
import { wireCondition } from "./wire-condition";

interface ViewFilterDrawerProps {
  entity: EntityModel;
  view: ViewModel;
  busy: boolean;
  onClose: () => void;
  /** With the whole filter, or nothing where every record shall be shown. */
  onSave: (filter: Condition | null) => void;
}

/** Changes the filter of a view; nothing is kept until it is saved. */
export function ViewFilterDrawer(props: ViewFilterDrawerProps) {
  const { filter, waiting } = useNamedFilter(props.entity, props.view.filter);
  // What a broken view asked for is gone: it is asked anew.
  return (
    <FilterForm
      {...props}
      key={String(waiting)}
      filter={props.view.broken ? null : filter}
      waiting={waiting}
    />
  );
}

interface FilterFormProps extends ViewFilterDrawerProps {
  filter: Condition | null;
  waiting: boolean;
}

function FilterForm({ entity, view, filter, waiting, busy, onClose, onSave }: FilterFormProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [group, setGroup] = useState(() => begun(groupOf(filter), firstRow(model, entity)));
  const [strict, setStrict] = useState(false);
  function save() {
    // A row that asks nothing would be left out, and the view show more than was meant.
    if (isUnfinished(group)) return setStrict(true);
    const next = conditionOf(group);
    onSave(next && wireCondition(model, entity, next));
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={620}
      title={t("filter.ofNamedView", { view: textOf(view.label, i18n.language) })}
      footer={
        <div className="row-line">
          <Button onClick={() => setGroup({ ...group, items: [] })}>{t("filter.clear")}</Button>
          <span className="grow" />
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={waiting} onClick={save}>
            {t("action.save")}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {view.personal ? null : <div className="muted small">{t("view.everybodySees")}</div>}
        {waiting ? (
          <Skeleton active title={false} />
        ) : (
          <FilterGroupEditor group={group} entity={entity} strict={strict} onChange={setGroup} />
        )}
        {group.items.length === 0 ? (
          <div className="muted small" role="status">
            {t("filter.showsAll", { name: textOf(pluralOf(entity), i18n.language) })}
          </div>
        ) : null}
      </div>
    </Drawer>
  );
}
