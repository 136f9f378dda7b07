/** The values being edited: what rules make of them, what changed, and the draft that outlives a lost connection. */

import { useCallback, useEffect, useMemo, useState } from "react";

import { momentOf, useAppPlace } from "../../lib/app-context";
import { draftStore } from "../../lib/drafts";
import type { EntityModel, FormModel, WireValues } from "../../lib/model";
import { applyRules, same, type RuleOutcome } from "../../lib/rules";
import { controlOf } from "../../fields/registry";

export interface FormValues {
  outcome: RuleOutcome;
  /** Names of fields whose value differs from the stored one. */
  changed: string[];
  /** Whether what is shown was found as a draft. */
  fromDraft: boolean;
  set: (name: string, value: unknown) => void;
  /** Take other values as typed, for instance after a conflict was settled. */
  replace: (values: WireValues) => void;
  /** Forget what was typed and its draft. */
  discard: () => void;
  /** What to send, by field name, as requests carry it. */
  wire: (names: readonly string[]) => WireValues;
}

const KEEP_AFTER_MS = 400;

export function useFormValues(
  entity: EntityModel,
  form: FormModel | undefined,
  stored: WireValues,
  id: number | string,
  version: number,
): FormValues {
  const place = useAppPlace();
  const { workspace, app, model, session } = place;
  const drafts = useMemo(
    () => draftStore(workspace, app, entity.name, id, session.user.id),
    [workspace, app, entity.name, id, session.user.id],
  );
  const [draft] = useState(() => drafts.read());
  const [fromDraft, setFromDraft] = useState(draft !== null);
  const [typed, setTyped] = useState<WireValues>(draft?.values ?? {});
  const [now] = useState(() => Date.now());

  const outcome = useMemo(() => {
    const rules = [...entity.rules, ...(form?.rules ?? [])];
    return applyRules(model, entity, rules, { ...stored, ...typed }, momentOf(place, now));
  }, [model, entity, form, stored, typed, place, now]);
  const changed = useMemo(
    () =>
      Object.keys(outcome.values).filter((name) => {
        if (outcome.values[name] === stored[name]) return false;
        const field = entity.fields.find((item) => item.name === name);
        return field?.access === "write" && !field.system && !same(outcome.values[name], stored[name]);
      }),
    [entity, outcome.values, stored],
  );

  const set = useCallback(
    (name: string, value: unknown) => setTyped((before) => ({ ...before, [name]: value })),
    [],
  );

  useEffect(() => {
    if (Object.keys(typed).length === 0) return undefined;
    const timer = window.setTimeout(() => drafts.keep(typed, version), KEEP_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [typed, drafts, version]);

  return {
    outcome,
    changed,
    fromDraft,
    set,
    replace: setTyped,
    discard: () => {
      drafts.drop();
      setTyped({});
      setFromDraft(false);
    },
    wire: (names) => {
      const values: WireValues = {};
      for (const name of names) {
        const field = entity.fields.find((item) => item.name === name);
        if (field) values[name] = controlOf(field.type).toWire(outcome.values[name]);
      }
      return values;
    },
  };
}
