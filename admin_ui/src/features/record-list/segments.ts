/** How a list is laid out from top to bottom: rows, or groups with their rows. */

import type { RecordGroup } from "../../lib/api/groups";
import type { RecordQuery } from "../../lib/api/records";
import type { FieldModel, GroupModel } from "../../lib/model";

/** Records side by side, in one order. */
export interface Block {
  key: string;
  query: RecordQuery;
  /** How many there are, where that is known. */
  count: number | null;
}

export interface GroupHead {
  key: string;
  depth: number;
  by: GroupModel;
  field: FieldModel;
  group: RecordGroup;
  open: boolean;
}

export type Segment =
  | { kind: "rows"; key: string; top: number; height: number; block: Block }
  | { kind: "group"; key: string; top: number; height: number; head: GroupHead }
  | { kind: "more"; key: string; top: number; height: number };

export type Part =
  { kind: "rows"; block: Block } | { kind: "group"; head: GroupHead } | { kind: "more"; key: string };

/** Browsers draw nothing that is longer than some 17 million pixels: what is further on is reached from the end. */
const MOST_ROWS = 350_000;

/** Where each part of a list stands; `lengths` are rows by block, as far as known. */
export function layOut(
  parts: readonly Part[],
  lengths: Readonly<Record<string, number>>,
  rowHeight: number,
  headHeight: number,
): { segments: Segment[]; height: number } {
  let top = 0;
  const segments = parts.map((part): Segment => {
    const known = part.kind === "rows" ? (lengths[part.block.key] ?? part.block.count ?? 0) : 0;
    const rows = Math.min(known, MOST_ROWS);
    const height = part.kind === "rows" ? rows * rowHeight : headHeight;
    const place = { top, height };
    top += height;
    if (part.kind === "rows") return { kind: "rows", key: part.block.key, block: part.block, ...place };
    if (part.kind === "group") return { kind: "group", key: part.head.key, head: part.head, ...place };
    return { kind: "more", key: part.key, ...place };
  });
  return { segments, height: top };
}

/** The segments in sight. */
export function inSight(segments: readonly Segment[], top: number, bottom: number): Segment[] {
  return segments.filter((segment) => segment.top < bottom && segment.top + segment.height > top);
}

/** Which rows of a block are in sight, with some around; the end is not included. */
export function rowsInSight(
  segment: { top: number; height: number },
  view: { top: number; height: number },
  rowHeight: number,
  around: number,
): { first: number; end: number } {
  const count = Math.round(segment.height / rowHeight);
  const first = Math.floor((view.top - segment.top) / rowHeight) - around;
  const end = Math.ceil((view.top + view.height - segment.top) / rowHeight) + around;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}
