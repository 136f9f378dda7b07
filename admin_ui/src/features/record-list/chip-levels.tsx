/** Levels inside a chip, one below the other: each can go, one can be added, and the view's own come back. */

import { Button } from "antd";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface ChipLevelsProps {
  /** One entry for each level: its field and its controls. */
  levels: readonly { key: string; controls: ReactNode }[];
  addText: string;
  removeText: string;
  onRemove: (at: number) => void;
  /** Adds a level; nothing where none can be added. */
  onAdd: (() => void) | undefined;
  /** Takes the view's own levels again; nothing where they are in use. */
  onReset: (() => void) | undefined;
}

export function ChipLevels({ levels, addText, removeText, onRemove, onAdd, onReset }: ChipLevelsProps) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      {levels.map(({ key, controls }, at) => (
        <div className="row-line" key={key}>
          {controls}
          <Button
            type="text"
            aria-label={removeText}
            icon={<X size={14} aria-hidden="true" />}
            onClick={() => onRemove(at)}
          />
        </div>
      ))}
      <div className="row-line">
        <Button
          type="dashed"
          size="small"
          icon={<Plus size={13} aria-hidden="true" />}
          disabled={!onAdd}
          onClick={onAdd}
        >
          {addText}
        </Button>
        <span className="grow" />
        {onReset ? (
          <Button type="text" size="small" onClick={onReset}>
            {t("list.asInView")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
