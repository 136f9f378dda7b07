/** One cell of a sheet: its value, or its control while somebody types in it. */

import { useLayoutEffect, useRef, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { FieldModel } from "../../lib/model";
import type { ControlLookup } from "../control";
import type { Span, SubRow } from "./cells";
import type { CellPlace } from "./sheet-keys";
import type { useSheet } from "./use-sheet";

interface SheetCellProps {
  id: string;
  field: FieldModel;
  path: string;
  entity: string;
  row: SubRow;
  place: CellPlace;
  sheet: ReturnType<typeof useSheet>;
  controls: ControlLookup;
  /** What is wrong with it. */
  fault: string | undefined;
}

function isIn({ top, left, bottom, right }: Span, { row, column }: CellPlace): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

function classOf(states: Record<string, boolean>, align: string): string {
  return ["sheet-cell", ...Object.keys(states).filter((state) => states[state]), align].join(" ");
}

export function SheetCell(props: SheetCellProps) {
  const { id, field, row, place, sheet, controls } = props;
  const { t } = useTranslation();
  const control = controls(field.type);
  const here = sheet.at.row === place.row && sheet.at.column === place.column;
  if (here && sheet.typing && control.editable) return <TypedCell {...props} />;
  const chosen = isIn(sheet.span, place);
  const value = row[field.name] ?? null;
  const fault = props.fault ?? (control.isUnread(value) ? t("sheet.unreadValue") : undefined);
  function press({ shiftKey, nativeEvent }: MouseEvent) {
    // A second tap edits, where a finger can hardly press twice in time.
    if (here && (nativeEvent as PointerEvent).pointerType === "touch") sheet.startTyping();
    else sheet.go(place.row, place.column, shiftKey);
  }
  return (
    <div
      id={id}
      role="gridcell"
      aria-selected={chosen}
      aria-invalid={fault !== undefined}
      title={fault}
      tabIndex={here ? 0 : -1}
      className={classOf({ chosen, here, faulty: fault !== undefined }, control.align)}
      onClick={press}
      onDoubleClick={sheet.startTyping}
      onFocus={() => {
        if (!here) sheet.go(place.row, place.column);
      }}
    >
      {control.isBlank(value) ? null : (
        <control.Show field={field} value={value} compact controls={controls} />
      )}
    </div>
  );
}

function TypedCell({ id, field, path, entity, row, sheet, controls }: SheetCellProps) {
  const { i18n } = useTranslation();
  const control = controls(field.type);
  return (
    <div role="gridcell" className="sheet-cell here typing">
      <Typing>
        <control.Input
          field={field}
          value={row[field.name] ?? null}
          values={row}
          entity={entity}
          path={path}
          id={`${id}-input`}
          labelId={`${id}-label`}
          controls={controls}
          onChange={sheet.setCell}
        />
      </Typing>
      <span id={`${id}-label`} className="sr-only">
        {textOf(field.label, i18n.language)}
      </span>
    </div>
  );
}

/** Puts what is typed next into the control. */
function Typing({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const input = box.current?.querySelector<HTMLElement>(
      "input:not([type='hidden']):not([hidden]), textarea, button",
    );
    input?.focus();
    if (input instanceof HTMLInputElement && input.type === "text") input.select();
  }, []);
  return <div ref={box}>{children}</div>;
}
