/** The form for a new record. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { readRecord } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, type EntityModel, type WireValues } from "../../lib/model";
import { enterForm, formKeys } from "../../ui/form-keys";
import { LeaveGuard } from "../../ui/leave-guard";
import { ProblemNote } from "../../ui/problem-note";
import { NotHere } from "../../ui/not-here";
import { useMessage } from "../../ui/use-message";
import { copiedValues, defaultValues } from "./defaults";
import { FormBody } from "./form-body";
import { mainForm, plainSections } from "./form-sections";
import { useParameters } from "./parameters";
import { SaveBar } from "./save-bar";
import { useNewRecord } from "./use-new-record";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/new");

export function NewRecordPage() {
  const params = route.useParams();
  const { copy } = route.useSearch();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity?.actions.includes("create")) return <NotHere />;
  return copy === undefined ? (
    <GivenRecord key={entity.id} entity={entity} />
  ) : (
    <CopiedRecord key={`${entity.id} ${copy}`} entity={entity} id={copy} />
  );
}

const NOTHING: WireValues = {};

/** A new record that begins with what its address gives. */
function GivenRecord({ entity }: { entity: EntityModel }) {
  const { values, draft } = useParameters(entity);
  if (!values) return <Waiting />;
  return <NewRecord entity={entity} given={values} draft={draft === null ? "new" : `new?${draft}`} />;
}

function Waiting() {
  return (
    <div className="page record-page narrow">
      <Skeleton active paragraph={{ rows: 10 }} />
    </div>
  );
}

/** A new record that begins with what another one holds. */
function CopiedRecord({ entity, id }: { entity: EntityModel; id: number }) {
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const found = useQuery({ queryKey: ["records", place, "one", id], queryFn: () => readRecord(place, id) });
  const given = useMemo(
    () => (found.data ? copiedValues(entity, found.data.values) : NOTHING),
    [entity, found.data],
  );
  if (found.data) return <NewRecord entity={entity} given={given} draft="copy" />;
  if (!found.error) return <Waiting />;
  if (asProblem(found.error).gone) return <NotHere />;
  return (
    <div className="page record-page narrow">
      <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
    </div>
  );
}

function NewRecord({ entity, given, draft }: { entity: EntityModel; given: WireValues; draft: string }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app, model } = place;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const message = useMessage();
  const [now] = useState(() => Date.now());
  const [saved, setSaved] = useState(false);
  const form = mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const start = useMemo(
    () => ({ ...defaultValues(entity, place, now), ...given }),
    [entity, place, now, given],
  );
  const params = { workspace, app, entity: entity.name };
  const { values, saving } = useNewRecord({
    entity,
    form,
    sections,
    start,
    draft,
    onSaved: async (record) => {
      setSaved(true);
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
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => enterForm(page.current), []);

  return (
    <div className="page record-page narrow" ref={page} {...formKeys(saving.save, false)}>
      <LeaveGuard unsaved={unsaved} asDraft />
      <div className="page-title">
        <h1>{t("form.newTitle", { name: textOf(entity.label, i18n.language) })}</h1>
      </div>
      <FormBody
        entity={entity}
        sections={sections}
        values={values}
        saving={saving}
        onSave={saving.save}
        onDiscard={values.discard}
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
