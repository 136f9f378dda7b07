/** Which fields a view offers as quick filters, in which order: loaded when it is opened. */

import { Form, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, ViewModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { labelOfPath } from "../../fields/conditions/path-label";
import { useQuickFields } from "./quick-filters";

const MOST = 20;

interface QuickFiltersDialogProps {
  entity: EntityModel;
  view: ViewModel;
  busy: boolean;
  onClose: () => void;
  onSave: (fields: string[]) => void;
}

export function QuickFiltersDialog(props: QuickFiltersDialogProps) {
  const { entity, view, busy, onClose, onSave } = props;
  const fields = view.quick_filters ?? [];
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [chosen, setChosen] = useState<string[]>([...fields]);
  const own = entity.fields.map(({ name }) => name);
  const possible = useQuickFields(entity, [...new Set([...fields, ...own])]);
  const name = (path: string) =>
    labelOfPath(model, entity, path, i18n.language, (part) => t(`part.${part}` as "part.min"));
  return (
    <Modal
      open
      title={t("view.quick")}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => onSave(chosen)}
    >
      <Form layout="vertical">
        <Form.Item
          label={t("view.quickFields")}
          htmlFor="quick-fields"
          extra={view.personal ? t("view.quickHint") : `${t("view.quickHint")} ${t("view.everybodySees")}`}
        >
          <Select
            id="quick-fields"
            mode="multiple"
            autoFocus
            showSearch={BY_LABEL}
            maxCount={MOST}
            value={chosen}
            options={possible.map(({ path }) => ({ value: path, label: name(path) }))}
            onChange={setChosen}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
