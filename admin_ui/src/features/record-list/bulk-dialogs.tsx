/** What is asked before many records are changed: which fields, whom, which tags, which stage. */

import { Button, Checkbox, Modal, Select } from "antd";
import type { DefaultOptionType } from "antd/es/select";
import { Plus, X } from "lucide-react";
import { useId, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { EntityModel, FieldModel, FlowModel, WireValues } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { controlOf } from "../../fields/registry";
import { beginIn, formKeys } from "../../ui/form-keys";
import { LabelledField } from "../../ui/labelled-field";
import { choiceFields, editableFields, saysValue } from "./many-fields";
import type { Change } from "./use-bulk";

interface DialogProps {
  entity: EntityModel;
  /** How many records are meant, in words. */
  count: string;
  busy: boolean;
  onCancel: () => void;
  onRun: (change: Change) => void;
}

interface FrameProps extends DialogProps {
  title: string;
  change: Change | null;
  children: ReactNode;
}

function Frame({ title, count, busy, change, onCancel, onRun, children }: FrameProps) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const run = () => {
    if (change && !busy) onRun(change);
  };
  return (
    <Modal
      open
      title={title}
      okText={t("bulk.apply", { count })}
      cancelText={t("action.cancel")}
      confirmLoading={busy}
      okButtonProps={{ disabled: change === null }}
      onCancel={onCancel}
      onOk={run}
      afterOpenChange={(shown) => shown && beginIn(body.current)}
    >
      <div className="stack" ref={body} {...formKeys(run, true)}>
        {children}
      </div>
    </Modal>
  );
}

interface ValueProps {
  field: FieldModel;
  label: string;
  entity: string;
  value: unknown;
  many?: boolean;
  onChange: (value: unknown) => void;
}

function Value({ field, label, entity, value, many = false, onChange }: ValueProps) {
  const control = controlOf(field.type);
  const Input = (many ? control.Many : null) ?? control.Input;
  return (
    <LabelledField label={label} required={false} group={control.group}>
      {({ id, labelId, describedBy }) => (
        <Input
          field={field}
          value={value ?? null}
          values={{}}
          entity={entity}
          id={id}
          labelId={labelId}
          describedBy={describedBy}
          controls={controlOf}
          onChange={onChange}
        />
      )}
    </LabelledField>
  );
}

function wireOf(field: FieldModel, value: unknown): unknown {
  return controlOf(field.type).toWire(value);
}

/** A field that is to get a value, or that is emptied on purpose. */
interface Given {
  name: string | null;
  value: unknown;
  emptied: boolean;
}

const NOT_GIVEN: Given = { name: null, value: null, emptied: false };

/** Give fields a value on many records; nothing is emptied that nobody asked to empty. */
export function EditDialog(props: DialogProps) {
  const { entity } = props;
  const { t, i18n } = useTranslation();
  const fields = editableFields(entity);
  const [chosen, setChosen] = useState<readonly Given[]>([NOT_GIVEN]);
  const free = fields.filter(({ name }) => !chosen.some((one) => one.name === name));
  const options = fields.map((field) => ({ value: field.name, label: textOf(field.label, i18n.language) }));
  const values: WireValues = {};
  let whole = true;
  for (const { name, value, emptied } of chosen) {
    const field = fields.find((one) => one.name === name);
    if (!field || (!emptied && !saysValue(field, value))) whole = false;
    else values[field.name] = emptied ? null : wireOf(field, value);
  }
  return (
    <Frame {...props} title={t("bulk.edit")} change={whole ? { action: "update", values } : null}>
      {chosen.map(({ name, value, emptied }, at) => {
        const field = fields.find((one) => one.name === name);
        return (
          <div className="bulk-field" key={name ?? ""}>
            <div className="row-line">
              <Select
                className="grow"
                aria-label={t("filter.field")}
                showSearch={BY_LABEL}
                placeholder={t("filter.field")}
                value={name}
                options={options.filter(
                  (option) => option.value === name || free.some((one) => one.name === option.value),
                )}
                onChange={(next) => setChosen(chosen.with(at, { ...NOT_GIVEN, name: next }))}
              />
              {chosen.length > 1 ? (
                <Button
                  type="text"
                  aria-label={t("bulk.removeField")}
                  icon={<X size={14} aria-hidden="true" />}
                  onClick={() => setChosen(chosen.toSpliced(at, 1))}
                />
              ) : null}
            </div>
            {field && !emptied ? (
              <Value
                field={field}
                label={t("bulk.newValue")}
                entity={entity.name}
                value={value}
                onChange={(next) => setChosen(chosen.with(at, { name, value: next, emptied }))}
              />
            ) : null}
            {field && !field.required ? (
              <Checkbox
                checked={emptied}
                onChange={({ target }) =>
                  setChosen(chosen.with(at, { name, value: null, emptied: target.checked }))
                }
              >
                {t("bulk.empty")}
              </Checkbox>
            ) : null}
          </div>
        );
      })}
      <Button
        type="dashed"
        size="small"
        icon={<Plus size={13} aria-hidden="true" />}
        disabled={free.length === 0 || chosen.some(({ name }) => name === null)}
        onClick={() => setChosen([...chosen, NOT_GIVEN])}
      >
        {t("bulk.addField")}
      </Button>
    </Frame>
  );
}

