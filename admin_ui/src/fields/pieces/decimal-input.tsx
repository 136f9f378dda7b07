/** An exact decimal: kept as text, so that no digit is lost; typed with 万, 亿, commas or full-width signs. */

import { Input } from "antd";

import type { InputProps } from "../control";
import { useTypedNumber, type NumberForm, type TypedNumber } from "./typed-number";
import { UnreadHint, unreadId } from "./unread-hint";

interface Box extends Pick<
  InputProps<string>,
  "id" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  suffix?: string | undefined;
  /** No decimals: a phone shows keys for digits alone. */
  whole?: boolean;
  /** Name for the person who cannot see the label, where several inputs share one. */
  name?: string | undefined;
}

/** The box alone, for those that stand beside others; what cannot be read is told below them all. */
export function NumberBox({ number, hintId, ...props }: Box & { number: TypedNumber; hintId?: string }) {
  const wrong = props.invalid === true || number.complains;
  return (
    <Input
      id={props.id}
      className="number-box"
      inputMode={props.whole ? "numeric" : "decimal"}
      autoComplete="off"
      value={number.text}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? ""}
      suffix={props.suffix}
      aria-label={props.name}
      aria-describedby={unreadId({ ...props, id: hintId ?? props.id }, number.complains)}
      aria-invalid={wrong || undefined}
      {...(wrong ? { status: "error" as const } : {})}
      onChange={({ target }) => number.type(target.value)}
      onPressEnter={number.leave}
      onBlur={number.leave}
    />
  );
}

/** Says that what is typed is no number, in place of the server as long as it was not asked. */
export function NumberHint({ numbers, ...box }: Pick<Box, "id" | "invalid"> & { numbers: TypedNumber[] }) {
  return (
    <UnreadHint
      {...box}
      isUnread={numbers.some(({ complains }) => complains)}
      say="hint.noNumber"
      example="9600"
    />
  );
}

type DecimalInputProps = Box & NumberForm & Pick<InputProps<string>, "value" | "onChange">;

export function DecimalInput({
  value,
  onChange,
  decimals,
  places,
  groups,
  units,
  ...box
}: DecimalInputProps) {
  const number = useTypedNumber({ value, onChange }, { decimals, places, groups, units });
  return (
    <>
      <NumberBox {...box} whole={decimals === 0} number={number} />
      <NumberHint {...box} numbers={[number]} />
    </>
  );
}
