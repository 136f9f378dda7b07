/** The facts of a record as its form arranges them, and what the system keeps about it. */

import { useMemo } from "react";

import { useAppPlace } from "../../lib/app-context";
import { mainForm, plainSections } from "./form-sections";
import { useRecord } from "./record-context";
import type { FieldProblem } from "./problems";
import { RecordForm } from "./record-form";
import { SystemFacts } from "./system-facts";
import { useRuleOutcome } from "./use-rule-outcome";

const NONE: ReadonlyMap<string, FieldProblem> = new Map();

/** `form` names the form whose sections are shown, instead of the main one. */
export function PlainFacts({ form: named }: { form?: string }) {
  const { entity, record } = useRecord();
  const { model } = useAppPlace();
  const chosen = model.forms.find(({ id, name }) => named !== undefined && (id === named || name === named));
  const form = chosen ?? mainForm(model.forms, entity);
  const sections = useMemo(() => form?.sections ?? plainSections(entity), [form, entity]);
  const outcome = useRuleOutcome(form);
  return (
    <>
      <RecordForm
        entity={entity}
        sections={sections}
        outcome={outcome}
        editing={false}
        problems={NONE}
        onChange={() => undefined}
      />
      {chosen ? null : <SystemFacts entity={entity} values={record.values} />}
    </>
  );
}
