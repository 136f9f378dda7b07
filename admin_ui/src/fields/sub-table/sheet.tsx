/** Rows edited like a sheet: arrows move, typing types, a table is pasted whole; only rows in sight are drawn. */

import { Button } from "antd";
import { Plus, Trash2 } from "lucide-react";
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { FieldModel } from "../../lib/model";
import { useDrawn } from "../../ui/use-drawn";
import { SheetCell } from "./sheet-cell";
import type { CellPlace } from "./sheet-keys";
import { faultAt, type SheetProps } from "./sheet-props";
import { usePasted } from "./use-pasted";
import { useSheet } from "./use-sheet";

const ROW_HEIGHT = 36;
const WITHOUT_SCROLLING = 12;
const NARROWEST = 110;
/** Of the number of a row, and of what removes it. */
const EDGE = 40;

const FRAMES = 10;

/**
 * Returns what puts the cursor into the element with an id: before the next key can be pressed where it is drawn at
 * once, some frames later where its row must be added or scrolled to first.
 */
function useFocusOn(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  function attempt() {
    const found = wanted.current === null ? null : document.getElementById(wanted.current);
    if (!found) return;
    wanted.current = null;
    found.focus();
  }
  useLayoutEffect(attempt);
  return (id) => {
    wanted.current = id;
    let frames = FRAMES;
    function later() {
      attempt();
      frames -= 1;
      if (wanted.current === id && frames > 0) window.requestAnimationFrame(later);
    }
    window.requestAnimationFrame(later);
  };
}

export function Sheet(props: SheetProps) {
  const { field, entity, rows, disabled, id, labelId, controls, faults, onRows } = props;
  const { t, i18n } = useTranslation();
  const timeZone = timeZoneOf(useAppPlace());
  const focusOn = useFocusOn();
  const columns = field.fields;
  const most = typeof field.settings.max_rows === "number" ? field.settings.max_rows : 1000;
  const { scroller, virtualizer, drawn } = useDrawn({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    initialRect: { width: 700, height: 420 },
  });
  function showRow(row: number) {
    if (rows.length > WITHOUT_SCROLLING) virtualizer.scrollToIndex(row);
  }
  function onMove({ row, column }: CellPlace) {
    showRow(row);
    focusOn(`${id}-${row}-${column}`);
  }
  const { onPasted, marks } = usePasted(props, most);
  const sheet = useSheet({
    rows,
    columns,
    most,
    locked: disabled,
    locale: i18n.language,
    timeZone,
    faults,
    onRows,
    onPasted,
    onMove,
  });
  const wrong = sheet.fresh;
  const onWrong = useEffectEvent(showRow);
  // Only when something new is wrong, not when rows change.
  useEffect(() => {
    if (wrong !== null) onWrong(wrong);
  }, [wrong]);
  const widths = columns.map(({ type }) => Math.max(NARROWEST, controls(type).width));
  const template = `${EDGE}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(" ")} ${EDGE}px`;
  const least = widths.reduce((sum, width) => sum + width, 2 * EDGE);
  const height = Math.min(rows.length, WITHOUT_SCROLLING) * ROW_HEIGHT + ROW_HEIGHT;
  return (
    <div className="sheet">
      <div className="sheet-scroll" ref={scroller} style={{ height }} tabIndex={rows.length > 0 ? -1 : 0}>
        <div
          role="grid"
          style={{ minWidth: least }}
          aria-labelledby={labelId}
          aria-rowcount={rows.length + 1}
          onKeyDown={sheet.onKeyDown}
          onCopy={sheet.onCopy}
          onPaste={sheet.onPaste}
        >
          <SheetHead columns={columns} controls={controls} template={template} />
          <div role="rowgroup" className="sheet-body" style={{ height: virtualizer.getTotalSize() }}>
            {drawn.map(({ index, start }) => {
              const row = rows[index];
              if (!row) return null;
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className="sheet-row"
                  style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
                >
                  <div role="rowheader" className="sheet-number">
                    {index + 1}
                  </div>
                  {columns.map((column, across) => (
                    <SheetCell
                      key={column.name}
                      id={`${id}-${index}-${across}`}
                      field={column}
                      path={`${field.name}.${column.name}`}
                      entity={entity}
                      row={row}
                      place={{ row: index, column: across }}
                      sheet={sheet}
                      fault={faultAt(faults, index, column.name) ?? faultAt(marks, index, column.name)}
                      controls={controls}
                    />
                  ))}
                  <div role="gridcell" className="sheet-remove">
                    <Button
                      type="text"
                      size="small"
                      tabIndex={-1}
                      icon={<Trash2 size={14} aria-hidden="true" />}
                      aria-label={t("field.removeRow", { number: index + 1 })}
                      disabled={disabled}
                      onClick={() => onRows(rows.toSpliced(index, 1))}
                    />
                  </div>
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <div className="row-line wrap-line">
        <Button
          id={id}
          type="dashed"
          size="small"
          icon={<Plus size={14} aria-hidden="true" />}
          disabled={disabled || rows.length >= most}
          aria-describedby={labelId}
          onClick={sheet.addRow}
        >
          {t("field.addRow")}
        </Button>
        <span className="muted small">{t("sheet.hint")}</span>
      </div>
    </div>
  );
}

interface SheetHeadProps {
  columns: readonly FieldModel[];
  controls: SheetProps["controls"];
  template: string;
}

function SheetHead({ columns, controls, template }: SheetHeadProps) {
  const { t, i18n } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className="sheet-head" style={{ gridTemplateColumns: template }}>
      <div role="columnheader" className="sheet-number">
        <span className="sr-only">{t("sheet.number")}</span>
      </div>
      {columns.map((column) => (
        <div key={column.name} role="columnheader" className={`clip ${controls(column.type).align}`}>
          {textOf(column.label, i18n.language)}
          {column.required ? <span className="required-mark">*</span> : null}
        </div>
      ))}
      <div role="columnheader">
        <span className="sr-only">{t("action.delete")}</span>
      </div>
    </div>
  );
}
