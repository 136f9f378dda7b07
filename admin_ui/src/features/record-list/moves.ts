/** Where the keyboard goes in a list: from row to row, over heads of groups, to the ends. */

import type { Active } from "./rows-block";
import type { Segment } from "./segments";

/** The index that stands for the head of a group. */
export const HEAD = -1;

function lengthOf(segment: Segment, rowHeight: number): number {
  return segment.kind === "rows" ? Math.round(segment.height / rowHeight) : 0;
}

/** Places that can be reached: heads of groups and rows. */
function isReachable(segment: Segment, rowHeight: number): boolean {
  return segment.kind === "group" || lengthOf(segment, rowHeight) > 0;
}

function segmentAt(segments: readonly Segment[], active: Active): number {
  const kind = active.index === HEAD ? "group" : "rows";
  return segments.findIndex((segment) => segment.key === active.block && segment.kind === kind);
}

function entered(segment: Segment, column: number, rowHeight: number, fromBelow: boolean): Active {
  if (segment.kind === "group") return { block: segment.key, index: HEAD, column };
  return { block: segment.key, index: fromBelow ? lengthOf(segment, rowHeight) - 1 : 0, column };
}

/** A step inside a segment: where it leads, and how many rows of it are left for the next segments. */
function inside(
  segment: Segment,
  here: Active,
  by: number,
  rowHeight: number,
): { here: Active; left: number } {
  if (here.index === HEAD) return { here, left: by };
  const last = lengthOf(segment, rowHeight) - 1;
  const index = Math.min(last, Math.max(0, here.index + by));
  return { here: { ...here, index }, left: by - (index - here.index) };
}

/** The place so many rows further down, or up; the last one there is at the ends. */
export function moved(
  segments: readonly Segment[],
  active: Active | null,
  by: number,
  rowHeight: number,
): Active | null {
  const reachable = segments.filter((segment) => isReachable(segment, rowHeight));
  const first = reachable[0];
  if (!first) return null;
  let at = active ? segmentAt(reachable, active) : -1;
  if (!active || at < 0) return entered(first, active?.column ?? 0, rowHeight, false);
  const way = Math.sign(by);
  let step = { here: active, left: by };
  for (let segment = reachable[at]; segment;) {
    step = inside(segment, step.here, step.left, rowHeight);
    segment = reachable[at + way];
    if (step.left === 0 || !segment) break;
    at += way;
    step = { here: entered(segment, active.column, rowHeight, way < 0), left: step.left - way };
  }
  return step.here;
}

/** Where a place stands in the list, in pixels from its top. */
export function topOf(segments: readonly Segment[], active: Active, rowHeight: number): number | null {
  const segment = segments[segmentAt(segments, active)];
  if (!segment) return null;
  return segment.top + Math.max(0, active.index) * rowHeight;
}
