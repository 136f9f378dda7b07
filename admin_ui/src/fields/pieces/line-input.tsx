/** One line of text, as several field types take it. */

import { Input } from "antd";
import type { HTMLInputTypeAttribute } from "react";

import type { InputProps } from "../control";

interface LineInputProps extends InputProps<string> {
  type?: HTMLInputTypeAttribute;
  inputMode?: "text" | "email" | "tel" | "url";
}

export function LineInput(props: LineInputProps) {
  const longest = props.field.settings.max_length;
  return (
    <Input
      id={props.id}
      type={props.type ?? "text"}
      inputMode={props.inputMode}
      value={props.value ?? ""}
      disabled={props.disabled}
      placeholder={props.placeholder}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      {...(props.invalid ? { status: "error" as const } : {})}
      {...(typeof longest === "number" ? { maxLength: longest } : {})}
      onChange={(event) => props.onChange(event.target.value || null)}
    />
  );
}

export function TextShow({ value, compact }: { value: string; compact: boolean }) {
  return <span className={compact ? "clip" : "field-text"}>{value}</span>;
}
