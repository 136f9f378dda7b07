/** What every field type's control states: how a value is read from the wire, typed in, and shown. */

import type { ComponentType } from "react";

import type { FieldModel, WireValues } from "../lib/model";

/** Finds the control of a type; for controls that hold other controls. */
export type ControlLookup = (type: string) => FieldControl;

/** What is wrong in a cell of a sub-table; without a column in its whole row. */
export interface CellFault {
  /** Counted from 0. */
  row: number;
  column: string | null;
  text: string;
}

export interface InputProps<V> {
  field: FieldModel;
  value: V | null;
  onChange: (value: V | null) => void;
  /** What was chosen is whole; nothing more follows, as minutes would follow a day. */
  onDone?: (() => void) | undefined;
  id: string;
  labelId: string;
  describedBy?: string | undefined;
  disabled?: boolean | undefined;
  invalid?: boolean | undefined;
  placeholder?: string | undefined;
  /** The other values of the form, for choices that depend on them. */
  values: WireValues;
  /** Name of the entity that owns the field. */
  entity: string;
  controls: ControlLookup;
  /** How the field is reached from the entity, where it is a column of a sub-table: `lines.photo`. */
  path?: string | undefined;
  /** Minutes of the day that a moment has where only its day is given; else a working hour. */
  minutes?: number | undefined;
  /** Cells that are wrong, where it is a sub-table. */
  faults?: readonly CellFault[] | undefined;
}

export interface ShowProps<V> {
  field: FieldModel;
  value: V;
  /** In a cell of a list: one line, no more. */
  compact: boolean;
  /** Among records as they are now, where days are told as seen from today; late is what can be late. */
  near?: "plain" | "deadline" | undefined;
  controls: ControlLookup;
}

export interface FieldControl {
  type: string;
  /** Whether a value can be typed in; otherwise it is only shown. */
  editable: boolean;
  /** Whether the control consists of several inputs, named together. */
  group: boolean;
  /** Whether it wants the whole width of a form. */
  wide: boolean;
  align: "start" | "end";
  /** Width of a column in pixels, where nobody chose another. */
  width: number;
  /** What is told of a whole column where nobody chose: shares and marks are no amounts that add up. */
  total: "sum" | "avg";
  Input: ComponentType<InputProps<unknown>>;
  /** Several values of the field at once, for filters. */
  Many: ComponentType<InputProps<unknown>> | null;
  Show: ComponentType<ShowProps<unknown>>;
  /** Whether the wire value says anything. */
  isBlank: (wire: unknown) => boolean;
  /** Whether it is a text that was typed and could not be read, kept to be mended. */
  isUnread: (wire: unknown) => boolean;
  /** The value as requests carry it. */
  toWire: (value: unknown) => unknown;
}

interface ControlSpec<V> {
  type: string;
  /** The typed value in a wire value; null when it is blank or of another shape. */
  read: (wire: unknown) => V | null;
  Show: ComponentType<ShowProps<V>>;
  Input?: ComponentType<InputProps<V>>;
  Many?: ComponentType<InputProps<unknown>>;
  toWire?: (value: V) => unknown;
  isUnread?: (value: V) => boolean;
  group?: boolean;
  wide?: boolean;
  align?: "start" | "end";
  width?: number;
  total?: "sum" | "avg";
}

/** Make a control of a typed description. */
export function defineControl<V>(spec: ControlSpec<V>): FieldControl {
  const { read, Show, Input, toWire } = spec;
  return {
    type: spec.type,
    editable: Input !== undefined,
    group: spec.group ?? false,
    wide: spec.wide ?? false,
    align: spec.align ?? "start",
    width: spec.width ?? 150,
    total: spec.total ?? "sum",
    Many: spec.Many ?? null,
    Input: function TypedInput(props) {
      if (!Input) throw new Error(`${spec.type} has no input`);
      return <Input {...props} value={read(props.value)} />;
    },
    Show: function TypedShow(props) {
      const value = read(props.value);
      return value === null ? null : <Show {...props} value={value} />;
    },
    isBlank: (wire) => read(wire) === null,
    isUnread: (wire) => {
      const value = read(wire);
      return value !== null && spec.isUnread?.(value) === true;
    },
    toWire: (wire) => {
      const value = read(wire);
      if (value === null) return null;
      return toWire ? toWire(value) : value;
    },
  };
}