/** Hand many records to one person. */
export function AssignDialog(props: DialogProps) {
  const { t, i18n } = useTranslation();
  const owner = props.entity.fields.find(({ name }) => name === "owner");
  const [person, setPerson] = useState<unknown>(null);
  const change: Change | null =
    owner && person ? { action: "owner", values: { owner: wireOf(owner, person) } } : null;
  return (
    <Frame {...props} title={t("bulk.assign")} change={change}>
      {owner ? (
        <Value
          field={owner}
          label={textOf(owner.label, i18n.language)}
          entity={props.entity.name}
          value={person}
          onChange={setPerson}
        />
      ) : null}
    </Frame>
  );
}

/** Add values to a field of several and take others away. */
export function ChoicesDialog(props: DialogProps) {
  const { t, i18n } = useTranslation();
  const fields = choiceFields(props.entity);
  const [name, setName] = useState(fields[0]?.name ?? "");
  const [add, setAdd] = useState<unknown>(null);
  const [remove, setRemove] = useState<unknown>(null);
  const field = fields.find((one) => one.name === name);
  const list = (value: unknown) => {
    const wire = field ? wireOf(field, value) : null;
    return Array.isArray(wire) ? (wire as unknown[]) : [];
  };
  const change: Change | null =
    field && (list(add).length > 0 || list(remove).length > 0)
      ? { action: "choices", field: name, add: list(add), remove: list(remove) }
      : null;
  return (
    <Frame {...props} title={t("bulk.tags")} change={change}>
      {fields.length > 1 ? (
        <Select
          aria-label={t("filter.field")}
          value={name}
          options={fields.map((one) => ({ value: one.name, label: textOf(one.label, i18n.language) }))}
          onChange={(next) => {
            setName(next);
            setAdd(null);
            setRemove(null);
          }}
        />
      ) : null}
      {field ? (
        <>
          <Value
            field={field}
            label={t("bulk.add")}
            entity={props.entity.name}
            value={add}
            onChange={setAdd}
          />
          <Value
            field={field}
            label={t("bulk.remove")}
            entity={props.entity.name}
            value={remove}
            onChange={setRemove}
          />
        </>
      ) : null}
    </Frame>
  );
}

/** Move many records to a stage, with the facts that it asks for. */
export function StageManyDialog(props: DialogProps) {
  const { entity } = props;
  const { t, i18n } = useTranslation();
  const id = useId();
  const [name, setName] = useState<string | null>(null);
  const [typed, setTyped] = useState<WireValues>({});
  const flows = entity.flows.filter(({ stages }) => stages.some(({ by_hand }) => by_hand));
  const stages = flows.flatMap(({ stages: some }) => some);
  const stage = stages.find((one) => one.name === name);
  const asked = (stage?.required_on_entry ?? []).flatMap((wanted) => {
    const field = entity.fields.find((one) => one.name === wanted);
    return field && field.access === "write" && controlOf(field.type).editable ? [field] : [];
  });
  const given = asked.flatMap((field) =>
    typed[field.name] == null ? [] : [[field.name, wireOf(field, typed[field.name])] as const],
  );
  const change: Change | null = stage
    ? { action: "stage", stage: stage.name, values: Object.fromEntries(given) }
    : null;
  const choices = (flow: FlowModel) =>
    flow.stages
      .filter(({ by_hand }) => by_hand)
      .map((one) => ({ value: one.name, label: textOf(one.label, i18n.language) }));
  // One flow needs no name; several are told apart.
  const groups = flows.map((flow) => ({ label: textOf(flow.label, i18n.language), options: choices(flow) }));
  const offered: DefaultOptionType[] = groups.length === 1 ? (groups[0]?.options ?? []) : groups;
  return (
    <Frame {...props} title={t("bulk.stage")} change={change}>
      <LabelledField label={t("bulk.toStage")} required={false} group={false}>
        {({ id: inputId, labelId }) => (
          <Select
            id={inputId}
            aria-labelledby={labelId}
            style={{ width: "100%" }}
            value={name}
            options={offered}
            onChange={(next: string) => setName(next)}
          />
        )}
      </LabelledField>
      {asked.length > 0 ? (
        <div className="note" id={id}>
          {t("bulk.stageFacts")}
        </div>
      ) : null}
      {asked.map((field) => (
        <Value
          key={field.name}
          field={field}
          label={textOf(field.label, i18n.language)}
          entity={entity.name}
          value={typed[field.name]}
          onChange={(value) => setTyped({ ...typed, [field.name]: value })}
        />
      ))}
    </Frame>
  );
}
