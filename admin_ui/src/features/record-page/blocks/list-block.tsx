/** Records by condition or of a view, beside the one in view; related ones have a list of their own. */

import { useAppPlace } from "../../../lib/app-context";
import type { ViewModel } from "../../../lib/model";
import type { BlockModel } from "../../../lib/page-model";
import { useRecord } from "../record-context";
import { RelatedBlock } from "./related-block";

/** What a block says, completed by its view. */
function withView(block: BlockModel, view: ViewModel | undefined): BlockModel {
  if (!view) return block;
  const filters = [block.where, view.filter].filter((one) => one != null);
  const where = filters.length > 1 ? { all: filters } : filters[0];
  return {
    label: view.label,
    entity: view.entity,
    fields: (view.columns ?? []).map(({ field }) => field),
    ...(view.sort ? { sort: view.sort } : {}),
    ...block,
    ...(where ? { where } : {}),
  };
}

export function ListBlock({ block }: { block: BlockModel }) {
  const { model } = useAppPlace();
  const { entity } = useRecord();
  const whole = withView(
    block,
    model.views.find(({ id, name }) => id === block.view || name === block.view),
  );
  return whole.entity && whole.entity !== entity.name ? <RelatedBlock block={whole} /> : null;
}
