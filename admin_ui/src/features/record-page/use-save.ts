/** Saving a record: required facts first, then the server's verdict, a conflict, or a lost connection. */

import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { idempotencyKey } from "../../lib/api/client";
import { whenBack } from "../../lib/api/connection";
import { Overtaken } from "../../lib/api/on-top";
import { asProblem, type ApiProblem, type Problem } from "../../lib/api/problem";
import type { RecordData } from "../../lib/api/records";
import { fieldOf, type EntityModel, type FormSection, type WireValues } from "../../lib/model";
import { same, type RuleOutcome } from "../../lib/rules";
import { controlOf } from "../../fields/registry";
import { focusFirst } from "../../ui/form-keys";
import { fieldsIn, shownSections } from "./form-sections";
import { fieldProblem, sortProblems, stepsOf, type FieldProblem } from "./problems";

interface SaveOptions {
  entity: EntityModel;
  sections: readonly FormSection[];
  outcome: RuleOutcome;
  /** `key` is the same for what is sent again: the server carries it out once. */
  send: (key: string, values: WireValues) => Promise<RecordData>;
  /** `sent` are the values that were saved: more may have been typed since. */
  onSaved: (record: RecordData, sent: WireValues) => void | Promise<void>;
  /** Somebody else saved another value of the same field first. */
  onOvertaken?: (theirs: RecordData) => void;
}

/** Required fields of the form that are blank and shown. */
function missing({ entity, outcome, ...options }: SaveOptions): string[] {
  const sections = shownSections(options.sections, outcome.hidden);
  const marked = new Set(requiredItems(sections));
  return fieldsIn(sections).filter((reference) => {
    const field = fieldOf(entity, reference);
    if (!field || outcome.hidden.has(field.name) || !controlOf(field.type).editable) return false;
    if (field.access !== "write" || field.system) return false;
    const required = field.required || outcome.required.has(field.name) || marked.has(reference);
    return required && controlOf(field.type).isBlank(outcome.values[field.name]);
  });
}

function requiredItems(sections: readonly FormSection[]): string[] {
  return sections.flatMap((section) => [
    ...(section.items ?? []).flatMap((item) =>
      "field" in item && item.required && !item.hidden ? [item.field] : [],
    ),
    ...(section.tabs ?? []).flatMap((tab) => requiredItems(tab.sections)),
  ]);
}

export function useSave(options: SaveOptions) {
  const { t, i18n } = useTranslation();
  const { outcome } = options;
  const [blank, setBlank] = useState<readonly string[]>([]);
  /** The values that the server last judged. */
  const [sent, setSent] = useState<WireValues>({});
  const attempt = useRef("");
  const mutation = useMutation({
    mutationFn: (values: WireValues) => options.send(attempt.current, values),
    onSuccess: options.onSaved,
    onError: (error) => {
      const problem = asProblem(error);
      if (problem instanceof Overtaken) options.onOvertaken?.(problem.theirs);
      const [first] = sortProblems(problem, options.entity).byField.keys();
      if (first) window.setTimeout(() => focusField(first), MARKED_MS);
    },
  });
  const error = mutation.error ? asProblem(mutation.error) : null;
  const shown: ApiProblem | null = error instanceof Overtaken ? null : error;
  const { byField, others } = sortProblems(shown, options.entity);
  const problems = new Map<string, FieldProblem>();
  for (const [name, all] of byField) {
    const field = fieldOf(options.entity, name);
    const left = all.filter((problem) => !isSettled(name, problem, sent, outcome));
    if (field && left.length > 0) problems.set(name, fieldProblem(left, field, t, i18n.language));
  }
  const stillBlank = missing(options);
  for (const name of blank)
    if (stillBlank.includes(name)) problems.set(name, { text: t("form.requiredMissing") });

  function save() {
    const names = missing(options);
    setBlank(names);
    // The same once more, because nobody knows whether it arrived, is no second request.
    const again = error?.offline && same(outcome.values, sent);
    if (!again || !attempt.current) attempt.current = idempotencyKey();
    setSent(outcome.values);
    if (names.length === 0) mutation.mutate(outcome.values);
    else focusField(names[0] ?? "");
  }

  const resend = useEffectEvent(() => {
    if (same(outcome.values, sent)) save();
    else mutation.reset();
  });
  const away = error?.offline ?? false;
  useEffect(() => (away ? whenBack(resend) : undefined), [away]);

  return { save, saving: mutation.isPending, error: shown, problems, others, reset: mutation.reset };
}

/** Whether what the server objected to is no longer so: the value is another, or the rule does not block any more. */
function isSettled(name: string, problem: Problem, sent: WireValues, outcome: RuleOutcome): boolean {
  if (problem.code === "blocked_by_rule") return !outcome.blocks.some(({ field }) => field === name);
  return !same(valueAt(outcome.values, problem), valueAt(sent, problem));
}

/** Until what is wrong is marked, so that the cursor goes to the very cell. */
const MARKED_MS = 50;
const DRAWN_MS = 400;

/** What stands where a problem is: the value of a field, or the cell of a row in it. */
function valueAt(values: WireValues, problem: Problem): unknown {
  let at: unknown = values;
  for (const step of stepsOf(problem)) {
    if (typeof at !== "object" || at === null || !(step in at)) return at;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

/** Bring a field into sight, where its problem stands. */
function focusField(name: string): void {
  const line = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  line?.scrollIntoView({ block: "center", behavior: "smooth" });
  // A field far down is drawn when it comes near.
  if (line?.querySelector(".late-field")) window.setTimeout(() => focusFirst(line), DRAWN_MS);
  else focusFirst(line);
}
