/** The quick filters of a view: a field each, asked for with one choice. */

import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "antd";
import { useAppPlace } from "../../lib/app-context";
import type { Condition, Operator } from "../../lib/conditions/tree";
import { resolvePath, type EntityModel, type FieldModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { controlOf } from "../../fields/registry";
import { Chip } from "./chip";
import { labelOfPath } from "../../fields/conditions/path-label";
import { conditionText, useWords } from "../../fields/conditions/condition-text";
import { conditionOf, groupOf, isComplete, type FilterGroup, type FilterRow } from "./filter-tree";
import { QuickValue } from "./quick-value";

/** How a quick filter asks about a field. */
function operatorOf(field: FieldModel): Operator | null {
  const wanted: Operator[] = controlOf(field.type).Many
    ? ["any_of", "in", "contains", "eq"]
    : ["eq", "contains", "any_of", "between"];
  const numeric = ["number", "integer", "money", "percent", "duration", "money_amount"].includes(field.type);
  const order: Operator[] = numeric ? ["between"] : field.type === "user" ? ["eq"] : wanted;
  return order.find((op) => field.operators.includes(op)) ?? null;
}

export interface QuickField {
  path: string;
  field: FieldModel;
  op: Operator;
}

/** The fields that a view offers, as far as they can be asked about. */
export function useQuickFields(entity: EntityModel, paths: readonly string[]): QuickField[] {
  const { model } = useAppPlace();
  return paths.flatMap((path) => {
    const end = resolvePath(model, entity, path);
    const field = end ? fieldAt(end) : undefined;
    const op = field ? operatorOf(field) : null;
    return field && op ? [{ path, field, op }] : [];
  });
}

/** Where in a filter the condition of a quick filter stands. */
export function placeOf(group: FilterGroup, quick: QuickField): number {
  if (group.join !== "all") return -1;
  return group.items.findIndex(
    (item) => item.kind === "row" && item.field === quick.path && item.op === quick.op,
  );
}

interface QuickFiltersProps {
  entity: EntityModel;
  fields: readonly QuickField[];
  filter: Condition | undefined;
  onFilter: (filter: Condition | null) => void;
}

export function QuickFilters({ entity, fields, filter, onFilter }: QuickFiltersProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const group = groupOf(filter);
  const words = useWords(entity);

  function apply(quick: QuickField, value: unknown) {
    const row: FilterRow = { kind: "row", field: quick.path, op: quick.op, value };
    const all: FilterGroup = group.join === "all" ? group : { kind: "group", join: "all", items: [group] };
    const at = placeOf(all, quick);
    const rest = at < 0 ? all.items : all.items.toSpliced(at, 1);
    onFilter(conditionOf({ ...all, items: isComplete(row) ? [...rest, row] : rest }));
  }

  return fields.map((quick) => {
    const at = placeOf(group, quick);
    const item = group.items[at];
    const row: FilterRow =
      item?.kind === "row" ? item : { kind: "row", field: quick.path, op: quick.op, value: null };
    const condition = item ? conditionOf(item) : null;
    const name = labelOfPath(model, entity, quick.path, i18n.language, (part) =>
      t(`part.${part}` as "part.min"),
    );
    return (
      <Chip
        key={quick.path}
        set={condition !== null}
        icon={<ChevronDown size={14} aria-hidden="true" />}
        text={condition ? conditionText(condition, words) : name}
        label={t("filter.quick", { name: condition ? conditionText(condition, words) : name })}
      >
        {(close) => (
          <div className="stack">
            <QuickValue
              row={row}
              field={quick.field}
              entity={entity.name}
              label={name}
              onChange={(value) => apply(quick, value)}
              onClose={close}
            />
            {condition ? (
              <Button
                size="small"
                type="text"
                onClick={() => {
                  close();
                  apply(quick, null);
                }}
              >
                {t("filter.clearOne")}
              </Button>
            ) : null}
          </div>
        )}
      </Chip>
    );
  });
}
