/** Which columns a list shows, in which order, and how many stay in place: loaded when it is opened. */

import { KeyboardSensor, PointerSensor } from "@dnd-kit/dom";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import { Button, Checkbox, Input, Select, Switch } from "antd";
import { ArrowDown, ArrowUp, GripVertical, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { targetOf, entityOf, type ColumnModel, type EntityModel, type LayoutModel } from "../../lib/model";
import { isMeant } from "../../lib/pinyin";
import { labelOfPath } from "../../fields/conditions/path-label";
import { keptColumn, type Column } from "./columns";

const MOST_FROZEN = 4;
const MOST_COLUMNS = 40;
/** Types that refer to another record: some of its fields can be columns too. */
const FURTHER = 6;

export interface ColumnsPanelProps {
  entity: EntityModel;
  columns: readonly Column[];
  frozen: number;
  dense: boolean;
  changed: boolean;
  onLayout: (layout: LayoutModel | null) => void;
}

/** Every path that can be a column: the entity's fields, and the first ones of what it refers to. */
function useChoices(entity: EntityModel): string[] {
  const { model } = useAppPlace();
  const own = entity.fields.map(({ name }) => name);
  const further = entity.fields.flatMap((field) => {
    const target = field.type === "reference" ? entityOf(model, targetOf(field) ?? "") : undefined;
    const told = target?.fields.filter(({ system, type }) => !system && type !== "sub_table") ?? [];
    return told.slice(0, FURTHER).map(({ name }) => `${field.name}.${name}`);
  });
  return [...own, ...further];
}

export function ColumnsPanel({ entity, columns, frozen, dense, changed, onLayout }: ColumnsPanelProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [typed, setTyped] = useState("");
  const name = (path: string) =>
    labelOfPath(model, entity, path, i18n.language, (part) => t(`part.${part}` as "part.min"));
  const shown = columns.map(({ path }) => path);
  const hidden = useChoices(entity).filter((path) => !shown.includes(path));
  const wanted = typed.trim();
  const matches = (path: string) => isMeant(name(path), wanted);

  function keep(paths: readonly string[], parts: Partial<LayoutModel> = {}) {
    const columnsNow: ColumnModel[] = paths.map((path) => {
      const column = columns.find((one) => one.path === path);
      return column ? keptColumn(column) : { field: path };
    });
    onLayout({ columns: columnsNow, frozen, dense, ...parts });
  }
  function move(path: string, to: number) {
    const rest = shown.filter((one) => one !== path);
    keep(rest.toSpliced(to, 0, path));
  }

  return (
    <div className="columns-panel">
      <Input
        prefix={<Search size={14} aria-hidden="true" />}
        aria-label={t("columns.search")}
        placeholder={t("columns.search")}
        value={typed}
        allowClear
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="columns-list">
        <DragDropProvider
          sensors={[PointerSensor, KeyboardSensor]}
          onDragEnd={({ operation, canceled }) => {
            const { source } = operation;
            if (canceled || !isSortable(source)) return;
            if (source.initialIndex !== source.index) move(String(source.id), source.index);
          }}
        >
          <ul aria-label={t("columns.shown")}>
            {columns.map((column, at) =>
              matches(column.path) ? (
                <ShownColumn
                  key={column.path}
                  column={column}
                  at={at}
                  last={columns.length - 1}
                  still={wanted !== ""}
                  onMove={(to) => move(column.path, to)}
                  onHide={() => keep(shown.filter((path) => path !== column.path))}
                />
              ) : null,
            )}
          </ul>
        </DragDropProvider>
        {hidden.some(matches) ? <div className="muted small columns-title">{t("columns.hidden")}</div> : null}
        <ul aria-label={t("columns.hidden")}>
          {hidden.filter(matches).map((path) => (
            <li key={path} className="column-line">
              <span className="grip" aria-hidden="true" />
              <Checkbox
                checked={false}
                disabled={shown.length >= MOST_COLUMNS}
                onChange={() => keep([...shown, path])}
              >
                <span className="clip">{name(path)}</span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </div>
      <div className="columns-foot">
        <label className="row-line">
          <span className="grow">{t("columns.freeze")}</span>
          <Select
            aria-label={t("columns.freeze")}
            style={{ width: 96 }}
            value={frozen}
            options={Array.from({ length: MOST_FROZEN + 1 }, (_, count) => ({
              value: count,
              label: count === 0 ? t("columns.freezeNone") : t("columns.freezeFirst", { count }),
            }))}
            onChange={(count) => keep(shown, { frozen: count })}
          />
        </label>
        <label className="row-line">
          <span className="grow">{t("columns.dense")}</span>
          <Switch size="small" checked={dense} onChange={(on) => keep(shown, { dense: on })} />
        </label>
        {changed ? (
          <Button type="text" size="small" onClick={() => onLayout(null)}>
            {t("columns.reset")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

interface ShownColumnProps {
  column: Column;
  at: number;
  last: number;
  /** While searching the order is not shown whole, so it cannot be dragged. */
  still: boolean;
  onMove: (to: number) => void;
  onHide: () => void;
}

function ShownColumn({ column, at, last, still, onMove, onHide }: ShownColumnProps) {
  const { t } = useTranslation();
  const { ref, handleRef, isDragging } = useSortable({ id: column.path, index: at, disabled: still });
  return (
    <li ref={ref} className={isDragging ? "column-line dragged" : "column-line"}>
      <button
        type="button"
        className="grip"
        ref={handleRef}
        disabled={still}
        aria-label={t("columns.drag", { name: column.label })}
      >
        <GripVertical size={14} aria-hidden="true" />
      </button>
      <Checkbox checked disabled={column.title} onChange={onHide}>
        <span className="clip">{column.label}</span>
      </Checkbox>
      <span className="grow" />
      <Button
        type="text"
        size="small"
        disabled={still || at === 0}
        aria-label={t("columns.up", { name: column.label })}
        icon={<ArrowUp size={13} aria-hidden="true" />}
        onClick={() => onMove(at - 1)}
      />
      <Button
        type="text"
        size="small"
        disabled={still || at === last}
        aria-label={t("columns.down", { name: column.label })}
        icon={<ArrowDown size={13} aria-hidden="true" />}
        onClick={() => onMove(at + 1)}
      />
    </li>
  );
}
