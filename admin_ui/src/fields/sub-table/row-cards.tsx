/** Rows as cards, for the phone: every cell with its label, one below the other. */

import { Button } from "antd";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { faultAt, type SheetProps } from "./sheet-props";

export function RowCards({
  field,
  entity,
  rows,
  disabled,
  id,
  labelId,
  controls,
  faults,
  onRows,
}: SheetProps) {
  const { t, i18n } = useTranslation();
  return (
    <div className="sub-table">
      {rows.map((row, index) => (
        <div
          className="sub-table-row"
          key={index}
          role="group"
          aria-label={t("field.rowNumber", { number: index + 1 })}
        >
          <div className="row-line sub-table-head">
            <span className="muted small grow" aria-hidden="true">
              {t("field.rowNumber", { number: index + 1 })}
            </span>
            <Button
              type="text"
              aria-label={t("field.removeRow", { number: index + 1 })}
              icon={<Trash2 size={15} aria-hidden="true" />}
              disabled={disabled}
              onClick={() => onRows(rows.toSpliced(index, 1))}
            />
          </div>
          {field.fields.map((inner) => {
            const control = controls(inner.type);
            const name = `${id}-${index}-${inner.name}`;
            const fault = faultAt(faults, index, inner.name);
            return (
              <div className={`labelled ${control.align}`} key={inner.name}>
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
                    invalid={fault !== undefined}
                    describedBy={fault ? `${name}-problem` : undefined}
                    entity={entity}
                    path={`${field.name}.${inner.name}`}
                    controls={controls}
                    onChange={(cell) => onRows(rows.with(index, { ...row, [inner.name]: cell }))}
                  />
                ) : (
                  <control.Show field={inner} value={row[inner.name]} compact controls={controls} />
                )}
                {fault ? (
                  <div className="labelled-problem" id={`${name}-problem`}>
                    {fault}
                  </div>
                ) : null}
              </div>
            );
          })}
        </div>
      ))}
      <Button
        id={id}
        type="dashed"
        size="small"
        icon={<Plus size={14} aria-hidden="true" />}
        disabled={disabled}
        aria-describedby={labelId}
        onClick={() => onRows([...rows, {}])}
      >
        {t("field.addRow")}
      </Button>
    </div>
  );
}
