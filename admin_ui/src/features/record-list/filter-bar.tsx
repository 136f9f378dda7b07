/** The line above a list: quick search, what is filtered, and the way to the filter builder. */

import { Button, Drawer, Input } from "antd";
import { ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Condition } from "../../lib/conditions/tree";
import type { EntityModel, ViewModel } from "../../lib/model";
import { useAppPlace } from "../../lib/app-context";
import { FilterGroupEditor, firstRow } from "./filter-group";
import { conditionText, countConditions, useWords } from "../../fields/conditions/condition-text";
import { begun, conditionOf, groupOf, isUnfinished } from "./filter-tree";
import { placeOf, QuickFilters, useQuickFields } from "./quick-filters";
import { ViewFilterNote } from "./view-filter";
import { useNamedFilter } from "./view-names";

interface FilterBarProps {
  entity: EntityModel;
  /** The view in sight, which may have a filter and quick filters of its own. */
  view: ViewModel | undefined;
  /** What was added by hand. */
  filter: Condition | undefined;
  search: string;
  /** Opens the editor of the view's filter, for those who may change it. */
  onViewFilter: (() => void) | null;
  onFilter: (filter: Condition | null) => void;
  onSearch: (text: string) => void;
  /** Go from the search to what was found. */
  onRows?: () => void;
}

const PAUSE_MS = 250;

const NONE: readonly string[] = [];

export function FilterBar({
  entity,
  view,
  filter,
  search,
  onViewFilter,
  onFilter,
  onSearch,
  onRows,
}: FilterBarProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const words = useWords(entity);
  const kept = useNamedFilter(entity, view?.filter).filter;
  const group = groupOf(filter);
  const chips = group.join === "all" ? group.items : [group];
  const quickFields = useQuickFields(entity, view?.quick_filters ?? NONE);
  const told = new Set(quickFields.map((one) => placeOf(group, one)));

  return (
    <>
      {entity.search ? <QuickSearch text={search} onSearch={onSearch} onRows={onRows} /> : null}
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
      <FilterButton
        count={kept ? countConditions(kept) : 0}
        text={kept ? conditionText(kept, words) : ""}
        onOpen={() => setOpen(true)}
      />
      {open ? (
        <FilterDrawer
          entity={entity}
          view={view}
          kept={kept}
          filter={filter}
          onViewFilter={onViewFilter}
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

interface FilterButtonProps {
  /** How many conditions the view has of its own. */
  count: number;
  text: string;
  onOpen: () => void;
}

/** The way to the filter builder; it tells what the view itself leaves out. */
function FilterButton({ count, text, onOpen }: FilterButtonProps) {
  const { t } = useTranslation();
  if (count === 0) {
    return (
      <button type="button" className="chip" onClick={onOpen}>
        <ListFilter size={14} aria-hidden="true" />
        {t("filter.open")}
      </button>
    );
  }
  return (
    <button type="button" className="chip kept" title={text} onClick={onOpen}>
      <ListFilter size={14} aria-hidden="true" />
      {t("filter.open")} <span className="chip-count">{count}</span>{" "}
      <span className="clip chip-told">{t("filter.ofView", { text })}</span>
    </button>
  );
}

interface QuickSearchProps extends Pick<FilterBarProps, "onSearch"> {
  text: string;
  onRows: (() => void) | undefined;
}

function QuickSearch({ text, onSearch, onRows }: QuickSearchProps) {
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
  function press(event: KeyboardEvent) {
    const leads = event.key === "Enter" || event.key === "ArrowDown";
    if (!leads || !onRows || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // What is typed counts at once for whoever goes on to what it finds.
    if (typed !== sent.current) {
      sent.current = typed;
      onSearch(typed);
    }
    onRows();
  }
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
      onKeyDown={press}
    />
  );
}

interface FilterDrawerProps extends Pick<FilterBarProps, "entity" | "view" | "filter" | "onViewFilter"> {
  /** The view's own filter, its records and people named. */
  kept: Condition | null;
  onClose: () => void;
  onApply: (filter: Condition | null) => void;
}

function FilterDrawer({ entity, view, kept, filter, onViewFilter, onClose, onApply }: FilterDrawerProps) {
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
      {view && kept ? (
        <ViewFilterNote entity={entity} view={view} filter={kept} onEdit={onViewFilter} />
      ) : null}
      <FilterGroupEditor group={group} entity={entity} strict={strict} onChange={setGroup} />
    </Drawer>
  );
}
