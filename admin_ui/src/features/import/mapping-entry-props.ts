/** What an entry of a mapping is drawn from, and what can be done with it. */

import type { ImportColumn, MappingColumn } from "../../lib/api/imports";
import type { EntityModel } from "../../lib/model";
import type { Target } from "./mapping";

export interface MappingEntryProps {
  entity: EntityModel;
  entry: MappingColumn;
  columns: readonly ImportColumn[];
  targets: readonly Target[];
  /** Whether the same column has another entry, so that this one may go. */
  repeated: boolean;
  onChange: (entry: MappingColumn) => void;
  onJoin: (letter: string) => void;
  onPart: (letter: string) => void;
  onAgain: () => void;
  onRemove: () => void;
  /** A field was made for this entry; its label. */
  onFieldMade: (label: string) => void;
}
