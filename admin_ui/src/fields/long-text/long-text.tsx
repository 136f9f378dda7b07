/** Several lines of text. */

import { Input } from "antd";

import { defineControl } from "../control";
import { readText } from "../pieces/read";

export const longTextControl = defineControl<string>({
  type: "long_text",
  read: readText,
  wide: true,
  width: 260,
  Input: ({ value, onChange, ...props }) => (
    <Input.TextArea
      id={props.id}
      className="growing"
      rows={2}
      value={value ?? ""}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(event) => onChange(event.target.value || null)}
    />
  ),
  Show: ({ value, compact }) => <span className={compact ? "clip" : "field-text lines"}>{value}</span>,
});
