/** An exact decimal: kept as text, so that no digit is lost. */

import { InputNumber } from "antd";

import type { InputProps } from "../control";

interface DecimalInputProps extends Pick<
  InputProps<string>,
  "value" | "onChange" | "id" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  decimals?: number | undefined;
  suffix?: string | undefined;
  /** Name for the person who cannot see the label, where several inputs share one. */
  name?: string;
}

export function DecimalInput(props: DecimalInputProps) {
  return (
    <InputNumber<string>
      id={props.id}
      stringMode
      controls={false}
      style={{ width: "100%" }}
      value={props.value}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? ""}
      suffix={props.suffix}
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      {...(props.invalid ? { status: "error" as const } : {})}
      {...(props.decimals === undefined ? {} : { precision: props.decimals })}
      onChange={(value) => props.onChange(value === null || value === "" ? null : String(value))}
    />
  );
}

/** How many decimals a field keeps. */
export function decimalsOf(settings: Record<string, unknown>, fallback: number): number {
  return typeof settings.decimals === "number" ? settings.decimals : fallback;
}
