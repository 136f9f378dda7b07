/** The keys of a tree: up and down go line by line, right opens or goes in, left closes or goes out. */

import type { KeyboardEvent } from "react";

import type { RowLine } from "./tree-model";

interface TreeKeys {
  rows: readonly RowLine[];
  active: number | null;
  open: ReadonlySet<number>;
  onActive: (id: number) => void;
  onToggle: (id: number, open: boolean) => void;
  onOpen: (id: number) => void;
}

/** Where a key leads from a line, by index; nothing where it leads nowhere. */
function goal(key: string, at: number, rows: readonly RowLine[]): number | undefined {
  if (key === "ArrowDown") return Math.min(at + 1, rows.length - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return rows.length - 1;
  return undefined;
}

/** What right and left do in a line: open, go in, close, go out. */
function sideways(key: string, line: RowLine, below: RowLine | undefined, keys: TreeKeys): boolean {
  const { id, children } = line.row;
  const isOpen = keys.open.has(id);
  if (key === "ArrowRight" && children !== 0 && !isOpen) keys.onToggle(id, true);
  else if (key === "ArrowRight" && below?.parent === id) keys.onActive(below.row.id);
  else if (key === "ArrowLeft" && isOpen) keys.onToggle(id, false);
  else if (key === "ArrowLeft" && line.parent !== 0) keys.onActive(line.parent);
  else return false;
  return true;
}

export function treeKeys(keys: TreeKeys) {
  const { rows, active, onActive, onOpen } = keys;
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const found = rows.findIndex(({ row }) => row.id === active);
    const at = Math.max(0, found);
    const line = rows[at];
    if (!line) return;
    const next = goal(event.key, at, rows);
    if (next !== undefined) onActive(rows[next]?.row.id ?? line.row.id);
    else if (event.key === "Enter") onOpen(line.row.id);
    else if (!sideways(event.key, line, rows[at + 1], keys)) return;
    event.preventDefault();
  };
}
