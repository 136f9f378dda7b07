/** Rows of their own fields inside a record, such as lines of an order. */

import { Button } from "antd";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { defineControl, type InputProps, type ShowProps } from "../control";
import "./sub-table.css";

type SubRow = Record<string, unknown>;

function readRows(wire: unknown): SubRow[] | null {
  if (!Array.isArray(wire)) return null;
  const rows = wire.filter((row): row is SubRow => typeof row === "object" && row !== null);
  return rows.length > 0 ? rows : null;
}

function SubTableInput({
  value,
  onChange,
  field,
  disabled,
  id,
  labelId,
  controls,
  entity,
}: InputProps<SubRow[]>) {
  const { t, i18n } = useTranslation();
  const rows = value ?? [];
  const set = (next: SubRow[]) => onChange(next.length > 0 ? next : null);
  return (
    <div className="sub-table">
      {rows.map((row, index) => (
        <div
          className="sub-table-row"
          key={index}
          role="group"
          aria-label={t("field.rowNumber", { number: index + 1 })}
        >
          {field.fields.map((inner) => {
            const control = controls(inner.type);
            const name = `${id}-${index}-${inner.name}`;
            return (
              <div className="labelled" key={inner.name}>
                <label htmlFor={name} id={`${name}-label`}>
                  {textOf(inner.label, i18n.language)}
                  {inner.required ? <span className="required-mark">*</span> : null}
                </label>
                {control.editable ? (
                  <control.Input
                    field={inner}
                    value={row[inner.name] ?? null}
                    values={row}
                    id={name}
                    labelId={`${name}-label`}
                    disabled={disabled}
                    entity={entity}
                    controls={controls}
                    onChange={(cell) => set(rows.with(index, { ...row, [inner.name]: cell }))}
                  />
                ) : (
                  <control.Show field={inner} value={row[inner.name]} compact controls={controls} />
                )}
              </div>
            );
          })}
          <Button
            type="text"
            aria-label={t("field.removeRow", { number: index + 1 })}
            icon={<Trash2 size={15} aria-hidden="true" />}
            disabled={disabled ?? false}
            onClick={() => set(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button
        id={id}
        type="dashed"
        size="small"
        icon={<Plus size={14} aria-hidden="true" />}
        disabled={disabled ?? false}
        aria-describedby={labelId}
        onClick={() => set([...rows, {}])}
      >
        {t("field.addRow")}
      </Button>
    </div>
  );
}

function SubTableShow({ value, field, compact, controls }: ShowProps<SubRow[]>) {
  const { t, i18n } = useTranslation();
  if (compact) return <span className="muted">{t("field.rows", { count: value.length })}</span>;
  return (
    <div className="sub-table-show">
      <table>
        <thead>
          <tr>
            {field.fields.map((inner) => (
              <th key={inner.name}>{textOf(inner.label, i18n.language)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map((row, index) => (
            <tr key={index}>
              {field.fields.map((inner) => {
                const control = controls(inner.type);
                return (
                  <td key={inner.name}>
                    <control.Show field={inner} value={row[inner.name]} compact controls={controls} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const subTableControl = defineControl<SubRow[]>({
  type: "sub_table",
  read: readRows,
  group: true,
  wide: true,
  width: 110,
  Input: SubTableInput,
  Show: SubTableShow,
});
