/** How the file is read: encoding, separator, header, sheet; a change reads it again. */

import { Select, Switch } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FileChanges, ImportFile } from "../../lib/api/imports";
import { formatCount } from "../../lib/format/numbers";
import { LabelledField } from "../../ui/labelled-field";

const ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "shift_jis", "euc_kr", "cp1252", "cp1251"];
const SEPARATORS = [",", ";", "\t", "|", "，", "、"] as const;

interface FileSettingsProps {
  file: ImportFile;
  busy: boolean;
  onChange: (changes: FileChanges) => void;
  /** What else can be done with the file, on a line of its own. */
  children?: ReactNode;
}

export function FileSettings({ file, busy, onChange, children }: FileSettingsProps) {
  const { t, i18n } = useTranslation();
  const separators = new Set<string>([...SEPARATORS, ...(file.separator ? [file.separator] : [])]);
  const encodings = new Set([...(file.encoding ? [file.encoding] : []), ...ENCODINGS]);
  return (
    <section className="card import-file" aria-label={t("import.file.title")}>
      <div className="grow">
        <strong className="import-file-name">{file.name}</strong>
        <div className="muted small">
          {t("import.file.rows", { rows: formatCount(file.rows, i18n.language) })}
          {file.rows_exact === false ? ` ${t("import.file.about")}` : ""}
        </div>
      </div>
      {file.encoding ? (
        <LabelledField label={t("import.file.encoding")}>
          {({ id }) => (
            <Select
              id={id}
              value={file.encoding ?? ""}
              disabled={busy}
              popupMatchSelectWidth={false}
              options={[...encodings].map((name) => ({ value: name, label: name.toUpperCase() }))}
              onChange={(encoding) => onChange({ encoding })}
            />
          )}
        </LabelledField>
      ) : null}
      {file.separator ? (
        <LabelledField label={t("import.file.separator")}>
          {({ id }) => (
            <Select
              id={id}
              value={file.separator ?? ""}
              disabled={busy}
              popupMatchSelectWidth={false}
              options={[...separators].map((mark) => ({
                value: mark,
                label: mark === "\t" ? t("import.file.tab") : mark,
              }))}
              onChange={(separator) => onChange({ separator })}
            />
          )}
        </LabelledField>
      ) : null}
      {file.sheets.length > 1 ? (
        <LabelledField label={t("import.file.sheet")}>
          {({ id }) => (
            <Select
              id={id}
              value={file.sheet ?? ""}
              disabled={busy}
              popupMatchSelectWidth={false}
              options={file.sheets.map(({ name }) => ({ value: name, label: name }))}
              onChange={(sheet) => onChange({ sheet })}
            />
          )}
        </LabelledField>
      ) : null}
      <LabelledField label={t("import.file.header")}>
        {({ id }) => (
          <div className="switch-line">
            <Switch
              id={id}
              checked={file.header}
              disabled={busy}
              onChange={(header) => onChange({ header })}
            />
          </div>
        )}
      </LabelledField>
      {children ? <div className="import-file-tools">{children}</div> : null}
    </section>
  );
}
