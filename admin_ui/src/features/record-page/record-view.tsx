/** One loaded record: looked at, or edited. */

import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeRecord, readRecord, type Place, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, WireValues } from "../../lib/model";
import { ConflictDialog } from "./conflict-dialog";
import { FormProblems } from "./form-problems";
import { mainForm, plainSections } from "./form-sections";
import { History } from "./history";
import { LeaveGuard } from "./leave-guard";
import { RecordForm } from "./record-form";
import { RecordHeader } from "./record-header";
import { RuleNotes } from "./rule-notes";
import { SaveBar } from "./save-bar";
import { SystemFacts } from "./system-facts";
import { useFormValues } from "./use-form-values";
import { useSave } from "./use-save";

interface RecordViewProps {
  entity: EntityModel;
  record: RecordData;
  place: Place;
}

export function RecordView({ entity, record, place }: RecordViewProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const values = useFormValues(entity, form, record.values, record.id, record.version);
  const { outcome, changed } = values;
  const editable = entity.actions.includes("edit") && !record.deleted;
  const [editing, setEditing] = useState(editable && values.fromDraft);
  const [theirs, setTheirs] = useState<RecordData | null>(null);

  async function accept(next: RecordData) {
    queries.setQueryData(["records", place, "one", next.id], next);
    await queries.invalidateQueries({
      queryKey: ["records"],
      predicate: ({ queryKey }) => queryKey[2] !== "one" || queryKey[3] !== next.id,
    });
  }

  const saving = useSave({
    entity,
    sections,
    outcome,
    send: () => changeRecord(place, record.id, record.version, values.wire(changed), form?.id ?? null),
    onSaved: async (next) => {
      values.discard();
      setEditing(false);
      message.success(t("form.saved"));
      await accept(next);
    },
    onStale: async () => setTheirs(await readRecord(place, record.id)),
  });

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
    else setEditing(false);
  }

  function cancel() {
    values.discard();
    saving.reset();
    setEditing(false);
  }

  return (
    <div className="page record-page">
      <LeaveGuard unsaved={editing && changed.length > 0} />
      <RecordHeader
        entity={entity}
        record={record}
        place={place}
        editing={editing}
        editable={editable}
        onEdit={() => setEditing(true)}
        onMoved={(next) => void accept(next)}
      />
      {editing && values.fromDraft ? (
        <div className="note warn">
          <span className="grow">{t("form.draftRestored")}</span>
          <Button size="small" onClick={cancel}>
            {t("form.draftDiscard")}
          </Button>
        </div>
      ) : null}
      <FormProblems
        error={saving.error}
        others={saving.others}
        fields={saving.problems.size}
        onRetry={save}
      />
      {editing ? <RuleNotes outcome={outcome} blocks={changed.length > 0 && !saving.error} /> : null}
      <div className="record-columns">
        <div className="record-main">
          <RecordForm
            entity={entity}
            sections={sections}
            outcome={outcome}
            editing={editing}
            problems={saving.problems}
            onChange={values.set}
          />
          {editing ? (
            <SaveBar
              saving={saving.saving}
              unsaved={changed.length > 0}
              saveText={t("action.save")}
              onSave={save}
              onCancel={cancel}
            />
          ) : (
            <SystemFacts entity={entity} values={record.values} />
          )}
        </div>
        <History entity={entity} place={place} id={record.id} version={record.version} />
      </div>
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
