/** The control for a filter's value: the field's own, several, two, a text, or a relative date. */

import { Input, InputNumber, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { isRelative } from "../../lib/conditions/tree";
import type { FieldModel } from "../../lib/model";
import type { InputProps } from "../../fields/control";
import { WordsInput } from "../../fields/pieces/words-input";
import { controlOf } from "../../fields/registry";
import { valueShape } from "../../fields/conditions/operators";
import {
  choiceOf,
  DATE_CHOICES,
  relativeOf,
  relativeText,
  type DateChoice,
} from "../../fields/conditions/relative-choices";
import type { FilterRow } from "./filter-tree";

interface FilterValueProps {
  row: FilterRow;
  field: FieldModel;
  entity: string;
  label: string;
  /** Somebody is named; oneself is offered beside. */
  person?: boolean;
  onChange: (value: unknown) => void;
}

export function FilterValue({ row, field, entity, label, person = false, onChange }: FilterValueProps) {
  const id = useId();
  const labelId = `${id}-label`;
  const props: InputProps<unknown> = {
    field,
    value: row.value,
    onChange,
    id,
    labelId,
    values: {},
    entity,
    controls: controlOf,
  };
  const shape = valueShape(row.op);
  if (shape === "none") return null;
  return (
    <div className="filter-value">
      <label className="sr-only" id={labelId} htmlFor={id}>
        {label}
      </label>
      {person ? <OneValue {...props} /> : <ValueOfShape {...props} shape={shape} label={label} />}
    </div>
  );
}

type ShapeProps = InputProps<unknown> & { shape: "one" | "two" | "many" | "text"; label: string };

function ValueOfShape({ shape, label, ...props }: ShapeProps) {
  if (shape === "text") {
    return (
      <Input
        id={props.id}
        value={typeof props.value === "string" ? props.value : ""}
        onChange={(event) => props.onChange(event.target.value || null)}
      />
    );
  }
  if (shape === "many") {
    const Many = controlOf(props.field.type).Many ?? WordsInput;
    return <Many {...props} value={Array.isArray(props.value) ? props.value : null} />;
  }
  if (shape === "two") return <TwoValues {...props} label={label} />;
  if (isDated(props.field)) return <DateValue {...props} />;
  if (props.field.type === "user") return <PersonValue {...props} />;
  return <OneValue {...props} />;
}

function isDated({ type }: FieldModel): boolean {
  return type === "date" || type === "datetime";
}

/** What cannot be read stays here, and asks nothing. */
function OneValue({ value, onChange, ...props }: InputProps<unknown>) {
  const { isUnread } = controlOf(props.field.type);
  const [unread, setUnread] = useState<unknown>(null);
  function change(next: unknown) {
    setUnread(isUnread(next) ? next : null);
    onChange(isUnread(next) ? null : next);
  }
  return <OwnInput {...props} value={unread ?? value} onChange={change} />;
}

/** Types without an input of their own are asked for as text. */
function OwnInput(props: InputProps<unknown>) {
  const { t } = useTranslation();
  const control = controlOf(props.field.type);
  if (props.field.type === "boolean") {
    return (
      <Select
        id={props.id}
        aria-labelledby={props.labelId}
        style={{ width: "100%" }}
        value={props.value === true ? "yes" : props.value === false ? "no" : null}
        options={[
          { value: "yes", label: t("field.yes") },
          { value: "no", label: t("field.no") },
        ]}
        onChange={(choice) => props.onChange(choice === "yes")}
      />
    );
  }
  if (control.editable) return <control.Input {...props} />;
  return (
    <Input
      id={props.id}
      value={typeof props.value === "string" ? props.value : ""}
      onChange={(event) => props.onChange(event.target.value || null)}
    />
  );
}

function TwoValues({ label, ...props }: InputProps<unknown> & { label: string }) {
  const sides = Array.isArray(props.value) ? (props.value as (object | string | number | null)[]) : [];
  const set = (index: number, value: unknown) => {
    const next: unknown[] = [sides[0] ?? null, sides[1] ?? null];
    next[index] = value;
    props.onChange(next);
  };
  const dated = isDated(props.field);
  const Side = dated ? DateValue : OneValue;
  return (
    <div className={dated ? "two-dates" : "row-line"}>
      <Side {...props} value={sides[0] ?? null} onChange={(value) => set(0, value)} />
      <span aria-hidden="true">–</span>
      <span className="sr-only" id={`${props.labelId}-2`}>
        {label}
      </span>
      <Side
        {...props}
        id={`${props.id}-2`}
        labelId={`${props.labelId}-2`}
        value={sides[1] ?? null}
        onChange={(value) => set(1, value)}
      />
    </div>
  );
}

function DateValue(props: InputProps<unknown>) {
  const { t, i18n } = useTranslation();
  const { choice, days } = choiceOf(props.value);
  function choose(next: DateChoice | "other") {
    if (next !== "other") props.onChange(next === "exact" ? null : relativeOf(next, days || 7));
  }
  // Whoever made the condition said what cannot be chosen here, such as 24 hours ago: it stays until another is.
  const other =
    choice === "other" && isRelative(props.value)
      ? [{ value: "other" as const, label: relativeText(props.value, t, i18n.language) }]
      : [];
  const known = DATE_CHOICES.map((name) => ({
    value: name,
    label: name === "days_ago" || name === "days_ahead" ? t(`relativeChoice.${name}`) : t(`relative.${name}`),
  }));
  return (
    <div className="row-line">
      <Select<DateChoice | "other">
        aria-labelledby={props.labelId}
        style={{ flex: 1, minWidth: 96 }}
        value={choice}
        options={[...other, ...known]}
        onChange={choose}
      />
      {choice === "exact" ? (
        <div className="grow">
          <DayValue {...props} />
        </div>
      ) : null}
      {choice === "days_ago" || choice === "days_ahead" ? (
        <InputNumber
          aria-label={t("relativeChoice.days")}
          style={{ width: 84 }}
          min={0}
          max={9999}
          precision={0}
          value={days}
          onChange={(count) => props.onChange(relativeOf(choice, count ?? 0))}
        />
      ) : null}
    </div>
  );
}

/** A day or a moment; a day alone is meant from its beginning. */
function DayValue({ value, ...props }: InputProps<unknown>) {
  return <OneValue {...props} minutes={0} value={isRelative(value) ? null : value} />;
}

function PersonValue(props: InputProps<unknown>) {
  const { t } = useTranslation();
  const me = isRelative(props.value);
  return (
    <div className="row-line">
      <Select
        aria-labelledby={props.labelId}
        style={{ width: 92 }}
        value={me ? "me" : "person"}
        options={[
          { value: "me", label: t("filter.me") },
          { value: "person", label: t("filter.person") },
        ]}
        onChange={(choice) => props.onChange(choice === "me" ? { relative: "me" } : null)}
      />
      {me ? null : (
        <div className="grow">
          <OneValue {...props} />
        </div>
      )}
    </div>
  );
}
