/** A record laid out in the sections, columns and tabs of its form. */

import { Collapse, Tabs } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type FormItem, type FormSection } from "../../lib/model";
import type { RuleOutcome } from "../../lib/rules";
import { controlOf } from "../../fields/registry";
import { FieldLine } from "./field-line";
import { fieldsIn, shownSections } from "./form-sections";
import { LateField } from "./late-field";
import type { FieldProblem } from "./problems";
import "./record.css";

export interface RecordFormProps {
  entity: EntityModel;
  sections: readonly FormSection[];
  outcome: RuleOutcome;
  editing: boolean;
  problems: ReadonlyMap<string, FieldProblem>;
  onChange: (name: string, value: unknown) => void;
}

export function RecordForm(props: RecordFormProps) {
  return (
    <div className="form-sections">
      {shownSections(props.sections, props.outcome.hidden).map((section, index) => (
        <SectionView key={section.id ?? index} {...props} section={section} />
      ))}
    </div>
  );
}

function SectionView({ section, ...props }: RecordFormProps & { section: FormSection }) {
  const { i18n } = useTranslation();
  const label = textOf(section.label, i18n.language);
  if (section.type === "tabs") return <TabsView {...props} section={section} />;
  const items = (section.items ?? []).filter((item) => isShown(item, props));
  if (items.length === 0) return null;
  const grid = <ItemGrid {...props} items={items} columns={section.columns ?? 2} heading={label} />;
  if (section.type === "group" || section.collapsed) {
    return <GroupView {...props} section={section} label={label} grid={grid} />;
  }
  return (
    <section className="card form-section" aria-label={label || undefined}>
      {label ? <h2>{label}</h2> : null}
      {grid}
    </section>
  );
}

type GroupViewProps = RecordFormProps & { section: FormSection; label: string; grid: ReactNode };

/** A group that folds; it opens by itself when a field in it has a problem. */
function GroupView({ section, label, grid, problems }: GroupViewProps) {
  const [open, setOpen] = useState(!section.collapsed);
  const failed = fieldsIn([section]).some((name) => problems.has(name));
  return (
    <Collapse
      className="card form-group"
      ghost
      activeKey={open || failed ? ["body"] : []}
      onChange={(keys) => setOpen(keys.length > 0)}
      items={[{ key: "body", label: <h2>{label}</h2>, children: grid, forceRender: true }]}
    />
  );
}

function TabsView({ section, ...props }: RecordFormProps & { section: FormSection }) {
  const { i18n } = useTranslation();
  if (!section.tabs?.length) return null;
  return (
    <Tabs
      className="form-tabs"
      items={section.tabs.map((tab, index) => {
        const failed = fieldsIn(tab.sections).filter((name) => props.problems.has(name)).length;
        return {
          key: tab.id ?? String(index),
          label: (
            <span>
              {textOf(tab.label, i18n.language)}
              {failed > 0 ? <span className="tab-problems">{failed}</span> : null}
            </span>
          ),
          // Hidden tabs stay in the page so that what is typed there is checked and kept.
          forceRender: true,
          children: <RecordForm {...props} sections={tab.sections} />,
        };
      })}
    />
  );
}

function isShown(item: FormItem, { entity, outcome, editing }: RecordFormProps): boolean {
  if (!("field" in item)) return true;
  const field = fieldOf(entity, item.field);
  if (!field || item.hidden || outcome.hidden.has(field.name) || outcome.hidden.has(field.id)) return false;
  // While editing, a value that nobody can type and that is not there yet is only in the way.
  const control = controlOf(field.type);
  return !editing || control.editable || !control.isBlank(outcome.values[field.name]);
}

/** Fields of a section that are drawn whether they are in sight or not. */
const AT_ONCE = 24;

type ItemGridProps = RecordFormProps & { items: readonly FormItem[]; columns: number; heading: string };

function ItemGrid({ items, columns, heading, ...props }: ItemGridProps) {
  const { i18n } = useTranslation();
  const { entity, outcome } = props;
  return (
    <div className={`item-grid columns-${columns}`}>
      {items.map((item, index) => {
        const span = Math.min(item.span ?? 1, columns);
        if (!("field" in item)) {
          return (
            <div key={index} className={`muted span-${span}`}>
              {textOf(item.text, i18n.language)}
            </div>
          );
        }
        const field = fieldOf(entity, item.field);
        if (!field) return null;
        return (
          <LateField
            key={field.name}
            name={field.name}
            label={textOf(item.label ?? field.label, i18n.language)}
            span={span}
            late={props.editing && index >= AT_ONCE}
          >
            <FieldLine
              field={field}
              item={item}
              entity={entity.name}
              values={outcome.values}
              editing={props.editing}
              heading={heading}
              required={field.required || (item.required ?? false) || outcome.required.has(field.name)}
              locked={(item.locked ?? false) || outcome.locked.has(field.name)}
              problem={props.problems.get(field.name)}
              onChange={props.onChange}
            />
          </LateField>
        );
      })}
    </div>
  );
}
