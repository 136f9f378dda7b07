/** Which records are chosen: some, or all that match except some. */

export interface Selection {
  all: boolean;
  /** The chosen ones; where all are chosen, those that are not. */
  ids: ReadonlySet<number>;
}

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, ids: new Set() };

export function isChosen(selection: Selection, id: number): boolean {
  return selection.all !== selection.ids.has(id);
}

export function isEmpty(selection: Selection): boolean {
  return !selection.all && selection.ids.size === 0;
}

export function toggled(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids };
}

/** The selection with these records chosen too, or none of them. */
export function withAll(selection: Selection, some: readonly number[], chosen: boolean): Selection {
  const ids = new Set(selection.ids);
  for (const id of some) {
    if (chosen === selection.all) ids.delete(id);
    else ids.add(id);
  }
  return { ...selection, ids };
}

/** How many are chosen; nothing where all are and nobody knows how many that is. */
export function sizeOf(selection: Selection, total: number | null): number | null {
  if (!selection.all) return selection.ids.size;
  return total === null ? null : Math.max(0, total - selection.ids.size);
}
