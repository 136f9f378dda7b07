/** The levels of a tree, each read when its parent is opened, and laid out as lines in the order in which they stand. */

import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";

import { readTree, type TreeAsked, type TreeRow } from "../../lib/api/boards";
import type { Place } from "../../lib/api/records";

const PAGE = 100;
const ROOT = 0;

/** What a level holds so far. */
interface Level {
  items: TreeRow[];
  next: string | null;
  /** Pages that it was read in. */
  pages: number;
}

export type TreeLine =
  | { kind: "row"; row: TreeRow; depth: number; parent: number; above: readonly number[]; astray: boolean }
  | { kind: "more"; parent: number; depth: number }
  | { kind: "loading"; parent: number; depth: number }
  | { kind: "failed"; parent: number; depth: number; error: unknown }
  | { kind: "astray"; depth: number };

export type AskedOfTree = Omit<TreeAsked, "parent" | "astray" | "cursor">;

/** Reads a level as far as it was read before: after a change it is as long as it was. */
async function readLevel(
  place: Place,
  asked: TreeAsked,
  pages: number,
  signal: AbortSignal | undefined,
): Promise<Level> {
  const level: Level = { items: [], next: null, pages };
  for (let page = 0; page < pages; page += 1) {
    const found = await readTree(place, { ...asked, cursor: level.next, limit: asked.limit ?? PAGE }, signal);
    level.items.push(...found.items);
    level.next = found.next;
    if (level.next === null) break;
  }
  return level;
}

function levelKey(place: Place, asked: AskedOfTree, parent: number) {
  return ["records", place, "tree", asked, parent];
}

export function useTree(place: Place, asked: AskedOfTree, enabled: boolean) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const parents = useMemo(() => [ROOT, ...open], [open]);
  const found = useQueries({
    queries: parents.map((parent) => ({
      queryKey: levelKey(place, asked, parent),
      queryFn: ({ signal }: { signal?: AbortSignal }) =>
        readLevel(
          place,
          { ...asked, ...(parent === ROOT ? {} : { parent }) },
          queries.getQueryData<Level>(levelKey(place, asked, parent))?.pages ?? 1,
          signal,
        ),
      enabled,
    })),
  });
  const root = found[0];
  const astray = useQuery({
    queryKey: ["records", place, "tree", asked, "astray"],
    queryFn: ({ signal }) => readTree(place, { ...asked, astray: true, limit: asked.limit ?? PAGE }, signal),
    enabled: enabled && root?.data?.next === null,
    retry: false,
  });
  const byParent = new Map(parents.map((parent, index) => [parent, found[index]]));
  const toggle = useCallback((id: number, wanted?: boolean) => {
    setOpen((before) => {
      const after = new Set(before);
      const opening = wanted ?? !after.has(id);
      if (opening) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const more = useCallback(
    async (parent: number) => {
      const queryKey = levelKey(place, asked, parent);
      const level = queries.getQueryData<Level>(queryKey);
      if (!level?.next) return;
      const next = await readTree(place, {
        ...asked,
        ...(parent === ROOT ? {} : { parent }),
        cursor: level.next,
        limit: asked.limit ?? PAGE,
      });
      queries.setQueryData<Level>(queryKey, {
        items: [...level.items, ...next.items],
        next: next.next,
        pages: level.pages + 1,
      });
    },
    [queries, place, asked],
  );
  const lines: TreeLine[] = [];
  const lay = (parent: number, depth: number, above: readonly number[]): void => {
    const level = byParent.get(parent);
    for (const row of level?.data?.items ?? []) layRow(row, depth, parent, above, false);
    if (level?.data?.next) lines.push({ kind: "more", parent, depth });
    if (level?.isPending) lines.push({ kind: "loading", parent, depth });
    if (level?.error) lines.push({ kind: "failed", parent, depth, error: level.error });
  };
  const layRow = (row: TreeRow, depth: number, parent: number, above: readonly number[], lost: boolean) => {
    // A record that stands above itself (made so before there was a tree) is not opened again.
    if (above.includes(row.id)) return;
    lines.push({ kind: "row", row, depth, parent, above, astray: lost });
    if (open.has(row.id)) lay(row.id, depth + 1, [...above, row.id]);
  };
  if (enabled) lay(ROOT, 0, []);
  const lost = enabled ? (astray.data?.items ?? []) : [];
  if (lost.length > 0) {
    lines.push({ kind: "astray", depth: 0 });
    for (const row of lost) layRow(row, 0, ROOT, [], true);
  }
  return { lines, open, toggle, more, root };
}

/** What a search finds anywhere in the tree, each with the way to it. */
export function useFound(place: Place, asked: AskedOfTree, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["records", place, "tree-found", asked],
    queryFn: ({ pageParam, signal }) =>
      readTree(place, { ...asked, cursor: pageParam, limit: asked.limit ?? PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled,
  });
}
