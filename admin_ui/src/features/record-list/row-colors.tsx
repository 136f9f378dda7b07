/** Which rows of a view have a colour: rules from the top, the first that holds decides. */

import { Button, Drawer, Select } from "antd";
import { ChevronUp, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Condition } from "../../lib/conditions/tree";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, RowColorModel, ViewModel } from "../../lib/model";
import { colorOf, NAMED_COLORS } from "../../ui/palette";
import { FilterGroupEditor, firstRow } from "./filter-group";
import { conditionOf, groupOf, type FilterGroup } from "./filter-tree";
import { wireCondition } from "./wire-condition";

const MOST = 20;
const COLORS = Object.keys(NAMED_COLORS);

interface Rule {
  key: number;
  color: string;
  group: FilterGroup;
}

interface RowColorsProps {
  entity: EntityModel;
  view: ViewModel;
  busy: boolean;
  onClose: () => void;
  onSave: (colors: RowColorModel[]) => void;
}

/** A rule that asks nothing would colour every row. */
function finished(rules: readonly Rule[]): { color: string; when: Condition }[] {
  return rules.flatMap(({ color, group }) => {
    const when = conditionOf(group);
    return when ? [{ color, when }] : [];
  });
}

export function RowColors({ entity, view, busy, onClose, onSave }: RowColorsProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const [rules, setRules] = useState<Rule[]>(() => {
    const kept = (view.row_colors ?? []).map(({ color, when }, key) => ({
      key,
      color,
      group: groupOf(when),
    }));
    return kept.length > 0 ? kept : [fresh(0)];
  });
  const done = finished(rules);

  function fresh(key: number): Rule {
    const row = firstRow(model, entity);
    const group: FilterGroup = { kind: "group", join: "all", items: row ? [row] : [] };
    return { key, color: COLORS[(key + 1) % COLORS.length] ?? "red", group };
  }
  function save() {
    onSave(done.map(({ color, when }) => ({ color, when: wireCondition(model, entity, when) })));
  }

  return (
    <Drawer
      open
      onClose={onClose}
      size={560}
      title={t("rowColors.title")}
      footer={
        <div className="row-line">
          <span className="muted small grow">
            {done.length < rules.length
              ? t("rowColors.unfinished", { count: rules.length - done.length })
              : ""}
          </span>
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" loading={busy} onClick={save}>
            {t("action.save")}
          </Button>
        </div>
      }
    >
      <div className="stack">
        <div className="muted small">
          {t("rowColors.hint")}
          {view.personal ? null : ` ${t("view.everybodySees")}`}
        </div>
        {rules.map((rule, at) => (
          <RuleEditor
            key={rule.key}
            rule={rule}
            number={at + 1}
            entity={entity}
            onChange={(next) => setRules(rules.with(at, next))}
            onRemove={() => setRules(rules.toSpliced(at, 1))}
            onUp={at > 0 ? () => setRules(rules.toSpliced(at, 1).toSpliced(at - 1, 0, rule)) : undefined}
          />
        ))}
        <div>
          <Button
            type="dashed"
            icon={<Plus size={14} aria-hidden="true" />}
            disabled={rules.length >= MOST}
            onClick={() => setRules([...rules, fresh(Math.max(-1, ...rules.map(({ key }) => key)) + 1)])}
          >
            {t("rowColors.add")}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

interface RuleEditorProps {
  rule: Rule;
  number: number;
  entity: EntityModel;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
  onUp: (() => void) | undefined;
}

function RuleEditor({ rule, number, entity, onChange, onRemove, onUp }: RuleEditorProps) {
  const { t } = useTranslation();
  const named = COLORS.includes(rule.color) ? COLORS : [rule.color, ...COLORS];
  const options = named.map((name) => ({
    value: name,
    label: (
      <span className="row-line">
        <span className="color-dot" style={{ background: colorOf(name) }} aria-hidden="true" />
        {name in NAMED_COLORS ? t(`colorName.${name}` as "colorName.red") : name}
      </span>
    ),
  }));
  return (
    <fieldset className="card row-color">
      <legend className="sr-only">{t("rowColors.rule", { number })}</legend>
      <div className="row-line">
        <Select
          className="grow"
          aria-label={t("rowColors.color", { number })}
          value={rule.color}
          options={options}
          onChange={(color) => onChange({ ...rule, color })}
        />
        {onUp ? (
          <Button
            type="text"
            aria-label={t("rowColors.up", { number })}
            icon={<ChevronUp size={15} aria-hidden="true" />}
            onClick={onUp}
          />
        ) : null}
        <Button
          type="text"
          aria-label={t("rowColors.remove", { number })}
          icon={<X size={15} aria-hidden="true" />}
          onClick={onRemove}
        />
      </div>
      <FilterGroupEditor
        group={rule.group}
        entity={entity}
        onChange={(group) => onChange({ ...rule, group })}
      />
    </fieldset>
  );
}
