/** A record being edited: its form, what rules say about it, a draft that stays, and who else saved meanwhile. */

import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeRecord, readRecord, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { WireValues } from "../../lib/model";
import { same } from "../../lib/rules";
import { formKeys } from "../../ui/form-keys";
import { ConflictDialog } from "./conflict-dialog";
import { FormBody } from "./form-body";
import { mainForm, plainSections } from "./form-sections";
import { LeaveGuard } from "./leave-guard";
import { useRecord } from "./record-context";
import { SaveBar } from "./save-bar";
import { useFormValues } from "./use-form-values";
import { useSave } from "./use-save";

export function EditRecord({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const { entity, record, place, onChanged } = useRecord();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const values = useFormValues(entity, form, record.values, record.id, record.version);
  const { outcome, changed } = values;
  const [theirs, setTheirs] = useState<RecordData | null>(null);

  const saving = useSave({
    entity,
    sections,
    outcome,
    send: () => changeRecord(place, record.id, record.version, values.wire(changed), form?.id ?? null),
    onSaved: done,
    onStale: async () => {
      const now = await readRecord(place, record.id);
      // What was sent had arrived, though its answer was lost.
      if (changed.every((name) => same(now.values[name], outcome.values[name]))) done(now);
      else setTheirs(now);
    },
  });

  function done(next: RecordData) {
    values.discard();
    message.success(t("form.saved"));
    onDone();
    onChanged(next);
  }

  function settle(mine: WireValues) {
    if (!theirs) return;
    queries.setQueryData(["records", place, "one", record.id], theirs);
    values.replace(mine);
    setTheirs(null);
    saving.reset();
    message.info(t("conflict.checkAndSave"));
  }

  function save() {
    if (changed.length > 0) saving.save();
    else onDone();
  }

  function cancel() {
    values.discard();
    saving.reset();
    onDone();
  }

  return (
    <div className="stack" {...formKeys(save, false)}>
      <LeaveGuard unsaved={changed.length > 0} />
      <FormBody
        entity={entity}
        sections={sections}
        values={values}
        saving={saving}
        onSave={save}
        onDiscard={cancel}
      />
      <SaveBar
        saving={saving.saving}
        unsaved={changed.length > 0}
        saveText={t("action.save")}
        onSave={save}
        onCancel={cancel}
      />
      {theirs ? (
        <ConflictDialog
          entity={entity}
          before={record.values}
          theirs={theirs}
          mine={outcome.values}
          changed={changed}
          onCancel={() => setTheirs(null)}
          onSettle={settle}
        />
      ) : null}
    </div>
  );
}
