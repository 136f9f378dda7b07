/** Columns that a person folded, remembered on this device for each view. */

import { useCallback, useState } from "react";

import type { ColumnKey } from "../../lib/api/boards";

function storeOf(view: string): string {
  return `formloom.board.${view}`;
}

function read(view: string): ReadonlySet<unknown> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(storeOf(view)) ?? "[]");
    return new Set(Array.isArray(kept) ? kept : []);
  } catch {
    return new Set();
  }
}

export function useFolded(view: string) {
  const [folded, setFolded] = useState(() => read(view));
  const toggle = useCallback(
    (key: ColumnKey) => {
      setFolded((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        window.localStorage.setItem(storeOf(view), JSON.stringify([...after]));
        return after;
      });
    },
    [view],
  );
  return { has: (key: ColumnKey | undefined) => key !== undefined && folded.has(key), toggle };
}
