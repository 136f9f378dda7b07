/** A colour, chosen from a palette, with the browser's picker or by its code; shown as a swatch with its code. */

import { Input } from "antd";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import { defineControl, type InputProps } from "../control";
import { HintLine } from "../pieces/hint-line";
import { readText } from "../pieces/read";

const USUAL = ["#3557d6", "#1f8a5b", "#c77700", "#c8372d", "#7a4fd0", "#0e8ca3", "#6b7280"];
const WHOLE = /^#[0-9a-f]{6}$/i;
const TYPED = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** `3557D6`, `#35d` and `#3557d6` as the server keeps them; what is none of these as it was typed. */
export function colorCode(typed: string): string {
  const found = TYPED.exec(typed.normalize("NFKC").trim());
  const digits = found?.[1]?.toLowerCase();
  if (!digits) return typed;
  return `#${digits.length === 6 ? digits : [...digits].map((digit) => digit + digit).join("")}`;
}

function ColorInput({ value, onChange, ...props }: InputProps<string>) {
  const { t } = useTranslation();
  const whole = value !== null && WHOLE.test(value);
  const hintId = `${props.id}-hint`;
  const disabled = props.disabled ?? false;
  return (
    <div>
      <div className="color-line">
        <input
          type="color"
          className="color-well"
          aria-label={t("color.choose")}
          disabled={disabled}
          value={whole ? value.toLowerCase() : "#ffffff"}
          onChange={(event) => onChange(event.target.value)}
        />
        <Input
          id={props.id}
          aria-labelledby={props.labelId}
          allowClear
          className="code-input"
          value={value ?? ""}
          maxLength={9}
          disabled={disabled}
          placeholder={props.placeholder ?? "#3557d6"}
          aria-describedby={[props.describedBy, hintId].filter(Boolean).join(" ")}
          {...(props.invalid ? { status: "error" as const } : {})}
          onChange={(event) => onChange(event.target.value || null)}
          onBlur={(event) => event.target.value && onChange(colorCode(event.target.value))}
        />
        {USUAL.map((color) => (
          <button
            key={color}
            type="button"
            className="color-usual"
            style={{ "--swatch": color } as CSSProperties}
            disabled={disabled}
            aria-label={color}
            aria-pressed={value === color}
            onClick={() => onChange(color)}
          />
        ))}
      </div>
      <HintLine id={hintId} hint={value && !TYPED.test(value.trim()) ? (say) => say("hint.color") : null} />
    </div>
  );
}

export const colorControl = defineControl<string>({
  type: "color",
  read: readText,
  group: true,
  width: 110,
  Input: ColorInput,
  Show: ({ value }) => (
    <span className="row-line">
      <span className="swatch" style={{ "--swatch": value } as CSSProperties} aria-hidden="true" />
      <span className="numeric">{value}</span>
    </span>
  ),
});
