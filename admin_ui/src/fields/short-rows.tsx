/** A few records in a plain table: a click opens one over the page. */

import { useTranslation } from "react-i18next";

import type { RecordRow } from "../lib/api/records";
import { textOf } from "../lib/label";
import type { EntityModel, FieldModel } from "../lib/model";
import { OpenLink, useOpenRecord } from "../ui/open-link";
import { FieldShow } from "./field-show";
import { controlOf } from "./registry";
import "./short-rows.css";

interface ShortRowsProps {
  entity: EntityModel;
  columns: readonly FieldModel[];
  rows: readonly RecordRow[];
}

export function ShortRows({ entity, columns, rows }: ShortRowsProps) {
  const { i18n } = useTranslation();
  const open = useOpenRecord();
  return (
    <div className="short-rows">
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type, label }, index) => (
              <th key={name} className={classOf(type, index)}>
                {textOf(label, i18n.language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest("a, button")) open(entity.name, row.id);
              }}
            >
              {columns.map((field, index) => (
                <td key={field.name} className={classOf(field.type, index)}>
                  {index === 0 ? (
                    <OpenLink entity={entity.name} id={row.id} className="short-title">
                      <Lead field={field} row={row} />
                    </OpenLink>
                  ) : (
                    <FieldShow field={field} value={row.values[field.name]} compact />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Columns as wide as texts give way where room is short. */
const ELASTIC = 170;

function classOf(type: string, index: number): string {
  const { align, width } = controlOf(type);
  return index === 0 || (align === "start" && width >= ELASTIC) ? "elastic" : align;
}

const LINKS = new Set(["reference", "reference_any", "references", "email", "phone", "url", "file"]);

/** What the link of a row says: its first column where that is a text or a date, else its title. */
function Lead({ field, row }: { field: FieldModel; row: RecordRow }) {
  const value = row.values[field.name];
  if (LINKS.has(field.type) || controlOf(field.type).isBlank(value)) return row.title || `#${row.id}`;
  return <FieldShow field={field} value={value} compact />;
}
