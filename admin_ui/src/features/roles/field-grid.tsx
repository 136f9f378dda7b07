/** What a role lets its members do with the fields of one entity, by the sections of its form. */

import { Button, Input, Select } from "antd";
import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Access, Grant } from "../../lib/api/roles";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel, FieldModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { groupsOf, type FieldGroup } from "./field-groups";
import { ACCESSES, accessOf, withAccess, withDefault } from "./role-model";

interface FieldGridProps {
  entity: EntityModel;
  row: Grant;
  onChange: (row: Grant) => void;
  onClose: () => void;
}

/** Nothing of their values could be shown masked; the server has the last word. */
const NOT_MASKED = new Set(["file", "image", "signature", "sub_table"]);

export function FieldGrid({ entity, row, onChange, onClose }: FieldGridProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [text, setText] = useState("");
  const part = useRef<HTMLElement>(null);
  useEffect(() => part.current?.scrollIntoView({ block: "nearest" }), []); // it opens below what is in sight
  const wanted = text.trim().toLowerCase();
  const groups = groupsOf(model, entity, row, (field) =>
    textOf(field.label, i18n.language).toLowerCase().includes(wanted),
  );
  const title = t("roles.fieldsOf", { entity: textOf(entity.label, i18n.language) });
  return (
    <section ref={part} className="card roles-part" aria-label={title}>
      <div className="row-line wrap-line">
        <h2>{title}</h2>
        <span className="grow" />
        <label className="row-line small">
          <span>{t("roles.others")}</span>
          <Select<Access>
            aria-label={t("roles.others")}
            value={row.default}
            onChange={(access) => onChange(withDefault(row, access))}
            options={ACCESSES.map((value) => ({ value, label: t(`roles.access.${value}`) }))}
          />
        </label>
        <Input.Search
          className="roles-search"
          allowClear
          maxLength={100}
          aria-label={t("roles.findField")}
          placeholder={t("roles.findField")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="text"
          aria-label={t("action.close")}
          icon={<X size={16} aria-hidden="true" />}
          onClick={onClose}
        />
      </div>
      {groups.length === 0 ? (
        <EmptyState text={t("roles.noField")}>
          <Button onClick={() => setText("")}>{t("action.clear")}</Button>
        </EmptyState>
      ) : (
        <div className="roles-table" tabIndex={0} role="group" aria-label={title}>
          <table className="roles-fields">
            <thead>
              <tr>
                <th scope="col">{t("roles.field")}</th>
                {ACCESSES.map((access) => (
                  <th key={access} scope="col">
                    {t(`roles.access.${access}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <Group key={group.key} {...{ group, row, onChange }} />
            ))}
          </table>
        </div>
      )}
    </section>
  );
}

interface GroupProps extends Pick<FieldGridProps, "row" | "onChange"> {
  group: FieldGroup;
}

function Group({ group, row, onChange }: GroupProps) {
  const { t, i18n } = useTranslation();
  const name = textOf(group.label, i18n.language) || t("roles.noSection");
  return (
    <tbody>
      <tr className="roles-group">
        <th scope="rowgroup">{name}</th>
        {ACCESSES.map((access) => (
          <td key={access}>
            <Button
              type="link"
              size="small"
              aria-label={t("roles.wholeSection", { name, access: t(`roles.access.${access}`) })}
              onClick={() => onChange(withAccess(row, maskable(group.fields, access), access))}
            >
              {t("roles.whole")}
            </Button>
          </td>
        ))}
      </tr>
      {group.fields.map((field) => (
        <FieldLine key={field.name} {...{ field, row, onChange }} />
      ))}
    </tbody>
  );
}

function maskable(fields: readonly FieldModel[], access: Access): string[] {
  return fields.filter(({ type }) => access !== "masked" || !NOT_MASKED.has(type)).map(({ name }) => name);
}

function FieldLine({
  field,
  row,
  onChange,
}: Pick<FieldGridProps, "row" | "onChange"> & { field: FieldModel }) {
  const { t, i18n } = useTranslation();
  const label = textOf(field.label, i18n.language);
  const now = accessOf(row, field.name);
  return (
    <tr>
      <th scope="row">{label}</th>
      {ACCESSES.map((access) => (
        <td key={access}>
          <input
            type="radio"
            name={`${row.entity}.${field.name}`}
            aria-label={`${label}: ${t(`roles.access.${access}`)}`}
            checked={now === access}
            disabled={access === "masked" && NOT_MASKED.has(field.type) && now !== "masked"}
            onChange={() => onChange(withAccess(row, [field.name], access))}
          />
        </td>
      ))}
    </tr>
  );
}
