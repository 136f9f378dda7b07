/** A record being edited: its form, what rules say about it, a draft that stays, and who else saved meanwhile. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeOnTop } from "../../lib/api/on-top";
import type { RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { WireValues } from "../../lib/model";
import { enterForm, formKeys } from "../../ui/form-keys";
import { LeaveGuard } from "../../ui/leave-guard";
import { useAskToDiscard } from "../../ui/use-ask-to-discard";
import { useMessage } from "../../ui/use-message";
import { ConflictDialog } from "./conflict-dialog";
import { DeletedNote } from "./deleted-note";
import { FormBody } from "./form-body";
import { mainForm, plainSections } from "./form-sections";
import { useRecord } from "./record-context";
import { SaveBar } from "./save-bar";
import { useFormValues } from "./use-form-values";
import { useSave } from "./use-save";

export function EditRecord({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { model, session } = useAppPlace();
  const { entity, record, place, onChanged } = useRecord();
  const queries = useQueryClient();
  const message = useMessage();
  const askToDiscard = useAskToDiscard();
  const form = mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const values = useFormValues(entity, form, record.values, record.id);
  const { outcome, changed, clashing } = values;
  // A draft may come back to a record that others changed since.
  const [asking, setAsking] = useState(clashing.length > 0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => enterForm(box.current), []);

  const saving = useSave({
    entity,
    sections,
    outcome,
    send: ({ request: wanted, again }) =>
      changeOnTop(place, record.id, {
        version: record.version,
        base: values.base,
        wanted,
        wire: values.wire(changed),
        form: form?.id ?? null,
        mine: again ? session.user.id : null,
      }),
    onSaved: done,
    onGone: () => void queries.invalidateQueries({ queryKey: ["records", place, "one", record.id] }),
    onOvertaken: (theirs) => {
      queries.setQueryData(["records", place, "one", record.id], theirs);
      setAsking(true);
    },
  });

  function done(next: RecordData, sent: WireValues) {
    const rest = values.saved(sent);
    onChanged(next);
    if (rest) message.info(t("form.savedNotAll"));
    else {
      message.success(t("form.saved"));
      onDone();
    }
  }

  function settle(taken: ReadonlySet<string>) {
    values.settle(taken);
    setAsking(false);
    saving.reset();
    message.info(t("conflict.checkAndSave"));
  }

  function save() {
    if (clashing.length > 0) setAsking(true);
    else if (changed.length > 0) saving.save();
    else discard();
  }

  function discard() {
    values.discard();
    saving.reset();
    onDone();
  }

  return (
    <div className="stack edit-record" ref={box} {...formKeys(save, false)}>
      <LeaveGuard unsaved={changed.length > 0} asDraft />
      {record.deleted ? (
        <DeletedNote
          typed={Object.fromEntries(changed.map((name) => [name, outcome.values[name]]))}
          onTaken={values.discard}
        />
      ) : null}
      <FormBody
        entity={entity}
        sections={sections}
        values={values}
        saving={record.deleted ? { ...saving, error: null } : saving}
        onSave={save}
        onDiscard={discard}
      />
      <SaveBar
        saving={saving.saving}
        unsaved={changed.length > 0}
        saveText={t("action.save")}
        onSave={save}
        onCancel={() => askToDiscard(changed.length > 0, discard)}
      />
      {asking && clashing.length > 0 ? (
        <ConflictDialog
          entity={entity}
          theirs={record.values}
          mine={outcome.values}
          clashing={clashing}
          onCancel={() => setAsking(false)}
          onSettle={settle}
        />
      ) : null}
    </div>
  );
}
