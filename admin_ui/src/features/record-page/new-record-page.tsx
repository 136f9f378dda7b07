/** The form for a new record. */

import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { createRecord } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, type EntityModel } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import { EmptyState } from "../../ui/empty-state";
import { defaultValues } from "./defaults";
import { FormProblems } from "./form-problems";
import { mainForm, plainSections } from "./form-sections";
import { LeaveGuard } from "./leave-guard";
import { RecordForm } from "./record-form";
import { RuleNotes } from "./rule-notes";
import { SaveBar } from "./save-bar";
import { useFormValues } from "./use-form-values";
import { useSave } from "./use-save";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/new");

export function NewRecordPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity?.actions.includes("create")) return <EmptyState page text={t("problem.notFound")} />;
  return <NewRecord key={entity.id} entity={entity} />;
}

function NewRecord({ entity }: { entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app, model } = place;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [now] = useState(() => Date.now());
  const [saved, setSaved] = useState(false);
  const form = mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const start = useMemo(() => defaultValues(entity, place, now), [entity, place, now]);
  const values = useFormValues(entity, form, start, "new", 0);
  const { outcome } = values;
  const params = { workspace, app, entity: entity.name };

  function toSend() {
    const told = entity.fields.filter(({ name, type, default: standard }) => {
      const field = entity.fields.find((item) => item.name === name);
      if (field?.access !== "write" || field.system || !controlOf(type).editable) return false;
      // A default that was emptied must say so, or the server fills it in again.
      return !controlOf(type).isBlank(outcome.values[name]) || standard != null;
    });
    return values.wire(told.map(({ name }) => name));
  }

  const saving = useSave({
    entity,
    sections,
    outcome,
    send: () => createRecord(params, toSend(), form?.id ?? null),
    onSaved: async (record) => {
      setSaved(true);
      values.discard();
      await queries.invalidateQueries({ queryKey: ["records"] });
      if (record.out_of_sight) {
        message.success(t("form.savedOutOfSight"));
        await navigate({ to: "/w/$workspace/$app/$entity", params, ignoreBlocker: true });
        return;
      }
      message.success(t("form.created", { title: record.title || `#${record.id}` }));
      await navigate({
        to: "/w/$workspace/$app/$entity/$id",
        params: { ...params, id: String(record.id) },
        ignoreBlocker: true,
      });
    },
  });
  const unsaved = values.changed.length > 0 && !saved;

  return (
    <div className="page record-page narrow">
      <LeaveGuard unsaved={unsaved} />
      <div className="page-title">
        <h1>{t("form.newTitle", { name: textOf(entity.label, i18n.language) })}</h1>
      </div>
      {values.fromDraft ? (
        <div className="note warn">
          <span className="grow">{t("form.draftRestored")}</span>
          <Button size="small" onClick={values.discard}>
            {t("form.draftDiscard")}
          </Button>
        </div>
      ) : null}
      <FormProblems
        error={saving.error}
        others={saving.others}
        fields={saving.problems.size}
        onRetry={saving.save}
      />
      <RuleNotes outcome={outcome} blocks={values.changed.length > 0 && !saving.error} />
      <RecordForm
        entity={entity}
        sections={sections}
        outcome={outcome}
        editing
        problems={saving.problems}
        onChange={values.set}
      />
      <SaveBar
        saving={saving.saving}
        unsaved={unsaved}
        saveText={t("form.create")}
        onSave={saving.save}
        onCancel={() => void navigate({ to: "/w/$workspace/$app/$entity", params, search: {} })}
      />
    </div>
  );
}
