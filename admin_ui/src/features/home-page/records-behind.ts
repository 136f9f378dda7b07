/** What a list is asked for so that it shows the very records that a block of a page tells of. */

import type { Condition } from "../../lib/conditions/tree";
import type { ViewModel } from "../../lib/model";

/** The view gives the columns; the condition narrows it to what was counted. */
export function recordsBehind(view: ViewModel | undefined, where: Condition | undefined) {
  return { ...(view ? { view: view.id } : {}), ...(where ? { filter: where } : {}) };
}
