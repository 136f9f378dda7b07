/** The text of a barcode: scanned with the camera where the browser can, typed elsewhere. */

import { Button, Input } from "antd";
import { ScanLine } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { defineControl, type InputProps } from "../control";
import { HintLine } from "../pieces/hint-line";
import { barcodeHint } from "../pieces/hints";
import { readText } from "../pieces/read";

const Scanner = lazy(() => import("./scanner"));

function BarcodeInput({ value, onChange, ...props }: InputProps<string>) {
  const { t } = useTranslation();
  const [scanning, setScanning] = useState(false);
  const { format } = props.field.settings;
  const digits = typeof format === "string" && format !== "any";
  const hintId = `${props.id}-hint`;
  const disabled = props.disabled ?? false;
  return (
    <div>
      <div className="lookup-line">
        <Input
          id={props.id}
          className="code-input"
          value={value ?? ""}
          maxLength={128}
          inputMode={digits ? "numeric" : "text"}
          autoCapitalize="off"
          spellCheck={false}
          disabled={disabled}
          placeholder={props.placeholder}
          aria-describedby={[props.describedBy, hintId].filter(Boolean).join(" ")}
          {...(props.invalid ? { status: "error" as const } : {})}
          onChange={(event) => onChange(event.target.value || null)}
        />
        {"BarcodeDetector" in window ? (
          <Button
            icon={<ScanLine size={16} aria-hidden="true" />}
            disabled={disabled}
            aria-label={t("barcode.scan")}
            title={t("barcode.scan")}
            onClick={() => setScanning(true)}
          />
        ) : null}
      </div>
      <HintLine id={hintId} hint={value && !props.invalid ? barcodeHint(value, format) : null} />
      {scanning ? (
        <Suspense fallback={null}>
          <Scanner
            onFound={(text) => {
              setScanning(false);
              onChange(text);
            }}
            onClose={() => setScanning(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

export const barcodeControl = defineControl<string>({
  type: "barcode",
  read: readText,
  Input: BarcodeInput,
  Show: ({ value }) => <span className="clip numeric">{value}</span>,
});
