/** The control of a cell while it is changed: over the cell, with what the server says about it. */

import { Button } from "antd";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { ApiProblem } from "../../lib/api/problem";
import type { RecordRow } from "../../lib/api/records";
import { useWhenBack } from "../../lib/send-once";
import type { EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { useProblemText } from "../../ui/problem-note";
import type { Column } from "./columns";
import { isMoved } from "./use-moved-cell";
import type { Refusal } from "./use-cell-save";

/** Types whose values are too large for a cell; the record is the place to change them. */
const ELSEWHERE = new Set(["rich_text", "sub_table", "json", "file", "image", "signature"]);
/** Types where one choice is the whole change. */
const AT_ONCE = new Set(["select", "user", "department", "reference", "rating", "cascade"]);
const SEVERAL_LINES = new Set(["long_text"]);
const LEAST_WIDTH = 180;
const WIDE = 320;
const POPUPS =
  ".ant-select-dropdown, .ant-picker-dropdown, .ant-cascader-dropdown, .ant-popover, .ant-color-picker, .ant-modal-root";

/** Whether a cell can be changed in its place. */
export function isEditable(column: Column, entity: EntityModel): boolean {
  const { field, path } = column;
  if (isMoved(column, entity)) return true;
  if (!entity.actions.includes("edit") || field.access !== "write" || field.system || path.includes("."))
    return false;
  return controlOf(field.type).editable && !ELSEWHERE.has(field.type);
}

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type Way = "stay" | "down" | "next" | "before";

/** What is said below the last row lies under the foot of the list until it is scrolled to. */
function intoSight(said: HTMLElement | null): void {
  said?.scrollIntoView?.({ block: "nearest" });
}

interface CellEditorProps {
  /** Names the cell. */
  cell: string;
  row: RecordRow;
  column: Column;
  entity: string;
  rect: Rect;
  /** What the cell holds, or what was typed before it was refused. */
  initial: unknown;
  refusal: Refusal | null;
  /** The cell closes at once; it opens again where the value is refused. */
  onCommit: (value: unknown, way: Way) => void;
  /** The connection is back: what was typed goes again. */
  onAgain: (value: unknown) => void;
  onGiveUp: () => void;
  /** Take what somebody else saved. */
  onTheirs: (refusal: Refusal) => void;
  /** Write over what somebody else saved. */
  onMine: (refusal: Refusal, value: unknown) => void;
}

export function CellEditor(props: CellEditorProps) {
  const { row, column, rect, onCommit } = props;
  const { t } = useTranslation();
  const said = useSaid();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [value, setValue] = useState<unknown>(props.initial);
  // What the control gives as the key or press comes that ends the change is not drawn yet.
  const latest = useRef(value);
  const [refusal, setRefusal] = useState(props.refusal);
  const control = controlOf(column.field.type);
  const wide = control.group || control.wide || SEVERAL_LINES.has(column.field.type);

  useOpened(box);
  useOutside(box, () => onCommit(latest.current, "stay"), refusal !== null);
  useWhenBack(refusal?.problem.offline ?? false, () => props.onAgain(value));

  function change(next: unknown) {
    latest.current = next;
    setValue(next);
    setRefusal(null);
    if (AT_ONCE.has(column.field.type)) onCommit(next, "stay");
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    const open = box.current?.querySelector('[aria-expanded="true"]') != null;
    const way = wayOf(event, column.field.type, open);
    if (way === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (way === "give up") props.onGiveUp();
    else onCommit(latest.current, way);
  }

  return (
    <div role="row">
      <div
        ref={box}
        className="cell-editor"
        role="gridcell"
        style={{ left: rect.left, top: rect.top, width: Math.max(rect.width, wide ? WIDE : LEAST_WIDTH) }}
        onKeyDown={press}
        onKeyDownCapture={(event) => {
          // One choice is the whole change: the list of choices and the cell close together.
          if (event.key !== "Escape" || !AT_ONCE.has(column.field.type)) return;
          event.stopPropagation();
          props.onGiveUp();
        }}
      >
        <label className="sr-only" id={`${id}-label`} htmlFor={id}>
          {t("list.editing", { name: column.label, title: row.title })}
        </label>
        <control.Input
          field={column.field}
          value={value}
          values={row.values}
          entity={props.entity}
          id={id}
          labelId={`${id}-label`}
          describedBy={refusal ? `${id}-problem` : undefined}
          invalid={refusal !== null}
          controls={controlOf}
          onChange={change}
          onDone={() => onCommit(latest.current, "stay")}
        />
        {refusal ? (
          <div className="cell-problem" id={`${id}-problem`} role="alert" ref={intoSight}>
            {refusal.theirs ? (
              <Overtaken
                column={column}
                theirs={refusal.theirs.value}
                mine={value}
                onTheirs={() => props.onTheirs(refusal)}
                onMine={() => props.onMine(refusal, value)}
              />
            ) : (
              said(refusal.problem)
            )}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** Where a key leads from an open cell; nothing where the control has its own use for it. */
function wayOf(event: KeyboardEvent, type: string, open: boolean): Way | "give up" | null {
  if (event.nativeEvent.isComposing) return null;
  if (event.key === "Escape") return open ? null : "give up";
  if (event.key === "Tab") return event.shiftKey ? "before" : "next";
  if (event.key !== "Enter") return null;
  if (event.ctrlKey || event.metaKey) return "down";
  return open || SEVERAL_LINES.has(type) || AT_ONCE.has(type) ? null : "down";
}

/** Why a value was not saved, and what comes of it. */
function useSaid(): (problem: ApiProblem) => string {
  const { t } = useTranslation();
  const say = useProblemText();
  return (problem) => {
    if (problem.offline) return `${say(problem)}${t("problem.sentAgain")}`;
    return problem.problems[0]?.message ?? say(problem);
  };
}

interface OvertakenProps {
  column: Column;
  theirs: unknown;
  mine: unknown;
  onTheirs: () => void;
  onMine: () => void;
}

/** Somebody else changed the same cell: both values, and one choice. */
function Overtaken({ column, theirs, mine, onTheirs, onMine }: OvertakenProps) {
  const { t } = useTranslation();
  return (
    <>
      <div>{t("list.changedMeanwhile")}</div>
      <div className="row-line">
        <span className="muted">{t("conflict.theirs")}</span>
        <FieldShow field={column.field} value={theirs} compact />
      </div>
      <div className="row-line">
        <span className="muted">{t("conflict.mine")}</span>
        <FieldShow field={column.field} value={mine} compact />
      </div>
      <div className="row-line">
        <Button size="small" onClick={onTheirs}>
          {t("list.takeTheirs")}
        </Button>
        <Button size="small" onClick={onMine}>
          {t("list.writeMine")}
        </Button>
      </div>
    </>
  );
}

/** Put the cursor into the control, and open what opens. */
function useOpened(box: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const input = box.current?.querySelector<HTMLElement>("input, textarea, button, [tabindex]");
    input?.focus();
    if (input instanceof HTMLInputElement && input.type !== "checkbox" && input.role !== "combobox")
      input.select();
    const opener = input?.closest(".ant-select, .ant-picker");
    opener?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
    opener?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }, [box]);
}

/** A press elsewhere ends the change; one into a list that the control opened does not. */
function useOutside(box: React.RefObject<HTMLDivElement | null>, leave: () => void, held: boolean) {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    if (held) return;
    function press(event: PointerEvent) {
      const target = event.target as Element;
      if (box.current?.contains(target) || target.closest(POPUPS)) return;
      // What is typed reaches its field when the field is left, for some controls.
      if (box.current?.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
      latest.current();
    }
    document.addEventListener("pointerdown", press, true);
    return () => document.removeEventListener("pointerdown", press, true);
  }, [box, held]);
}
