/** What is typed in the box of a number: it stays as it is typed, also where it is none, until it is mended. */

import { useState } from "react";

import { grouped, hasMultiple, isNumber, readNumber, shiftPoint } from "../../lib/format/number-text";
import type { InputProps } from "../control";

export interface NumberForm {
  /** Decimals that are written out. */
  decimals?: number | undefined;
  /** How many places the typed number stands for: 4 where 万 are typed. */
  places?: number | undefined;
  /** Whether digits stand in groups of three. */
  groups?: boolean | undefined;
  /** What may stand behind the number: how the unit of the field is written. */
  units?: readonly string[] | undefined;
}

export interface TypedNumber {
  /** What stands in the box. */
  text: string;
  /** Whether to say that it cannot be read; not while it is mended. */
  complains: boolean;
  type: (text: string) => void;
  leave: () => void;
}

/** A text as the value of a field; what is no number stays, and the server refuses it, should it be sent. */
function valueOf(text: string, { places = 0, units }: NumberForm): string | null {
  if (text.trim() === "") return null;
  const read = readNumber(text, units);
  if (read === null) return text;
  // A unit that is typed behind the number counts in full, whatever the box is in.
  return hasMultiple(text) ? read : shiftPoint(read, places);
}

function written(value: string | null, { decimals = 0, places = 0, groups = true }: NumberForm): string {
  if (value === null || !isNumber(value)) return value ?? "";
  const [whole = "", fraction = ""] = shiftPoint(value, -places).split(".");
  // Where 万 are typed, zeros would fill the box.
  const digits = places > 0 ? fraction : fraction.padEnd(decimals, "0");
  const text = digits ? `${whole}.${digits}` : whole;
  return groups ? grouped(text) : text;
}

/** `onText` may take a text that says more than one number; it says whether it did. */
export function useTypedNumber(
  { value, onChange }: Pick<InputProps<string>, "value" | "onChange">,
  form: NumberForm,
  onText: (text: string) => boolean = () => false,
): TypedNumber {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    text: typed ?? written(value, form),
    complains: typed === null && value !== null && !isNumber(value),
    type: (text) => {
      setTyped(text);
      if (!onText(text)) onChange(valueOf(text, form));
    },
    leave: () => setTyped(null),
  };
}

/** How the unit in the settings of a field is written. */
export function unitsOf({ unit }: Record<string, unknown>): string[] {
  const words = typeof unit === "object" && unit !== null ? Object.values(unit) : [unit];
  return words.filter((word): word is string => typeof word === "string");
}

/** How many decimals a field keeps. */
export function decimalsOf(settings: Record<string, unknown>, fallback: number): number {
  return typeof settings.decimals === "number" ? settings.decimals : fallback;
}
