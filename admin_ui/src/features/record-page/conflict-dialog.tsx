/** Somebody else saved first: both values side by side, one choice for each field. */

import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type WireValues } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";

interface ConflictDialogProps {
  entity: EntityModel;
  theirs: WireValues;
  mine: WireValues;
  /** Names of the fields that both changed. */
  clashing: readonly string[];
  onCancel: () => void;
  /** Go on with theirs of these fields. */
  onSettle: (taken: ReadonlySet<string>) => void;
}

export function ConflictDialog({ entity, theirs, mine, clashing, onCancel, onSettle }: ConflictDialogProps) {
  const { t } = useTranslation();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  return (
    <Modal
      open
      width={720}
      title={t("conflict.title")}
      onCancel={onCancel}
      footer={[
        <Button key="cancel" onClick={onCancel}>
          {t("action.cancel")}
        </Button>,
        <Button key="save" type="primary" onClick={() => onSettle(taken)}>
          {t("conflict.save")}
        </Button>,
      ]}
    >
      <p className="muted">{t("conflict.text")}</p>
      <div className="conflicts">
        {clashing.map((name) => (
          <ConflictLine
            key={name}
            entity={entity}
            name={name}
            theirs={theirs[name]}
            mine={mine[name]}
            takeTheirs={taken.has(name)}
            onChoose={(takeTheirs) => {
              const next = new Set(taken);
              if (takeTheirs) next.add(name);
              else next.delete(name);
              setTaken(next);
            }}
          />
        ))}
      </div>
    </Modal>
  );
}

interface ConflictLineProps {
  entity: EntityModel;
  name: string;
  theirs: unknown;
  mine: unknown;
  takeTheirs: boolean;
  onChoose: (takeTheirs: boolean) => void;
}

function ConflictLine({ entity, name, theirs, mine, takeTheirs, onChoose }: ConflictLineProps) {
  const { t, i18n } = useTranslation();
  const field = fieldOf(entity, name);
  if (!field) return null;
  const label = textOf(field.label, i18n.language);
  return (
    <fieldset className="conflict">
      <legend>{label}</legend>
      <Radio.Group
        className="conflict-choices"
        value={takeTheirs ? "theirs" : "mine"}
        onChange={(event) => onChoose(event.target.value === "theirs")}
      >
        <Radio value="mine">
          <span className="muted small">{t("conflict.mine")}</span>
          <FieldShow field={field} value={mine} />
        </Radio>
        <Radio value="theirs">
          <span className="muted small">{t("conflict.theirs")}</span>
          <FieldShow field={field} value={theirs} />
        </Radio>
      </Radio.Group>
    </fieldset>
  );
}
