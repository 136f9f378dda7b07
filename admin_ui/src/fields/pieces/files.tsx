/** Files of a record: chosen, dropped, pasted or taken with the camera; shown as small pictures or by name. */

import { Button, Progress } from "antd";
import { Camera, Download, Paperclip, Trash2, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";

import { fileAddress, type StoredFile } from "../../lib/api/files";
import { useAppPlace } from "../../lib/app-context";
import { formatSize } from "../../lib/format/numbers";
import { ProblemNote } from "../../ui/problem-note";
import type { InputProps } from "../control";
import { DropPlace, FileChooser } from "./file-choice";
import "./files.css";
import { useSending } from "./use-sending";

function isFile(item: unknown): item is StoredFile {
  if (typeof item !== "object" || item === null) return false;
  const { id, name } = item as Record<string, unknown>;
  return typeof id === "string" && typeof name === "string";
}

/** The files of a wire value. */
export function readFiles(wire: unknown): StoredFile[] | null {
  const files: StoredFile[] = Array.isArray(wire) ? wire.filter(isFile) : [];
  return files.length > 0 ? files : null;
}

export function isPicture({ kind }: StoredFile): boolean {
  return /^image\/(jpeg|png|gif|webp)$/.test(kind);
}

interface FilesProps {
  value: StoredFile[];
  compact: boolean;
}

/** Files by name, each a link that saves it. */
export function FileNames({ value, compact }: FilesProps) {
  const { i18n } = useTranslation();
  const { workspace } = useAppPlace();
  return (
    <span className={compact ? "pills" : "file-names"}>
      {value.map((file) => (
        <a
          className="file-name"
          key={file.id}
          href={fileAddress(workspace, file.id)}
          download={file.name}
          onClick={(event) => event.stopPropagation()}
        >
          <Paperclip size={13} aria-hidden="true" />
          <span className="clip">{file.name}</span>
          {compact ? null : <span className="muted small">{formatSize(file.size, i18n.language)}</span>}
        </a>
      ))}
    </span>
  );
}

/** Pictures in small; one that is chosen is shown large. */
export function Pictures({ value, compact }: FilesProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  if (compact) {
    return (
      <span className="pills">
        {value.slice(0, 4).map((file) => (
          <img
            key={file.id}
            className="picture-tiny"
            src={fileAddress(workspace, file.id, "small")}
            alt={file.name}
            loading="lazy"
          />
        ))}
      </span>
    );
  }
  return (
    <ul className="pictures">
      {value.map((file) => (
        <li key={file.id}>
          <a
            href={fileAddress(workspace, file.id, "show")}
            target="_blank"
            rel="noreferrer"
            aria-label={t("file.show", { name: file.name })}
          >
            <img src={fileAddress(workspace, file.id, "small")} alt={file.name} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  );
}

interface FilesInputProps extends InputProps<StoredFile[]> {
  pictures: boolean;
}

export function FilesInput({ value, onChange, pictures, ...props }: FilesInputProps) {
  const { t } = useTranslation();
  const { field, disabled = false } = props;
  const files = value ?? [];
  const most = typeof field.settings.max_count === "number" ? field.settings.max_count : 100;
  const sending = useSending({ entity: props.entity, field: props.path ?? field.name }, (sent) =>
    onChange([...files, ...sent].slice(0, most)),
  );
  const isFull = files.length >= most || disabled;
  const take = (chosen: readonly File[]) => {
    const some = chosen.slice(0, most - files.length);
    if (some.length > 0 && !isFull) sending.send(some);
  };
  const without = (id: string) => {
    const rest = files.filter((file) => file.id !== id);
    onChange(rest.length > 0 ? rest : null);
  };
  return (
    <DropPlace className="files-input" disabled={isFull} onFiles={take}>
      <ChosenFiles files={files} disabled={disabled} onRemove={without} />
      {sending.now.map(({ name, share }) => (
        <div className="file-row" key={name}>
          <span className="clip grow">{name}</span>
          <Progress className="file-progress" percent={Math.round(share * 100)} size="small" />
        </div>
      ))}
      <div className="row-line wrap-line">
        <FileChooser
          id={props.id}
          describedBy={props.labelId}
          text={t(pictures ? "file.choosePicture" : "file.choose")}
          icon={<Upload size={14} aria-hidden="true" />}
          disabled={isFull}
          several={most > 1}
          accept={pictures ? "image/*" : undefined}
          onFiles={take}
        />
        {pictures ? (
          <FileChooser
            className="only-touch"
            text={t("file.camera")}
            icon={<Camera size={14} aria-hidden="true" />}
            disabled={isFull}
            several={false}
            accept="image/*"
            camera
            onFiles={take}
          />
        ) : null}
        <span className="muted small">{t("file.dropOrPaste")}</span>
      </div>
      {sending.error ? <ProblemNote error={sending.error} about={sending.refused} /> : null}
    </DropPlace>
  );
}

interface ChosenFilesProps {
  files: readonly StoredFile[];
  disabled: boolean;
  onRemove: (id: string) => void;
}

/** One line for each file: its picture or a clip, name, size, and the way to take it off. */
export function ChosenFiles({ files, disabled, onRemove }: ChosenFilesProps) {
  const { t, i18n } = useTranslation();
  const { workspace } = useAppPlace();
  if (files.length === 0) return null;
  return (
    <ul className="file-rows">
      {files.map((file) => (
        <li className="file-row" key={file.id}>
          {isPicture(file) ? (
            <img
              className="picture-tiny"
              src={fileAddress(workspace, file.id, "small")}
              alt=""
              loading="lazy"
            />
          ) : (
            <Paperclip size={15} aria-hidden="true" />
          )}
          <a
            className="clip grow"
            href={fileAddress(workspace, file.id, isPicture(file) ? "show" : "save")}
            {...(isPicture(file) ? { target: "_blank", rel: "noreferrer" } : { download: file.name })}
          >
            {file.name}
          </a>
          <span className="muted small numeric">{formatSize(file.size, i18n.language)}</span>
          <a
            className="icon-link"
            href={fileAddress(workspace, file.id)}
            download={file.name}
            aria-label={t("file.save", { name: file.name })}
          >
            <Download size={15} aria-hidden="true" />
          </a>
          {disabled ? null : (
            <Button
              type="text"
              size="small"
              icon={<Trash2 size={14} aria-hidden="true" />}
              aria-label={t("file.remove", { name: file.name })}
              onClick={() => onRemove(file.id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
