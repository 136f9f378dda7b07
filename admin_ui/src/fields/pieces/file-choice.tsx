/** Ways in which files come: chosen in a dialog, taken with the camera, dropped on a place or pasted into it. */

import { Button } from "antd";
import { useRef, useState, type ReactNode } from "react";

interface FileChooserProps {
  text: string;
  icon: ReactNode;
  disabled: boolean;
  several: boolean;
  onFiles: (files: readonly File[]) => void;
  accept?: string | undefined;
  camera?: boolean;
  className?: string;
  id?: string;
  describedBy?: string;
  /** As a link in a heading, rather than as a button of a form. */
  quiet?: boolean;
  loading?: boolean;
}

export function FileChooser(props: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        id={props.id ?? ""}
        className={props.className ?? ""}
        size="small"
        type={props.quiet ? "link" : "default"}
        icon={props.icon}
        disabled={props.disabled}
        loading={props.loading ?? false}
        aria-describedby={props.describedBy}
        onClick={() => input.current?.click()}
      >
        {props.text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={props.several}
        accept={props.accept}
        aria-label={props.text}
        {...(props.camera ? { capture: "environment" as const } : {})}
        onChange={(event) => {
          props.onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}

interface DropPlaceProps {
  className: string;
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
  /** Names the place as a region of the page, where it is one. */
  label?: string;
  children: ReactNode;
}

export function DropPlace({ className, disabled, onFiles, label, children }: DropPlaceProps) {
  const [over, setOver] = useState(false);
  const Tag = label ? "section" : "div";
  return (
    <Tag
      className={over ? `${className} over` : className}
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) onFiles([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        if (disabled || event.clipboardData.files.length === 0) return;
        event.preventDefault();
        onFiles([...event.clipboardData.files]);
      }}
    >
      {children}
    </Tag>
  );
}
