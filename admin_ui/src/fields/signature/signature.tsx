/** A signature, drawn with a finger, a pen or the mouse, or sent as a picture. */

import { Button } from "antd";
import { Eraser, Upload } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { fileAddress, type StoredFile } from "../../lib/api/files";
import { useAppPlace } from "../../lib/app-context";
import { ProblemNote } from "../../ui/problem-note";
import { defineControl, type InputProps, type ShowProps } from "../control";
import { readFiles } from "../pieces/files";
import "../pieces/files.css";
import { useSending } from "../pieces/use-sending";
import { useDrawing } from "./use-drawing";

function SignatureInput({
  value,
  onChange,
  field,
  path,
  entity,
  disabled,
  id,
  labelId,
}: InputProps<StoredFile[]>) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const sending = useSending({ entity, field: path ?? field.name }, (sent) => onChange(sent.slice(-1)));
  const drawing = useDrawing();
  if (value) {
    return (
      <div className="stack">
        <SignatureShow field={field} value={value} compact={false} controls={noControl} />
        <div>
          <Button
            id={id}
            size="small"
            icon={<Eraser size={14} aria-hidden="true" />}
            disabled={disabled ?? false}
            onClick={() => onChange(null)}
          >
            {t("file.signAgain")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack">
      <canvas {...drawing.canvas} className="signature-pad" role="img" aria-labelledby={labelId} />
      <div className="row-line wrap-line">
        <Button
          size="small"
          type="default"
          disabled={(disabled ?? false) || !drawing.drawn}
          loading={sending.now.length > 0}
          onClick={() => void drawing.picture().then((file) => file && sending.send([file]))}
        >
          {t("file.useSignature")}
        </Button>
        <Button size="small" type="text" disabled={!drawing.drawn} onClick={drawing.clear}>
          {t("file.clear")}
        </Button>
        <Button
          id={id}
          size="small"
          type="text"
          icon={<Upload size={14} aria-hidden="true" />}
          disabled={disabled ?? false}
          onClick={() => chooser.current?.click()}
        >
          {t("file.choosePicture")}
        </Button>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/*"
        aria-label={t("file.choosePicture")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) sending.send([file]);
          event.target.value = "";
        }}
      />
      {sending.error ? <ProblemNote error={sending.error} /> : null}
    </div>
  );
}

function noControl(): never {
  throw new Error("a signature holds no other fields");
}

function SignatureShow({ value, compact }: ShowProps<StoredFile[]>) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const file = value[0];
  if (!file) return null;
  return (
    <img
      className={compact ? "picture-tiny" : "signature-shown"}
      src={fileAddress(workspace, file.id, "small")}
      alt={t("file.signature")}
      loading="lazy"
    />
  );
}

export const signatureControl = defineControl<StoredFile[]>({
  type: "signature",
  read: readFiles,
  group: true,
  wide: true,
  width: 120,
  Input: SignatureInput,
  Show: SignatureShow,
});
