/** Saving a record: required facts first, then the server's verdict, a conflict, or a lost connection. */

import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Overtaken } from "../../lib/api/on-top";
import type { ApiProblem, Problem } from "../../lib/api/problem";
import type { RecordData } from "../../lib/api/records";
import type { AttemptStore } from "../../lib/attempts";
import { fieldOf, type EntityModel, type FormSection, type WireValues } from "../../lib/model";
import { same, type RuleOutcome } from "../../lib/rules";
import { useSendOnce, type Tried } from "../../lib/send-once";
import { controlOf } from "../../fields/registry";
import { focusFirst } from "../../ui/form-keys";
import { fieldsIn, shownSections } from "./form-sections";
import { fieldProblem, sortProblems, stepsOf, type FieldProblem } from "./problems";

interface SaveOptions {
  entity: EntityModel;
  sections: readonly FormSection[];
  outcome: RuleOutcome;
  /** Where what is not answered yet is kept. */
  attempts?: AttemptStore;
  /** Its key is the same for what is sent again: the server carries it out once. */
  send: (tried: Tried<WireValues>) => Promise<RecordData>;
  /** `sent` are the values that were saved: more may have been typed since. */
  onSaved: (record: RecordData, sent: WireValues) => void | Promise<void>;
  /** Somebody else saved another value of the same field first. */
  onOvertaken?: (theirs: RecordData) => void;
  /** The record is not there any more, or not the person's to see. */
  onGone?: () => void;
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
  const sending = useSendOnce({
    content: outcome.values,
    ...(options.attempts ? { store: options.attempts } : {}),
    send: options.send,
    renew: () => (judge() ? outcome.values : null),
    onSent: options.onSaved,
    onFailed: (problem) => {
      if (problem instanceof Overtaken) options.onOvertaken?.(problem.theirs);
      if (problem.status === 404) options.onGone?.();
      const sorted = sortProblems(problem, options.entity);
      const [first] = sorted.byField.keys();
      // What concerns the whole record stands above the form, and is told first.
      if (first && sorted.others.length === 0) window.setTimeout(() => focusField(first), MARKED_MS);
    },
  });
  const { error } = sending;
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

  /** Marks what is missing; returns whether nothing is. */
  function judge(): boolean {
    setBlank(missing(options));
    setSent(outcome.values);
    return missing(options).length === 0;
  }

  function save() {
    if (judge()) sending.send(outcome.values);
    else focusField(missing(options)[0] ?? "");
  }

  const { sending: saving, byItself, reset } = sending;
  return { save, saving, error: shown, byItself, problems, others, reset };
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
