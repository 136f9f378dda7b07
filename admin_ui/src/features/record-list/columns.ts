/** Which columns a list shows: the view's, or the most telling fields of the entity. */

import { textOf } from "../../lib/label";
import {
  resolvePath,
  type AppModel,
  type ColumnModel,
  type EntityModel,
  type FieldModel,
  type ViewModel,
} from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { controlOf } from "../../fields/registry";

export interface Column {
  path: string;
  field: FieldModel;
  label: string;
  width: number;
  /** Whether somebody chose the width: others take what room is left. */
  chosenWidth: boolean;
  align: "start" | "end";
  /** This column leads to the record and shows its title. */
  title: boolean;
  sortable: boolean;
}

const MOST = 9;
const TITLE_WIDTH = 220;
/** Types that say little in a cell: left out where nobody chose the columns. */
const QUIET = new Set([
  "long_text",
  "rich_text",
  "json",
  "sub_table",
  "file",
  "image",
  "signature",
  "address",
]);
const TELLING_SYSTEM = ["stage", "owner", "updated_at"];

function defaultPaths(entity: EntityModel): string[] {
  const own = entity.fields
    .filter((field) => !field.system && !QUIET.has(field.type))
    .map(({ name }) => name);
  const system = entity.fields.filter(({ name, system: made }) => made && TELLING_SYSTEM.includes(name));
  const first = [...entity.title.slice(0, 1), ...own.filter((name) => name !== entity.title[0])];
  return [...first.slice(0, MOST - system.length), ...system.map(({ name }) => name)];
}

/** The label of a path: each step's label, the part's last. */
export function labelOfPath(
  model: AppModel,
  entity: EntityModel,
  path: string,
  locale: string,
  partLabel: (part: string) => string,
): string {
  const end = resolvePath(model, entity, path);
  if (!end) return path;
  const words = end.fields.map((field) => textOf(field.label, locale));
  return [...words, ...(end.part ? [partLabel(end.part)] : [])].join(" · ");
}

/** The columns of a list; columns whose field is gone or hidden are left out. */
export function columnsOf(
  model: AppModel,
  entity: EntityModel,
  view: Pick<ViewModel, "columns" | "layout"> | undefined,
  locale: string,
  partLabel: (part: string) => string,
): Column[] {
  const chosen = [view?.layout?.columns, view?.columns].find((some) => some !== undefined && some.length > 0);
  const asked: ColumnModel[] = chosen ?? defaultPaths(entity).map((field) => ({ field }));
  const columns = asked.flatMap(({ field: path, width, label }): Column[] => {
    const end = resolvePath(model, entity, path);
    if (!end) return [];
    const field = fieldAt(end);
    const control = controlOf(field.type);
    return [
      {
        path,
        field,
        label: textOf(label, locale) || labelOfPath(model, entity, path, locale, partLabel),
        width: width ?? control.width,
        chosenWidth: width !== undefined,
        align: control.align,
        title: false,
        sortable: field.sortable,
      },
    ];
  });
  return withTitle(columns, entity, locale);
}

function withTitle(columns: Column[], entity: EntityModel, locale: string): Column[] {
  const at = columns.findIndex(({ path }) => entity.title.includes(path));
  const found = columns[at];
  if (found) {
    const width = found.chosenWidth ? found.width : Math.max(found.width, TITLE_WIDTH);
    return columns.with(at, { ...found, title: true, width });
  }
  const field = entity.fields.find(({ name }) => name === entity.title[0]);
  if (!field) return columns;
  const title: Column = {
    path: field.name,
    field,
    label: textOf(entity.label, locale),
    width: TITLE_WIDTH,
    chosenWidth: false,
    align: "start",
    title: true,
    sortable: field.sortable,
  };
  return [title, ...columns];
}
