/** What the rows of a sub-table are drawn from, as a sheet or as cards. */

import type { FieldModel } from "../../lib/model";
import type { CellFault, ControlLookup } from "../control";
import type { SubRow } from "./cells";

export interface SheetProps {
  field: FieldModel;
  entity: string;
  rows: readonly SubRow[];
  disabled: boolean;
  id: string;
  labelId: string;
  controls: ControlLookup;
  faults: readonly CellFault[];
  onRows: (rows: SubRow[]) => void;
}

/** What is wrong with a cell, or with the row that it stands in. */
export function faultAt(faults: readonly CellFault[], row: number, column: string): string | undefined {
  return faults.find((fault) => fault.row === row && (fault.column === null || fault.column === column))
    ?.text;
}
