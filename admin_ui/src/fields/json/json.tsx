/** Any JSON, for data that other programs keep with a record. */

import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { defineControl, type InputProps } from "../control";

function JsonInput({ value, onChange, ...props }: InputProps<unknown>) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => (value == null ? "" : JSON.stringify(value, null, 2)));
  const [broken, setBroken] = useState(false);
  function type(next: string) {
    setText(next);
    try {
      onChange(next.trim() ? (JSON.parse(next) as unknown) : null);
      setBroken(false);
    } catch {
      // Half-typed JSON is not a value yet: the last whole one stays.
      setBroken(true);
    }
  }
  return (
    <>
      <Input.TextArea
        id={props.id}
        rows={2}
        className="growing code-input"
        value={text}
        disabled={props.disabled ?? false}
        aria-describedby={props.describedBy}
        aria-invalid={broken || props.invalid || undefined}
        {...(broken || props.invalid ? { status: "error" as const } : {})}
        onChange={(event) => type(event.target.value)}
      />
      {broken ? <div className="labelled-problem">{t("field.brokenJson")}</div> : null}
    </>
  );
}

export const jsonControl = defineControl<unknown>({
  type: "json",
  read: (wire) => wire ?? null,
  wide: true,
  width: 200,
  Input: JsonInput,
  Show: ({ value, compact }) => (
    <code className={compact ? "clip code" : "field-text code"}>
      {JSON.stringify(value, null, compact ? 0 : 2)}
    </code>
  ),
});
