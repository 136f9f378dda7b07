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
import { labelOfPath } from "../../fields/conditions/path-label";
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
const MOST_MEASURED = 200;
const WIDEST_OPTION = 240;
/** The edges of a cell and of the pill in it, and its dot. */
const AROUND_OPTION = 24 + 16 + 12;
const WIDE_SIGN = /[\u2e80-\uffff]/u;
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

/** About how many pixels the longest option needs in a cell: its end is part of what it says. */
function widthOfOptions({ options }: FieldModel, locale: string): number {
  const longest = options.slice(0, MOST_MEASURED).reduce((most, { label }) => {
    const signs = [...textOf(label, locale)];
    return Math.max(
      most,
      signs.reduce((sum, sign) => sum + (WIDE_SIGN.test(sign) ? 12.5 : 7), 0),
    );
  }, 0);
  return longest === 0 ? 0 : Math.min(WIDEST_OPTION, Math.ceil(longest) + AROUND_OPTION);
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
        width: width ?? Math.max(control.width, widthOfOptions(field, locale)),
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

/** A column as a layout keeps it: with its width where somebody chose one. */
export function keptColumn({ path, width, chosenWidth }: Column): ColumnModel {
  return { field: path, ...(chosenWidth ? { width } : {}) };
}
