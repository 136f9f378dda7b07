/** Rows as cards, for the phone. */

import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Checkbox } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import type { Column } from "./columns";
import { toggled, useMore, type RowsProps } from "./record-table";

const MOST_FACTS = 5;

export function RecordCards({
  entity,
  columns,
  rows,
  selected,
  selectable,
  onSelect,
  more,
  onMore,
}: RowsProps) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const scroller = useRef<HTMLDivElement>(null);
  // No compiler caches this component, so that what the virtualizer returns may change while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 118,
    overscan: 6,
    initialRect: { width: 390, height: 700 },
  });
  const drawn = virtualizer.getVirtualItems();
  useMore(drawn.at(-1)?.index ?? 0, rows.length, more, onMore);
  return (
    <div className="table-scroll" ref={scroller}>
      <ul className="cards" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map(({ index, start, key }) => {
          const row = rows[index];
          if (!row) return null;
          const title = row.title || `#${row.id}`;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={selected.has(row.id) ? "record-card chosen" : "record-card"}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className="row-line">
                {selectable ? (
                  <Checkbox
                    aria-label={t("list.select", { title })}
                    checked={selected.has(row.id)}
                    onChange={() => onSelect(toggled(selected, row.id))}
                  />
                ) : null}
                <Link
                  className="title-link clip"
                  to="/w/$workspace/$app/$entity/$id"
                  params={{ workspace, app, entity: entity.name, id: String(row.id) }}
                >
                  {title}
                </Link>
              </div>
              <CardFacts columns={columns} values={row.values} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function CardFacts({ columns, values }: { columns: readonly Column[]; values: Record<string, unknown> }) {
  const told = columns.filter(
    ({ title, field, path }) => !title && !controlOf(field.type).isBlank(values[path]),
  );
  return (
    <dl className="card-facts">
      {told.slice(0, MOST_FACTS).map(({ path, label, field }) => (
        <div key={path}>
          <dt className="clip">{label}</dt>
          <dd>
            <FieldShow field={field} value={values[path]} compact />
          </dd>
        </div>
      ))}
    </dl>
  );
}
