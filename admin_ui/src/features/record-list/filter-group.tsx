/** A group of the filter builder: rows and groups inside, joined by and or or. */

import { Button, Segmented, Select } from "antd";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { partNames } from "../../lib/conditions/kinds";
import { isFieldOfRecord, isRelative, type Condition } from "../../lib/conditions/tree";
import { resolvePath, type AppModel, type EntityModel, type FieldModel } from "../../lib/model";
import { useAppPlace } from "../../lib/app-context";
import { BY_LABEL } from "../../lib/pinyin";
import { fieldAt } from "../../fields/part-field";
import { labelOfPath } from "../../fields/conditions/path-label";
import { conditionText, useWords } from "../../fields/conditions/condition-text";
import { isComplete, rowCondition, type FilterGroup, type FilterItem, type FilterRow } from "./filter-tree";
import { FilterValue } from "./filter-value";
import { offered, operatorKey, valueShape } from "../../fields/conditions/operators";

const DEEPEST = 3;

interface FilterGroupProps {
  group: FilterGroup;
  entity: EntityModel;
  depth?: number;
  /** Rows without a value say so. */
  strict?: boolean;
  onChange: (group: FilterGroup) => void;
}

/** The paths that a filter can ask about: fields with operators, and the parts of their values. */
function pathsOf(entity: EntityModel): string[] {
  return entity.fields.flatMap((field) => {
    const parts = partNames(field.type).filter((part) => field.parts.includes(part));
    return [
      ...(field.operators.length > 0 ? [field.name] : []),
      ...parts.map((part) => `${field.name}.${part}`),
    ];
  });
}

function fieldFor(model: AppModel, entity: EntityModel, path: string): FieldModel | undefined {
  const end = resolvePath(model, entity, path);
  return end ? fieldAt(end) : undefined;
}

/** A row to begin with: it asks about what records are called by. */
export function firstRow(model: AppModel, entity: EntityModel): FilterRow | null {
  const paths = pathsOf(entity);
  const path = entity.title.find((name) => paths.includes(name)) ?? paths[0];
  const field = path ? fieldFor(model, entity, path) : undefined;
  if (!path || !field) return null;
  return { kind: "row", field: path, op: offered(field)[0] ?? "not_blank", value: null };
}

/** Whether a value can be chosen with the controls of its field; others are told in words, and kept. */
function canDraw({ op, value }: FilterRow, field: FieldModel | undefined): field is FieldModel {
  if (!field || !offered(field).includes(op)) return false;
  const shape = valueShape(op);
  const sides: unknown[] = Array.isArray(value) ? value : [value];
  return sides.every((side) => {
    if (isFieldOfRecord(side)) return false;
    if (!isRelative(side)) return true;
    if (field.type === "user") return side.relative === "me" && shape === "one";
    return (field.type === "date" || field.type === "datetime") && (shape === "one" || shape === "two");
  });
}

export function FilterGroupEditor({ group, entity, depth = 1, strict = false, onChange }: FilterGroupProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const replace = (index: number, item: FilterItem) =>
    onChange({ ...group, items: group.items.with(index, item) });
  const remove = (index: number) => onChange({ ...group, items: group.items.toSpliced(index, 1) });

  function addRow() {
    const row = firstRow(model, entity);
    if (row) onChange({ ...group, items: [...group.items, row] });
  }

  return (
    <div
      className={depth > 1 ? "filter-group inner" : "filter-group"}
      role="group"
      aria-label={t("filter.group")}
    >
      <Segmented<"all" | "any">
        size="small"
        value={group.join}
        aria-label={t("filter.join")}
        options={[
          { value: "all", label: t("filter.all") },
          { value: "any", label: t("filter.any") },
        ]}
        onChange={(join: "all" | "any") => onChange({ ...group, join })}
      />
      {group.items.map((item, index) => (
        <div className="filter-item" key={index}>
          {item.kind === "row" ? (
            <RowEditor row={item} entity={entity} strict={strict} onChange={(row) => replace(index, row)} />
          ) : null}
          {item.kind === "group" ? (
            <FilterGroupEditor
              group={item}
              entity={entity}
              depth={depth + 1}
              strict={strict}
              onChange={(inner) => replace(index, inner)}
            />
          ) : null}
          {item.kind === "other" ? <Told condition={item.condition} entity={entity} /> : null}
          <Button
            type="text"
            size="small"
            aria-label={t("filter.remove")}
            icon={<X size={14} aria-hidden="true" />}
            onClick={() => remove(index)}
          />
        </div>
      ))}
      <div className="row-line">
        <Button size="small" type="dashed" icon={<Plus size={13} aria-hidden="true" />} onClick={addRow}>
          {t("filter.addRow")}
        </Button>
        {depth < DEEPEST ? (
          <Button
            size="small"
            type="text"
            onClick={() =>
              onChange({ ...group, items: [...group.items, { kind: "group", join: "any", items: [] }] })
            }
          >
            {t("filter.addGroup")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** A condition in words, where there is nothing to choose. */
function Told({ condition, entity }: { condition: Condition; entity: EntityModel }) {
  const words = useWords(entity);
  return <span className="muted filter-told">{conditionText(condition, words)}</span>;
}

interface RowEditorProps {
  row: FilterRow;
  entity: EntityModel;
  strict: boolean;
  onChange: (row: FilterRow) => void;
}

function RowEditor({ row, entity, strict, onChange }: RowEditorProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const name = (path: string) =>
    labelOfPath(model, entity, path, i18n.language, (part) => t(`part.${part}` as "part.min"));
  const field = fieldFor(model, entity, row.field);
  const paths = pathsOf(entity);
  const choices = (paths.includes(row.field) ? paths : [row.field, ...paths]).map((path) => ({
    value: path,
    label: name(path),
  }));

  if (!canDraw(row, field)) return <Told condition={rowCondition(row)} entity={entity} />;

  function choosePath(path: string) {
    const next = fieldFor(model, entity, path);
    if (next) onChange({ kind: "row", field: path, op: offered(next)[0] ?? "not_blank", value: null });
  }

  function chooseOperator(op: FilterRow["op"]) {
    const kept = valueShape(op) === valueShape(row.op) ? row.value : null;
    onChange({ ...row, op, value: kept });
  }

  return (
    <div className="filter-row">
      <Select
        aria-label={t("filter.field")}
        showSearch={BY_LABEL}
        value={row.field}
        options={choices}
        onChange={choosePath}
      />
      <Select
        aria-label={t("filter.operator")}
        value={row.op}
        options={offered(field).map((op) => ({ value: op, label: t(operatorKey(field, op)) }))}
        onChange={chooseOperator}
      />
      <FilterValue
        key={`${row.field} ${row.op}`}
        row={row}
        field={field}
        entity={entity.name}
        label={`${name(row.field)} ${t("filter.value")}`}
        onChange={(value) => onChange({ ...row, value })}
      />
      {strict && !isComplete(row) ? (
        <div className="labelled-problem filter-problem" role="alert">
          {t("filter.unfinished")}
        </div>
      ) : null}
    </div>
  );
}
