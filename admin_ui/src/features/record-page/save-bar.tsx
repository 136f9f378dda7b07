/** Saving or giving up what was typed; always in reach while a record is edited. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

interface SaveBarProps {
  saving: boolean;
  unsaved: boolean;
  saveText: string;
  onSave: () => void;
  onCancel: () => void;
}

export function SaveBar({ saving, unsaved, saveText, onSave, onCancel }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className="save-bar">
      <span className="muted small grow" aria-live="polite">
        {unsaved ? t("form.unsaved") : ""}
      </span>
      <Button onClick={onCancel}>{t("action.cancel")}</Button>
      <Button type="primary" loading={saving} onClick={onSave}>
        {saveText}
      </Button>
    </div>
  );
}
