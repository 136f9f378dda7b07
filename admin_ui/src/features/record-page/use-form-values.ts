/** The values being edited: what rules make of them, what changed, and the draft that outlives a lost connection. */

import { useCallback, useEffect, useMemo, useState } from "react";

import { momentOf, useAppPlace } from "../../lib/app-context";
import { draftStore, type Draft } from "../../lib/drafts";
import type { EntityModel, FormModel, WireValues } from "../../lib/model";
import { applyRules, same, type RuleOutcome } from "../../lib/rules";
import { controlOf } from "../../fields/registry";

export interface FormValues {
  outcome: RuleOutcome;
  /** Names of fields whose value differs from the stored one. */
  changed: string[];
  /** Those of them that somebody else changed since they were typed in. */
  clashing: string[];
  /** What was stored of the typed fields when they were typed in. */
  base: WireValues;
  /** Whether what is shown was found as a draft. */
  fromDraft: boolean;
  set: (name: string, value: unknown) => void;
  /** The clash was seen: what stands in the record is taken of some fields, what was typed stays of the others. */
  settle: (taken: ReadonlySet<string>) => void;
  /** What was sent is saved. Returns what was typed since and is not. */
  saved: (sent: WireValues) => Draft | null;
  /** Forget what was typed and its draft. */
  discard: () => void;
  /** What to send, by field name, as requests carry it. */
  wire: (names: readonly string[]) => WireValues;
}

const NOTHING: Draft = { values: {}, base: {} };

function only(values: WireValues, keep: (name: string) => boolean): WireValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => keep(name)));
}

function wireOf(entity: EntityModel, values: WireValues, names: readonly string[]): WireValues {
  return Object.fromEntries(
    names.flatMap((name) => {
      const field = entity.fields.find((item) => item.name === name);
      return field ? [[name, controlOf(field.type).toWire(values[name])] as const] : [];
    }),
  );
}

function isEmpty({ values }: Draft): boolean {
  return Object.keys(values).length === 0;
}

export function useFormValues(
  entity: EntityModel,
  form: FormModel | undefined,
  stored: WireValues,
  id: number | string,
): FormValues {
  const place = useAppPlace();
  const { workspace, app, model, session } = place;
  const drafts = useMemo(
    () => draftStore(workspace, app, entity.name, id, session.user.id),
    [workspace, app, entity.name, id, session.user.id],
  );
  const [draft] = useState(() => drafts.read());
  const [fromDraft, setFromDraft] = useState(draft !== null);
  const [typed, setTyped] = useState<Draft>(draft ?? NOTHING);
  const [now] = useState(() => Date.now());

  const outcome = useMemo(() => {
    const rules = [...entity.rules, ...(form?.rules ?? [])];
    return applyRules(model, entity, rules, { ...stored, ...typed.values }, momentOf(place, now));
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
  const clashing = changed.filter((name) => name in typed.values && !same(typed.base[name], stored[name]));

  const set = useCallback(
    (name: string, value: unknown) =>
      setTyped(({ values, base }) => ({
        values: { ...values, [name]: value },
        base: name in base ? base : { ...base, [name]: stored[name] ?? null },
      })),
    [stored],
  );

  // At each key: who closes the window at once finds the last word again too.
  useEffect(() => {
    if (!isEmpty(typed)) drafts.keep(typed.values, typed.base);
  }, [typed, drafts]);

  function discard() {
    drafts.drop();
    setTyped(NOTHING);
    setFromDraft(false);
  }

  function saved(sent: WireValues): Draft | null {
    const values = only(typed.values, (name) => !same(outcome.values[name], sent[name]));
    const rest = { values, base: only(sent, (name) => name in values) };
    if (isEmpty(rest)) {
      discard();
      return null;
    }
    setTyped(rest);
    setFromDraft(false);
    return rest;
  }

  return {
    outcome,
    changed,
    clashing,
    base: typed.base,
    fromDraft,
    set,
    settle: (taken) =>
      setTyped(({ values, base }) => ({
        values: only(values, (name) => !taken.has(name)),
        base: { ...base, ...Object.fromEntries(clashing.map((name) => [name, stored[name] ?? null])) },
      })),
    saved,
    discard,
    wire: (names) => wireOf(entity, outcome.values, names),
  };
}
