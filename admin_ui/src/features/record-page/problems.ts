/** Which of the server's problems belong to which field, and to which cell of a sub-table. */

import type { TFunction } from "i18next";

import type { ApiProblem, Problem } from "../../lib/api/problem";
import { textOf } from "../../lib/label";
import type { EntityModel, FieldModel } from "../../lib/model";
import type { CellFault } from "../../fields/control";

export interface SortedProblems {
  byField: ReadonlyMap<string, readonly Problem[]>;
  others: readonly Problem[];
}

/** What is said below a field, and which cells of it are meant. */
export interface FieldProblem {
  text: string;
  cells?: readonly CellFault[];
}

const NONE: SortedProblems = { byField: new Map(), others: [] };
/** Problems of one field that are told one by one. */
const MOST_TOLD = 5;

/** `values.email` and `email` are the field email; `values.lines.0.item` is the field lines. */
export function stepsOf({ path }: Problem): string[] {
  return path.split(/[./]/).filter((step) => step !== "values" && step !== "");
}

export function sortProblems(error: ApiProblem | null, entity: EntityModel): SortedProblems {
  if (!error) return NONE;
  const byField = new Map<string, Problem[]>();
  const others: Problem[] = [];
  for (const problem of error.problems) {
    const [step] = stepsOf(problem);
    const field = entity.fields.find(({ name, id }) => name === step || id === step);
    if (!field) others.push(problem);
    else byField.set(field.name, [...(byField.get(field.name) ?? []), problem]);
  }
  return { byField, others };
}

/** The cell of a sub-table that a problem is about; without a column the whole row. */
function cellOf(problem: Problem, field: FieldModel): CellFault | null {
  const [, row, column] = stepsOf(problem);
  if (field.type !== "sub_table" || row === undefined || !/^\d+$/.test(row)) return null;
  const inner = field.fields.find(({ name, id }) => name === column || id === column);
  return { row: Number(row), column: inner?.name ?? null, text: problem.message || problem.code };
}

/** What a person reads about a problem of a field; in a sub-table it begins with the row and column meant. */
function sentence(problem: Problem, field: FieldModel, t: TFunction, locale: string): string {
  const said = problem.message || problem.code;
  const cell = cellOf(problem, field);
  if (!cell) return said;
  const column = field.fields.find(({ name }) => name === cell.column);
  const row = t("field.rowNumber", { number: cell.row + 1 });
  return t("field.inRow", { place: column ? `${row} · ${textOf(column.label, locale)}` : row, said });
}

/** All that is wrong with one field. */
export function fieldProblem(
  problems: readonly Problem[],
  field: FieldModel,
  t: TFunction,
  locale: string,
): FieldProblem {
  const told = problems.slice(0, MOST_TOLD).map((problem) => sentence(problem, field, t, locale));
  const more = problems.length - told.length;
  if (more > 0) told.push(t("form.moreProblems", { count: more }));
  const text = told.join("\n");
  const cells = problems.flatMap((problem) => cellOf(problem, field) ?? []);
  return cells.length > 0 ? { text, cells } : { text };
}

/** How many places are to be mended: cells of a sub-table are places of their own. */
export function placesOf(problems: ReadonlyMap<string, FieldProblem>): number {
  return [...problems.values()].reduce((sum, { cells }) => sum + Math.max(cells?.length ?? 0, 1), 0);
}
