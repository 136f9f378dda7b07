/** What a stage asks for when a record is moved there by its cell. */

import type { EntityModel } from "../../lib/model";
import { useRecordDialogs } from "../../lib/view-shapes";
import type { MovedCell } from "./use-moved-cell";

export function MovedCellDialog({ entity, moving }: { entity: EntityModel; moving: MovedCell }) {
  const { StageDialog } = useRecordDialogs();
  const { asking, send, close } = moving;
  if (!asking) return null;
  const { flow, record, from, target } = asking;
  return <StageDialog {...{ entity, flow, record, from, target, send }} onCancel={close} onMoved={close} />;
}
