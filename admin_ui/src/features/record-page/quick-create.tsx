/** A new record in a dialog, over the one it belongs to: few fields, the reference filled in. */

import { Button, Modal } from "antd";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { AppModel, EntityModel, FormModel, FormSection, WireValues } from "../../lib/model";
import type { QuickCreateProps } from "../../lib/view-shapes";
import { beginIn, formKeys } from "../../ui/form-keys";
import { useAskToDiscard } from "../../ui/use-ask-to-discard";
import { defaultValues } from "./defaults";
import { FormBody } from "./form-body";
import { fieldsIn, mainForm, plainSections } from "./form-sections";
import { useNewRecord } from "./use-new-record";

/** The form for few fields, else the main one. */
function quickForm(model: AppModel, entity: EntityModel): FormModel | undefined {
  const own = model.forms.filter((form) => form.entity === entity.name || form.entity === entity.id);
  const named = own.find(({ id, name }) => id === entity.quick_create || name === entity.quick_create);
  return named ?? own.find(({ purpose }) => purpose === "quick") ?? mainForm(model.forms, entity);
}

/** Fields that are filled in already but stand in no section are shown in one more. */
function sectionsWith(
  entity: EntityModel,
  form: FormModel | undefined,
  start: WireValues,
  suggested: WireValues,
): readonly FormSection[] {
  const sections = form?.sections ?? plainSections(entity);
  const shown = new Set(fieldsIn(sections));
  const missing = Object.keys({ ...suggested, ...start }).filter((name) => !shown.has(name));
  if (missing.length === 0) return sections;
  const items = missing.map((name) => ({ field: name, locked: name in start }));
  return [{ id: "given", columns: 1, items }, ...sections];
}

const NOTHING: WireValues = {};

export function QuickCreate(props: QuickCreateProps) {
  const { entity, start, suggested = NOTHING, draft, onCancel, onCreated } = props;
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { model } = place;
  const askToDiscard = useAskToDiscard();
  const body = useRef<HTMLDivElement>(null);
  const [now] = useState(() => Date.now());
  const form = quickForm(model, entity);
  const sections = useMemo(
    () => sectionsWith(entity, form, start, suggested),
    [entity, form, start, suggested],
  );
  const begin = useMemo(
    () => ({ ...defaultValues(entity, place, now), ...suggested, ...start }),
    [entity, place, now, suggested, start],
  );
  const { values, saving } = useNewRecord({
    entity,
    form,
    sections,
    start: begin,
    draft,
    onSaved: onCreated,
  });
  function cancel() {
    askToDiscard(values.changed.length > 0, () => {
      values.discard();
      onCancel();
    });
  }
  const footer = [
    <Button key="cancel" onClick={cancel}>
      {t("action.cancel")}
    </Button>,
    <Button key="create" type="primary" loading={saving.saving} onClick={saving.save}>
      {t("form.create")}
    </Button>,
  ];
  return (
    <Modal
      open
      width={680}
      title={t("form.newTitle", { name: textOf(entity.label, i18n.language) })}
      onCancel={cancel}
      afterOpenChange={(shown) => shown && beginIn(body.current?.querySelector(".form-sections"))}
      footer={footer}
    >
      <div className="stack quick-create" ref={body} {...formKeys(saving.save, true)}>
        <FormBody
          entity={entity}
          sections={sections}
          values={values}
          saving={saving}
          onSave={saving.save}
          onDiscard={values.discard}
        />
      </div>
    </Modal>
  );
}
