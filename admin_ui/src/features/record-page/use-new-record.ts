/** A record being made: what is typed, and what of it is sent. */

import { useMemo, useState } from "react";

import { createRecord, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { attemptStore } from "../../lib/attempts";
import { draftStore } from "../../lib/drafts";
import type { EntityModel, FormModel, FormSection, WireValues } from "../../lib/model";
import { same } from "../../lib/rules";
import { controlOf } from "../../fields/registry";
import { useFormValues } from "./use-form-values";
import { useLinkedDefaults } from "./use-linked-defaults";
import { useSave } from "./use-save";

interface NewRecordOptions {
  entity: EntityModel;
  form: FormModel | undefined;
  sections: readonly FormSection[];
  /** The values that it begins with. */
  start: WireValues;
  /** What its draft is kept under. */
  draft: string;
  onSaved: (record: RecordData) => void | Promise<void>;
}

export function useNewRecord({ entity, form, sections, start, draft, onSaved }: NewRecordOptions) {
  const { workspace, app, session } = useAppPlace();
  const [taken, setTaken] = useState<WireValues>({});
  const begin = useMemo(() => ({ ...taken, ...start }), [taken, start]);
  const values = useFormValues(entity, form, begin, draft);
  const { outcome } = values;
  const linked = useLinkedDefaults(entity, outcome.values);
  if (!same(linked, taken)) setTaken(linked);
  const place = { workspace, app, entity: entity.name };

  function drafts(id: number) {
    return draftStore(workspace, app, entity.name, id, session.user.id);
  }

  function toSend(): WireValues {
    const told = entity.fields.filter(({ name, type, access, system, default: standard }) => {
      if (access !== "write" || system || !controlOf(type).editable) return false;
      // A default that was emptied must say so, or the server fills it in again; it knows no address.
      const filled = standard != null && !("parameter" in standard);
      return !controlOf(type).isBlank(outcome.values[name]) || filled;
    });
    return values.wire(told.map(({ name }) => name));
  }

  const saving = useSave({
    entity,
    sections,
    outcome,
    attempts: attemptStore(place, draft, session.user.id),
    send: ({ key }) => createRecord(place, toSend(), form?.id ?? null, key),
    onSaved: (record, sent) => {
      const rest = values.saved(sent);
      values.discard();
      // What was typed while it was being made is a change of the record that was made.
      if (rest) drafts(record.id).keep(rest.values, rest.base);
      return onSaved(record);
    },
  });
  function discard() {
    values.discard();
    saving.reset();
  }

  return { values: { ...values, discard }, saving };
}
