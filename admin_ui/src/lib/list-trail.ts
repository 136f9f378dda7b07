/**
 * The records of the list in sight, in its order: what previous and next of an open record mean. A record that is
 * opened from there as a page takes the list along as it was left.
 */

import { useEffect, useState, useSyncExternalStore } from "react";

import { whenBack } from "./api/connection";
import { asProblem } from "./api/problem";

export interface Trail {
  entity: string;
  ids: readonly number[];
  /** How many records lie before the first of these; nothing where nobody knows. */
  before: number | null;
  /** How many the whole list holds; nothing where nobody knows. */
  count: number | null;
  /** Ask for more records after the last one, where there are more. */
  onMore?: () => void;
  /** The same with more records after the last one, also when the list is no longer in sight. */
  onward?: () => Promise<Trail>;
}

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The page was opened from a list, and goes on through it. */
    alongList?: boolean;
  }
}

const STORED = "formloom.trail";
const MOST_STORED = 2_000;

let current: Trail | null = null;
/** The list that was in sight last. */
let left: Trail | null = remembered();
const watchers = new Set<() => void>();

function put(trail: Trail | null): void {
  current = trail;
  for (const watcher of watchers) watcher();
}

/** The list that was left before the page was loaded again. */
function remembered(): Trail | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(STORED) ?? "null") as Trail | null;
  } catch {
    return null;
  }
}

/** Keep the list that is left in the tab: whoever loads its page again goes on through it. */
function remember(trail: Trail): void {
  const { entity, ids, before, count } = trail;
  const more = Math.max(0, ids.length - MOST_STORED);
  const kept = { entity, ids: ids.slice(more), before: before === null ? null : before + more, count };
  try {
    window.sessionStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // Without room the way ends with the page.
  }
}

function leave(trail: Trail): void {
  left = trail;
  remember(trail);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Say which records a list shows, for as long as it is there. */
export function useLeaveTrail(
  {
    entity,
    rows,
    before,
    count,
  }: Omit<Trail, "ids" | "onMore" | "onward"> & { rows: readonly { id: number }[] },
  onMore?: () => void,
  readOn?: ReadOn,
): void {
  useEffect(() => {
    const ids = rows.map(({ id }) => id);
    const trail = longer({ entity, ids, before, count, ...(onMore ? { onMore } : {}) }, readOn);
    put(trail);
    return () => {
      if (current !== trail) return;
      leave(trail);
      put(null);
    };
  }, [entity, rows, before, count, onMore, readOn]);
}

/** The records after those that are known, and what reads those after them; nothing at the end. */
export type ReadOn = () => Promise<{ ids: readonly number[]; readOn: ReadOn | undefined }>;

function longer(trail: Trail, readOn: ReadOn | undefined): Trail {
  if (!readOn) return trail;
  return {
    ...trail,
    onward: async () => {
      const found = await readOn();
      const { onward: _before, ...known } = trail;
      return longer({ ...known, ids: [...trail.ids, ...found.ids] }, found.readOn);
    },
  };
}

export interface Neighbours {
  previous: number | undefined;
  next: number | undefined;
  /** Counted from one. */
  place: number | null;
  count: number | null;
}

/**
 * The records before and after one in the list that shows it; nothing where no list does. A record that leaves its
 * list while it is open, as by a follow-up, keeps those beside it that are still there. `along`: the list that was left
 * counts too.
 */
export function useNeighbours(entity: string, id: number, along = false): Neighbours | undefined {
  const shown = useSyncExternalStore(watch, () => current ?? (along ? left : null));
  const trail = shown?.entity === entity ? shown : null;
  const isThere = trail?.ids.includes(id) ?? false;
  const last = useLast(id, isThere ? trail : null);
  const isNearEnd = isThere && trail?.ids.slice(-2).includes(id);
  useEffect(() => {
    if (isNearEnd && trail) readFurther(trail);
  }, [isNearEnd, trail]);
  if (!trail) return undefined;
  if (isThere) return beside(trail, id);
  return last ? stillBeside(last, trail, id) : undefined;
}

/** A list in sight reads on by itself; one that was left is read on here. */
function readFurther(trail: Trail): void {
  if (trail === current) trail.onMore?.();
  else
    void trail.onward?.().then(
      (more) => trail === left && leave(more),
      (error: unknown) => {
        // Where the server refuses, the way ends here.
        if (asProblem(error).offline) whenBack(() => trail === left && readFurther(trail));
      },
    );
}

/** The last list that showed a record. */
function useLast(id: number, trail: Trail | null): Trail | null {
  const [last, setLast] = useState<{ id: number; trail: Trail } | null>(null);
  if (trail && (last?.id !== id || last.trail !== trail)) setLast({ id, trail });
  return last?.id === id ? last.trail : null;
}

function beside({ ids, before, count }: Trail, id: number): Neighbours {
  const at = ids.indexOf(id);
  const place = before === null ? null : before + at + 1;
  return { previous: ids[at - 1], next: ids[at + 1], place, count };
}

/** What is left of the neighbours that a record had. */
function stillBeside(last: Trail, trail: Trail, id: number): Neighbours | undefined {
  const had = beside(last, id);
  const [previous, next] = [had.previous, had.next].map((near) =>
    near !== undefined && trail.ids.includes(near) ? near : undefined,
  );
  if (previous === undefined && next === undefined) return undefined;
  return { previous, next, place: null, count: trail.count };
}
