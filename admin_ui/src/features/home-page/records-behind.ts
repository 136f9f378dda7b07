/** What a list is asked for so that it shows the very records that a block of a page tells of. */

import type { Condition } from "../../lib/conditions/tree";
import type { ViewModel } from "../../lib/model";

/** The view gives the columns; the condition narrows it to what was counted. */
export function recordsBehind(view: ViewModel | undefined, where: Condition | undefined) {
  const filter = where && besides(where, view?.filter);
  return { ...(view ? { view: view.id } : {}), ...(filter ? { filter } : {}) };
}

function partsOf(condition: Condition): readonly Condition[] {
  return "all" in condition ? condition.all : [condition];
}

/** What a condition asks beyond a view's own: what both ask would stand twice above the list. */
function besides(where: Condition, kept: Condition | null | undefined): Condition | undefined {
  const known = new Set((kept ? partsOf(kept) : []).map((part) => JSON.stringify(part)));
  const rest = partsOf(where).filter((part) => !known.has(JSON.stringify(part)));
  if (rest.length === partsOf(where).length) return where;
  return rest.length > 1 ? { all: rest } : rest[0];
}
