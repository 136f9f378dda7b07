/** Puts a record under another one, chosen by name, or under none: for whoever does not drag. */

import { Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import type { RowLine, TreeModel } from "./tree-model";

interface MoveDialogProps {
  entity: EntityModel;
  tree: TreeModel;
  line: RowLine;
  onCancel: () => void;
  onMove: (parent: { id: number; label: string } | null) => void;
}

export function MoveDialog({ entity, tree, line, onCancel, onMove }: MoveDialogProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [chosen, setChosen] = useState<{ id: number; label: string } | null>(
    () => (line.row.values[tree.parent.name] as { id: number; label: string } | null | undefined) ?? null,
  );
  const { Input } = controlOf(tree.parent.type);
  const title = line.row.title || `#${line.row.id}`;
  return (
    <Modal
      open
      title={t("tree.moveNamed", { title })}
      okText={t("tree.move")}
      cancelText={t("action.cancel")}
      onCancel={onCancel}
      onOk={() => onMove(chosen)}
    >
      <div className="stack">
        <label id={`${id}-label`} htmlFor={id}>
          {textOf(tree.parent.label, i18n.language)}
        </label>
        <Input
          field={tree.parent}
          value={chosen}
          onChange={(value) => setChosen(value as { id: number; label: string } | null)}
          id={id}
          labelId={`${id}-label`}
          values={line.row.values}
          entity={entity.name}
          controls={controlOf}
        />
        <div className="muted small">{t("tree.none")}</div>
      </div>
    </Modal>
  );
}
