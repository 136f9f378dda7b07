/** A few records in a plain table, on the phone as cards: a click opens one over the page. */

import { useTranslation } from "react-i18next";

import type { RecordRow } from "../lib/api/records";
import { textOf } from "../lib/label";
import type { EntityModel, FieldModel } from "../lib/model";
import { OpenLink, useOpenRecord } from "../ui/open-link";
import { useIsPhone } from "../ui/use-is-phone";
import { NamedFacts } from "./facts";
import { CellShow } from "./field-show";
import { controlOf } from "./registry";
import "./short-rows.css";

interface ShortRowsProps {
  entity: EntityModel;
  columns: readonly FieldModel[];
  rows: readonly RecordRow[];
}

export function ShortRows(props: ShortRowsProps) {
  const isPhone = useIsPhone();
  return isPhone ? <ShortCards {...props} /> : <ShortTable {...props} />;
}

/** What stands first is called by the record's title where the first column is a link of its own. */
function leadOf(columns: readonly FieldModel[]): {
  lead: FieldModel | undefined;
  rest: readonly FieldModel[];
} {
  const [first, ...others] = columns;
  return first && !LINKS.has(first.type) ? { lead: first, rest: others } : { lead: undefined, rest: columns };
}

const MOST_FACTS = 4;

function ShortCards({ entity, columns, rows }: ShortRowsProps) {
  const { lead, rest } = leadOf(columns);
  const facts = rest.map((field) => ({ path: field.name, field }));
  return (
    <ul className="short-cards">
      {rows.map((row) => (
        <li key={row.id}>
          <OpenLink entity={entity.name} id={row.id} className="short-title">
            <Lead entity={entity} field={lead} row={row} />
          </OpenLink>
          <NamedFacts entity={entity} facts={facts} values={row.values} most={MOST_FACTS} />
        </li>
      ))}
    </ul>
  );
}

function ShortTable({ entity, columns, rows }: ShortRowsProps) {
  const { i18n } = useTranslation();
  const open = useOpenRecord();
  const { lead, rest } = leadOf(columns);
  return (
    <div className="short-rows">
      <table>
        <thead>
          <tr>
            <th className="elastic">{textOf((lead ?? entity).label, i18n.language)}</th>
            {rest.map(({ name, type, label }) => (
              <th key={name} className={classOf(type)}>
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
              <td className="elastic">
                <OpenLink entity={entity.name} id={row.id} className="short-title">
                  <Lead entity={entity} field={lead} row={row} />
                </OpenLink>
              </td>
              {rest.map((field) => (
                <td key={field.name} className={classOf(field.type)}>
                  <CellShow entity={entity} field={field} path={field.name} values={row.values} />
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

function classOf(type: string): string {
  const { align, width } = controlOf(type);
  return align === "start" && width >= ELASTIC ? "elastic" : align;
}

const LINKS = new Set(["reference", "reference_any", "references", "email", "phone", "url", "file"]);

interface LeadProps {
  entity: EntityModel;
  field: FieldModel | undefined;
  row: RecordRow;
}

/** What the link of a row says: its first column where that is a text or a date, else its title. */
function Lead({ entity, field, row }: LeadProps) {
  const value = field && row.values[field.name];
  if (!field || controlOf(field.type).isBlank(value)) return row.title || `#${row.id}`;
  return <CellShow entity={entity} field={field} path={field.name} values={row.values} />;
}
