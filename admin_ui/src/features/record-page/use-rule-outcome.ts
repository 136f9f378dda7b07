/** What the rules of an entity and a form make of the record in view. */

import { useMemo, useState } from "react";

import { momentOf, useAppPlace } from "../../lib/app-context";
import type { FormModel } from "../../lib/model";
import { applyRules, type RuleOutcome } from "../../lib/rules";
import { fieldsIn, mainForm, shownSections } from "./form-sections";
import { useRecord } from "./record-context";

/** The outcome for a record that is looked at: nothing is set or cleared in it. */
export function useRuleOutcome(form: FormModel | undefined): RuleOutcome {
  const { entity, record } = useRecord();
  const place = useAppPlace();
  const [now] = useState(() => Date.now());
  return useMemo(() => {
    const rules = [...entity.rules, ...(form?.rules ?? [])];
    const outcome = applyRules(place.model, entity, rules, record.values, momentOf(place, now));
    return { ...outcome, values: record.values };
  }, [entity, form, record.values, place, now]);
}

/** Names of the fields that the main form hides for this record: a page leaves them out too. */
export function useHiddenFields(): ReadonlySet<string> {
  const { model } = useAppPlace();
  const { entity } = useRecord();
  const form = mainForm(model.forms, entity);
  const { hidden } = useRuleOutcome(form);
  return useMemo(() => {
    const sections = form?.sections ?? [];
    const left = new Set(fieldsIn(shownSections(sections, hidden)));
    const inSections = fieldsIn(sections).filter((reference) => !left.has(reference));
    const own = entity.fields.filter(({ id, name }) => hidden.has(id) || hidden.has(name));
    return new Set([...inSections, ...own.map(({ name }) => name)]);
  }, [entity, form, hidden]);
}
