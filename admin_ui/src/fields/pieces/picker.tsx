/** A picker of days and times whose box takes what is typed: what it shows is what is kept, in the person's time zone. */

import dayjsConfig from "@rc-component/picker/generate/dayjs";
import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import {
  createContext,
  createElement,
  useContext,
  useState,
  type ComponentProps,
  type KeyboardEvent,
} from "react";

import { formatInstant } from "../../lib/format/dates";
import { useIsPhone } from "../../ui/use-is-phone";
import type { InputProps } from "../control";
import "./picker.css";

type Pickers = ReturnType<typeof DatePicker.generatePicker<Dayjs>>;

/** The wall clock of a time zone, whatever zone the browser is in. */
export function wallClock(timeZone: string, instant = new Date().toISOString()): Dayjs {
  return dayjs(formatInstant(instant, timeZone));
}

const made = new Map<string, Pickers>();

/** The pickers whose today and now are those of a time zone; always the same ones, or they would be made anew. */
function pickersIn(timeZone: string): Pickers {
  const known = made.get(timeZone);
  if (known) return known;
  const pickers = DatePicker.generatePicker<Dayjs>({ ...dayjsConfig, getNow: () => wallClock(timeZone) });
  made.set(timeZone, pickers);
  return pickers;
}

/** What is typed in the boxes of a picker, by the id of the box. */
export interface Typing {
  /** What a box shows, where it is not what the picker would write. */
  textOf: (id: string) => string | undefined;
  type: (id: string, text: string) => void;
  /** Take what is typed in a box. */
  leave: (id: string) => void;
  /** Something was chosen instead. */
  forget: () => void;
}

const TypingContext = createContext<Typing | null>(null);

/**
 * What is typed waits until its box is left.
 * `kept` is what a box holds that could not be read; `take` gets a text without spaces around it.
 */
export function useTyping(
  kept: (id: string) => string | undefined,
  take: (text: string, id: string) => void,
): Typing {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  return {
    textOf: (id) => typed[id] ?? kept(id),
    type: (id, text) => setTyped({ ...typed, [id]: text }),
    leave: (id) => {
      const { [id]: text, ...others } = typed;
      if (text === undefined) return;
      setTyped(others);
      take(text.trim(), id);
    },
    forget: () => setTyped({}),
  };
}

type Box = Pick<InputProps<string>, "value" | "onChange" | "id">;

/**
 * The typing of a box that holds one value. `read` makes a value of a text, `isValue` tells one from what could not be
 * read: that stays to be mended, and the server refuses it, should it be sent.
 */
export function useTypedValue(
  { value, onChange, id }: Box,
  read: (text: string) => string | null,
  isValue = (text: string) => read(text) !== null,
) {
  const isUnread = value !== null && !isValue(value);
  const typing = useTyping(
    () => (isUnread ? value : undefined),
    (text) => onChange(text === "" ? null : (read(text) ?? text)),
  );
  const typed = typing.textOf(id);
  return {
    typing,
    shown: typed === undefined ? value : read(typed),
    // Not while it is mended: what stands below would move away from under the press that saves.
    complains: isUnread && typed === value,
  };
}

/** Antd reads texts of one form only, and drops others when the box is left: it does not learn what is typed. */
function TypedInput({ value, onChange: _unread, onBlur, onKeyDown, ...rest }: ComponentProps<"input">) {
  const typing = useContext(TypingContext);
  const id = rest.id ?? "";
  const text = typing?.textOf(id);
  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || event.key === "Tab") typing?.leave(id);
    // Enter takes what is typed, and opens the calendar only where nothing is.
    if (event.key !== "Enter" || text === undefined) onKeyDown?.(event);
  }
  return (
    <input
      {...rest}
      value={text ?? value}
      onChange={(event) => typing?.type(id, event.target.value)}
      onKeyDown={press}
      onBlur={(event) => {
        typing?.leave(id);
        onBlur?.(event);
      }}
    />
  );
}

const COMPONENTS = { input: TypedInput };

interface ZonedProps {
  timeZone: string;
  typing: Typing;
}

/** What all pickers here have in common. A day under the pointer is not what is chosen, and is not shown so. */
function useCommon() {
  const isPhone = useIsPhone();
  return {
    components: COMPONENTS,
    previewValue: false as const,
    style: { width: "100%" },
    // The keyboard of a phone would lie over the days.
    inputReadOnly: isPhone,
  };
}

type OneProps = Omit<ComponentProps<Pickers>, "multiple" | "value" | "onCalendarChange" | "onChange"> & {
  value: Dayjs | null;
  /** Something was chosen; more may follow, such as the minutes. */
  onChoose: (chosen: Dayjs | null) => void;
  /** The choice is at its end. */
  onDone?: (() => void) | undefined;
};

export function ZonedPicker({ timeZone, typing, onChoose, onDone, ...props }: OneProps & ZonedProps) {
  const common = useCommon();
  function choose(chosen: Dayjs | Dayjs[] | null) {
    typing.forget();
    onChoose(Array.isArray(chosen) ? (chosen[0] ?? null) : (chosen ?? null));
  }
  return (
    <TypingContext value={typing}>
      {createElement(pickersIn(timeZone), {
        ...common,
        ...props,
        onCalendarChange: choose,
        onChange: () => onDone?.(),
        onOk: () => onDone?.(),
      })}
    </TypingContext>
  );
}

type RangeProps = Omit<ComponentProps<Pickers["RangePicker"]>, "onCalendarChange" | "onChange"> & {
  onChoose: (chosen: readonly [Dayjs | null, Dayjs | null]) => void;
};

export function ZonedRangePicker({ timeZone, typing, onChoose, ...props }: RangeProps & ZonedProps) {
  const common = useCommon();
  function choose(days: readonly (Dayjs | null | undefined)[] | null) {
    typing.forget();
    onChoose([days?.[0] ?? null, days?.[1] ?? null]);
  }
  return (
    <TypingContext value={typing}>
      {createElement(pickersIn(timeZone).RangePicker, {
        ...common,
        ...props,
        onCalendarChange: choose,
        onChange: choose,
      })}
    </TypingContext>
  );
}
