/** Which of the server's problems belong to which field. */

import type { TFunction } from "i18next";

import type { ApiProblem, Problem } from "../../lib/api/problem";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";

export interface SortedProblems {
  byField: ReadonlyMap<string, Problem>;
  others: readonly Problem[];
}

const NONE: SortedProblems = { byField: new Map(), others: [] };

/** `values.email` and `email` are the field email; `values.lines.0.item` is the field lines. */
export function sortProblems(error: ApiProblem | null, entity: EntityModel): SortedProblems {
  if (!error) return NONE;
  const byField = new Map<string, Problem>();
  const others: Problem[] = [];
  for (const problem of error.problems) {
    const steps = problem.path.split(/[./]/).filter((step) => step !== "values" && step !== "");
    const field = entity.fields.find(({ name, id }) => name === steps[0] || id === steps[0]);
    if (!field) others.push(problem);
    else if (!byField.has(field.name)) byField.set(field.name, problem);
  }
  return { byField, others };
}

/** What a person reads about a problem of a field; in a sub-table it begins with the row and column meant. */
export function problemText(problem: Problem, entity: EntityModel, t: TFunction, locale: string): string {
  const said = problem.message || problem.code;
  const steps = problem.path.split(/[./]/).filter((step) => step !== "values" && step !== "");
  const table = entity.fields.find(({ name }) => name === steps[0]);
  if (table?.type !== "sub_table" || steps[1] === undefined || !/^\d+$/.test(steps[1])) return said;
  const column = table.fields.find(({ name }) => name === steps[2]);
  const row = t("field.rowNumber", { number: Number(steps[1]) + 1 });
  return t("field.inRow", { place: column ? `${row} · ${textOf(column.label, locale)}` : row, said });
}
