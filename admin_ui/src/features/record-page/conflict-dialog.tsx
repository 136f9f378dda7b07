/** Somebody else saved first: both values side by side, one choice for each field. */

import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordData } from "../../lib/api/records";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type WireValues } from "../../lib/model";
import { same } from "../../lib/rules";
import { FieldShow } from "../../fields/field-show";

interface ConflictDialogProps {
  entity: EntityModel;
  /** The record as it was when editing began. */
  before: WireValues;
  theirs: RecordData;
  mine: WireValues;
  /** Names of the fields that I changed. */
  changed: readonly string[];
  onCancel: () => void;
  /** Go on with these values on top of theirs. */
  onSettle: (values: WireValues) => void;
}

export function ConflictDialog({
  entity,
  before,
  theirs,
  mine,
  changed,
  onCancel,
  onSettle,
}: ConflictDialogProps) {
  const { t } = useTranslation();
  const clashing = changed.filter((name) => !same(theirs.values[name], before[name]));
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  function settle() {
    const kept = changed.filter((name) => !taken.has(name));
    onSettle(Object.fromEntries(kept.map((name) => [name, mine[name]])));
  }
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
        <Button key="save" type="primary" onClick={settle}>
          {t("conflict.save")}
        </Button>,
      ]}
    >
      <p className="muted">{clashing.length > 0 ? t("conflict.text") : t("conflict.apart")}</p>
      <div className="conflicts">
        {(clashing.length > 0 ? clashing : changed).map((name) => (
          <ConflictLine
            key={name}
            entity={entity}
            name={name}
            theirs={theirs.values[name]}
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
