/** What a new view is called, for whom it is and what it shows records as; a name for one that is there. */

import { Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { isTooLong, lengthLimit } from "../../ui/length-limit";
import { shapeChoices, type Shape } from "./shape-choices";

const LONGEST_NAME = 100;

export interface ViewDialogProps {
  title: string;
  name: string;
  mayShare: boolean;
  /** Whose records a new view may also show as a board, a calendar …; nothing where that is settled. */
  shapesOf?: EntityModel | undefined;
  busy: boolean;
  onCancel: () => void;
  onName: (name: string, shared: boolean, shape: Shape) => void;
}

export function ViewDialog({ title, name, mayShare, shapesOf, busy, onCancel, onName }: ViewDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const [shared, setShared] = useState(false);
  const [shape, setShape] = useState<Shape>({ type: "table", field: undefined });
  function finish() {
    if (typed.trim() && !isTooLong(typed, LONGEST_NAME)) onName(typed.trim(), shared, shape);
  }
  return (
    <Modal
      open
      title={title}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      confirmLoading={busy}
      okButtonProps={{ disabled: typed.trim() === "" || isTooLong(typed, LONGEST_NAME) }}
      onCancel={onCancel}
      onOk={finish}
    >
      <Form layout="vertical" onFinish={finish}>
        <Form.Item label={t("view.name")} htmlFor="view-name">
          <Input
            id="view-name"
            value={typed}
            autoFocus
            count={lengthLimit(LONGEST_NAME)}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Form.Item>
        {shapesOf ? <ShapeFields entity={shapesOf} shape={shape} onShape={setShape} /> : null}
        {mayShare ? (
          <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
            {t("view.forAll")}
          </Checkbox>
        ) : null}
      </Form>
    </Modal>
  );
}

interface ShapeFieldsProps {
  entity: EntityModel;
  shape: Shape;
  onShape: (shape: Shape) => void;
}

function ShapeFields({ entity, shape, onShape }: ShapeFieldsProps) {
  const { t, i18n } = useTranslation();
  const { type, field } = shape;
  const choices = shapeChoices(entity);
  const chosen = choices.find((one) => one.type === type);
  return (
    <>
      <Form.Item label={t("view.as")} htmlFor="view-type">
        <Select
          id="view-type"
          value={type}
          options={choices.map((one) => ({ value: one.type, label: t(`viewType.${one.type}`) }))}
          onChange={(next) =>
            onShape({ type: next, field: choices.find((one) => one.type === next)?.fields[0]?.name })
          }
        />
      </Form.Item>
      {chosen && chosen.type !== "table" && chosen.fields.length > 0 ? (
        <Form.Item label={t(`viewBy.${chosen.type}`)} htmlFor="view-field">
          <Select
            id="view-field"
            allowClear={chosen.optional ? { label: t("action.clear") } : false}
            showSearch={BY_LABEL}
            value={field ?? null}
            options={chosen.fields.map((one) => ({
              value: one.name,
              label: textOf(one.label, i18n.language),
            }))}
            onChange={(next) => onShape({ type, field: next ?? undefined })}
          />
        </Form.Item>
      ) : null}
    </>
  );
}
