/** The line above a list: quick search, what is filtered, and the way to the filter builder. */

import { Button, Drawer, Input } from "antd";
import { ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Condition } from "../../lib/conditions/tree";
import type { EntityModel } from "../../lib/model";
import { useAppPlace } from "../../lib/app-context";
import { FilterGroupEditor, firstRow } from "./filter-group";
import { conditionText, useWords } from "./filter-text";
import { begun, conditionOf, groupOf, isUnfinished } from "./filter-tree";
import { placeOf, QuickFilters, useQuickFields } from "./quick-filters";

interface FilterBarProps {
  entity: EntityModel;
  filter: Condition | undefined;
  /** Paths of the quick filters that the view offers. */
  quick: readonly string[];
  search: string;
  onFilter: (filter: Condition | null) => void;
  onSearch: (text: string) => void;
}

const PAUSE_MS = 250;

export function FilterBar({ entity, filter, quick, search, onFilter, onSearch }: FilterBarProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const words = useWords(entity);
  const group = groupOf(filter);
  const chips = group.join === "all" ? group.items : [group];
  const quickFields = useQuickFields(entity, quick);
  const told = new Set(quickFields.map((one) => placeOf(group, one)));

  return (
    <>
      {entity.search ? <QuickSearch text={search} onSearch={onSearch} /> : null}
      <QuickFilters entity={entity} fields={quickFields} filter={filter} onFilter={onFilter} />
      {chips.map((item, index) => {
        const condition = conditionOf(item);
        if (!condition || (group.join === "all" && told.has(index))) return null;
        const text = conditionText(condition, words);
        return (
          <span className="chip set" key={text}>
            <button type="button" className="chip-text clip" onClick={() => setOpen(true)}>
              {text}
            </button>
            <button
              type="button"
              className="chip-remove"
              aria-label={t("filter.removeNamed", { text })}
              onClick={() => {
                const rest = group.join === "all" ? group.items.toSpliced(index, 1) : [];
                onFilter(conditionOf({ ...group, items: rest }));
              }}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      <button type="button" className="chip" onClick={() => setOpen(true)}>
        <ListFilter size={14} aria-hidden="true" />
        {t("filter.open")}
      </button>
      {open ? (
        <FilterDrawer
          entity={entity}
          filter={filter}
          onClose={() => setOpen(false)}
          onApply={(next) => {
            setOpen(false);
            onFilter(next);
          }}
        />
      ) : null}
    </>
  );
}

function QuickSearch({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  useEffect(() => {
    // The address changed by another way (back, another view): show what it says.
    if (text !== sent.current) {
      sent.current = text;
      setTyped(text);
    }
  }, [text]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = window.setTimeout(() => {
      sent.current = typed;
      onSearch(typed);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <Input
      className="quick-search"
      type="search"
      allowClear
      prefix={<Search size={14} aria-hidden="true" />}
      aria-label={t("list.search")}
      placeholder={t("list.search")}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

interface FilterDrawerProps {
  entity: EntityModel;
  filter: Condition | undefined;
  onClose: () => void;
  onApply: (filter: Condition | null) => void;
}

function FilterDrawer({ entity, filter, onClose, onApply }: FilterDrawerProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const [group, setGroup] = useState(() => begun(groupOf(filter), firstRow(model, entity)));
  const [strict, setStrict] = useState(false);
  function apply() {
    // A row that asks nothing would be left out, and more records shown than were meant.
    if (isUnfinished(group)) setStrict(true);
    else onApply(conditionOf(group));
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={620}
      title={t("filter.title")}
      footer={
        <div className="row-line">
          <Button onClick={() => onApply(null)}>{t("filter.clear")}</Button>
          <span className="grow" />
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" onClick={apply}>
            {t("filter.apply")}
          </Button>
        </div>
      }
    >
      <FilterGroupEditor group={group} entity={entity} strict={strict} onChange={setGroup} />
    </Drawer>
  );
}
