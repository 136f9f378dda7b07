/** Rows of their own fields inside a record, such as lines of an order. */

import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { useIsPhone } from "../../ui/use-is-phone";
import { defineControl, type CellFault, type InputProps, type ShowProps } from "../control";
import type { SubRow } from "./cells";
import { RowCards } from "./row-cards";
import { Sheet } from "./sheet";
import "./sub-table.css";

function readRows(wire: unknown): SubRow[] | null {
  if (!Array.isArray(wire)) return null;
  const rows = wire.filter((row): row is SubRow => typeof row === "object" && row !== null);
  return rows.length > 0 ? rows : null;
}

const NO_FAULTS: readonly CellFault[] = [];

/** A sheet; on the phone a card for each row. */
function SubTableInput({
  value,
  onChange,
  field,
  disabled,
  id,
  labelId,
  controls,
  entity,
  faults = NO_FAULTS,
}: InputProps<SubRow[]>) {
  const phone = useIsPhone();
  const props = {
    field,
    entity,
    rows: value ?? [],
    disabled: disabled ?? false,
    id,
    labelId,
    controls,
    faults,
    onRows: (rows: SubRow[]) => onChange(rows.length > 0 ? rows : null),
  };
  return phone ? <RowCards {...props} /> : <Sheet {...props} />;
}

function SubTableShow({ value, field, compact, controls }: ShowProps<SubRow[]>) {
  const { t, i18n } = useTranslation();
  if (compact) return <span className="muted">{t("field.rows", { count: value.length })}</span>;
  return (
    <div
      className="sub-table-show"
      tabIndex={0}
      role="region"
      aria-label={textOf(field.label, i18n.language)}
    >
      <table>
        <thead>
          <tr>
            {field.fields.map((inner) => (
              <th key={inner.name} className={controls(inner.type).align}>
                {textOf(inner.label, i18n.language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map((row, index) => (
            <tr key={index}>
              {field.fields.map((inner) => {
                const control = controls(inner.type);
                return (
                  <td key={inner.name} className={control.align}>
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
