/** One line of text, as several field types take it. */

import { Input } from "antd";
import type { HTMLInputTypeAttribute } from "react";

import { lengthLimit } from "../../ui/length-limit";
import type { InputProps } from "../control";
import { HintLine } from "./hint-line";
import type { Hint } from "./hints";

interface LineInputProps extends InputProps<string> {
  type?: HTMLInputTypeAttribute;
  inputMode?: "text" | "email" | "tel" | "url" | "numeric";
  /** What to say about a text that is not whole yet. */
  hint?: (text: string, field: InputProps<string>["field"]) => Hint | null;
}

export function LineInput({ hint, ...props }: LineInputProps) {
  const longest = props.field.settings.max_length;
  const hintId = `${props.id}-hint`;
  const described = [props.describedBy, hint ? hintId : ""].filter(Boolean).join(" ");
  return (
    <>
      <Input
        id={props.id}
        type={props.type ?? "text"}
        inputMode={props.inputMode}
        value={props.value ?? ""}
        disabled={props.disabled}
        placeholder={props.placeholder}
        aria-describedby={described || undefined}
        aria-invalid={props.invalid || undefined}
        {...(hint ? { autoCapitalize: "off", spellCheck: false } : {})}
        {...(props.invalid ? { status: "error" as const } : {})}
        {...(typeof longest === "number" ? { count: lengthLimit(longest) } : {})}
        onChange={(event) => props.onChange(event.target.value || null)}
      />
      {/* The server's word on the value stands there already. */}
      {hint && !props.invalid ? (
        <HintLine id={hintId} hint={props.value ? hint(props.value, props.field) : null} />
      ) : null}
    </>
  );
}

export function TextShow({ value, compact }: { value: string; compact: boolean }) {
  return <span className={compact ? "clip" : "field-text"}>{value}</span>;
}
