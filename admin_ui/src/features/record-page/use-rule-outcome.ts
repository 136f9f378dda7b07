/** What the rules of an entity and a form make of the record in view. */

import { useMemo, useState } from "react";

import { momentOf, useAppPlace } from "../../lib/app-context";
import type { FormModel, FormSection } from "../../lib/model";
import { applyRules, type RuleOutcome } from "../../lib/rules";
import { fieldsIn, mainForm } from "./form-sections";
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
    const inSections = fieldsIn(hiddenSections(form?.sections ?? [], hidden));
    const own = entity.fields.filter(({ id, name }) => hidden.has(id) || hidden.has(name));
    return new Set([...inSections, ...own.map(({ name }) => name)]);
  }, [entity, form, hidden]);
}

function hiddenSections(sections: readonly FormSection[], hidden: ReadonlySet<string>): FormSection[] {
  return sections.flatMap((section) => {
    if (section.id && hidden.has(section.id)) return [section];
    return (section.tabs ?? []).flatMap((tab) => hiddenSections(tab.sections, hidden));
  });
}
