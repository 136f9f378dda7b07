/** The keys of a list: those that work everywhere on its page, and the page that tells them all. */

import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

const KEYS = [
  ["↑ ↓ ← →", "keys.move"],
  ["Home / End", "keys.ends"],
  ["PgUp / PgDn", "keys.page"],
  ["Enter / F2", "keys.edit"],
  ["Shift + Enter", "keys.open"],
  ["Esc", "keys.cancel"],
  ["Tab", "keys.tab"],
  ["Alt + ← →", "keys.column"],
  ["Space", "keys.select"],
  ["Shift + ↑ ↓", "keys.range"],
  ["Ctrl / ⌘ + A", "keys.all"],
  ["Ctrl / ⌘ + Z", "keys.undo"],
  ["/", "keys.search"],
  ["N", "keys.new"],
  ["?", "keys.help"],
] as const;

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("keys.title")}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("action.close")}</Button>}
    >
      <dl className="shortcuts">
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

interface PageKeys {
  onSearch: () => void;
  onNew: (() => void) | null;
  onHelp: () => void;
}

/** Keys that work wherever nobody is typing. */
export function usePageKeys({ onSearch, onNew, onHelp }: PageKeys): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (
        target.closest(
          "input:not(.row-check), textarea, select, [contenteditable], [role=dialog], .cell-editor",
        )
      )
        return;
      if (event.key === "/") onSearch();
      else if (event.key === "?") onHelp();
      else if (event.key === "n" && onNew) onNew();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [onSearch, onNew, onHelp]);
}
