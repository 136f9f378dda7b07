/** An exact decimal: kept as text, so that no digit is lost; typed with 万, 亿, commas or full-width signs. */

import { InputNumber } from "antd";

import { grouped, plainNumber, shiftPoint } from "../../lib/format/number-text";
import type { InputProps } from "../control";

interface DecimalInputProps extends Pick<
  InputProps<string>,
  "value" | "onChange" | "id" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  decimals?: number | undefined;
  suffix?: string | undefined;
  /** Name for the person who cannot see the label, where several inputs share one. */
  name?: string;
  /** How many places the typed number stands for: 4 where 万 are typed. */
  places?: number | undefined;
  /** Whether digits stand in groups of three. */
  groups?: boolean | undefined;
}

/** A unit that is typed behind the number counts in full, whatever the box is in. */
function read(typed: string, places: number): string {
  const plain = plainNumber(typed);
  const inUnit = places > 0 && plain !== "" && /[百千万萬亿億kmb]/iu.test(typed);
  return inUnit ? shiftPoint(plain, -places) : plain;
}

/** A fixed precision would fill the box with zeros where 万 are typed. */
function precisionOf(decimals: number | undefined, places: number): { precision?: number } {
  return decimals === undefined || places > 0 ? {} : { precision: decimals };
}

/** The text in the box as the value it stands for. */
function valueOf(typed: string | number | null, places: number): string | null {
  const text = typed === null ? "" : String(typed);
  if (text === "") return null;
  return places > 0 ? shiftPoint(text, places) : text;
}

export function DecimalInput({ places = 0, groups = true, ...props }: DecimalInputProps) {
  return (
    <InputNumber<string>
      id={props.id}
      stringMode
      controls={false}
      inputMode={props.decimals === 0 && places === 0 ? "numeric" : "decimal"}
      style={{ width: "100%" }}
      value={props.value === null || places === 0 ? props.value : shiftPoint(props.value, -places)}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? ""}
      suffix={props.suffix}
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      {...(props.invalid ? { status: "error" as const } : {})}
      {...precisionOf(props.decimals, places)}
      parser={(typed) => read(typed ?? "", places)}
      formatter={(value, { userTyping, input }) => {
        if (userTyping) return input;
        return groups ? grouped(String(value ?? "")) : String(value ?? "");
      }}
      onChange={(value) => props.onChange(valueOf(value, places))}
    />
  );
}

/** How many decimals a field keeps. */
export function decimalsOf(settings: Record<string, unknown>, fallback: number): number {
  return typeof settings.decimals === "number" ? settings.decimals : fallback;
}
