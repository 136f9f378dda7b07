/** The blocks of rows that are drawn: how long they are, which rows they hold, and how the list as a whole stands. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { RecordRow } from "../../lib/api/records";
import { edge, idsBetween, lengthOf, rowAt, type Side } from "./row-window";
import type { BlockState } from "./rows-block";

export interface GridStatus {
  pending: boolean;
  fetching: boolean;
  error: Error | null;
  empty: boolean;
  /** Rows known so far. */
  loaded: number;
  more: boolean;
  /** Opened at the end: what lies before is not counted. */
  fromEnd: boolean;
}

export interface GroupsState {
  isPending: boolean;
  isFetching: boolean;
  error: Error | null;
  parts: readonly unknown[];
  refetch: () => Promise<unknown>;
}

export interface GridBlocks {
  lengths: Readonly<Record<string, number>>;
  status: GridStatus;
  onState: (key: string, state: BlockState | null) => void;
  rowAt: (block: string, index: number) => RecordRow | null;
  idsBetween: (block: string, from: number, to: number) => number[];
  loadedIds: () => number[];
  /** Where a record stands; nothing where it is not among the rows that are known. */
  placeOf: (id: number) => { block: string; index: number } | null;
  jump: (side: Side) => Promise<void>;
  /** Whether everything that has come is drawn. */
  settled: () => boolean;
  refetch: () => void;
}

export const START: GridStatus = {
  pending: true,
  fetching: true,
  error: null,
  empty: false,
  loaded: 0,
  more: false,
  fromEnd: false,
};

function statusOf({ rows, drawn: window }: BlockState): GridStatus {
  const loaded = window ? lengthOf(window) : 0;
  return {
    pending: rows.isPending || (rows.isSuccess && !window),
    fetching: rows.isFetching,
    error: rows.error,
    empty: rows.isSuccess && window !== undefined && loaded === 0,
    loaded,
    more: window !== undefined && edge(window, "next") !== null,
    fromEnd: window !== undefined && edge(window, "previous") !== null,
  };
}

function groupStatus(groups: GroupsState): GridStatus {
  const { isPending, isFetching, error, parts } = groups;
  const empty = !isPending && !error && parts.length === 0;
  return { ...START, pending: isPending, fetching: isFetching, error, empty };
}

function alike(one: GridStatus, other: GridStatus): boolean {
  return (Object.keys(one) as (keyof GridStatus)[]).every((key) => one[key] === other[key]);
}

export function useGridBlocks(
  groups: GroupsState,
  grouped: boolean,
  onStatus: (status: GridStatus) => void,
): GridBlocks {
  const states = useRef(new Map<string, BlockState>());
  const [lengths, setLengths] = useState<Readonly<Record<string, number>>>({});
  const [main, setMain] = useState(START);
  const onState = useCallback((key: string, state: BlockState | null) => {
    if (!state) {
      states.current.delete(key);
      return;
    }
    states.current.set(key, state);
    const { length } = state;
    setLengths((before) => (before[key] === length ? before : { ...before, [key]: length }));
    const next = statusOf(state);
    setMain((before) => (alike(before, next) ? before : next));
  }, []);
  const ofGroups = groupStatus(groups);
  const status = grouped ? ofGroups : main;
  const told = useRef<GridStatus | null>(null);
  useEffect(() => {
    if (told.current && alike(told.current, status)) return;
    told.current = status;
    onStatus(status);
  });

  const reading = useMemo(
    () => ({
      rowAt: (block: string, index: number) => {
        const window = states.current.get(block)?.drawn;
        return window ? rowAt(window, index) : null;
      },
      idsBetween: (block: string, from: number, to: number) => {
        const window = states.current.get(block)?.drawn;
        return window ? idsBetween(window, from, to) : [];
      },
      loadedIds: () =>
        [...states.current.values()].flatMap(({ drawn }) => drawn?.pages.flatMap(({ ids }) => ids) ?? []),
      placeOf: (id: number) => {
        for (const [block, { drawn }] of states.current) {
          const index = drawn?.pages.flatMap(({ ids }) => ids).indexOf(id) ?? -1;
          if (index >= 0) return { block, index };
        }
        return null;
      },
      settled: () => [...states.current.values()].every(({ rows, drawn }) => rows.window === drawn),
      jump: async (side: Side) => {
        const window = states.current.get("all")?.rows.window;
        const beyond = window && (side === "next" ? edge(window, "next") : edge(window, "previous"));
        if (beyond != null) await states.current.get("all")?.rows.jump(side);
      },
    }),
    [],
  );
  const { refetch: again } = groups;
  const refetch = useCallback(() => {
    if (grouped) void again();
    for (const { rows } of states.current.values()) void rows.refetch();
  }, [grouped, again]);
  return { lengths, status, onState, refetch, ...reading };
}
