import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import type { RecordPage } from "../../lib/api/records";
import { grown, opened, type Ask, type RowWindow } from "./row-window";
import type { BlockState } from "./rows-block";
import { useGridBlocks } from "./use-grid-blocks";

function answer(first: number): RecordPage {
  const items = Array.from({ length: 10 }, (_, at) => ({
    id: first + at,
    version: 1,
    title: `row ${first + at}`,
    values: {},
  }));
  return { items, next: null, previous: `before ${first}`, indexed: true };
}

function state(newest: RowWindow | undefined, drawn: RowWindow | undefined): BlockState {
  const rows = { window: newest, isPending: false, isFetching: false, isSuccess: true, error: null };
  return { rows: rows as unknown as BlockState["rows"], drawn, length: 10 };
}

const NO_GROUPS = {
  isPending: false,
  isFetching: false,
  error: null,
  parts: [],
  refetch: () => Promise.resolve(),
};

test("a key means the row that is drawn in a place, though others have come in above it", () => {
  const backward: Ask = { cursor: null, direction: "previous", limit: 10 };
  const end = opened(answer(90), backward);
  const newest = grown(end, answer(80), { ...backward, cursor: "before 90" });
  const { result } = renderHook(() => useGridBlocks(NO_GROUPS, false, vi.fn()));
  act(() => result.current.onState("all", state(newest, end)));
  expect(result.current.rowAt("all", 9)?.id).toBe(99);
  expect(result.current.idsBetween("all", 8, 9)).toEqual([98, 99]);
  expect(result.current.status.loaded).toBe(10);
  expect(result.current.settled()).toBe(false);
  act(() => result.current.onState("all", state(newest, newest)));
  expect(result.current.rowAt("all", 19)?.id).toBe(99);
  expect(result.current.settled()).toBe(true);
});

test("a list is empty only once nothing is what is drawn", () => {
  const { result } = renderHook(() => useGridBlocks(NO_GROUPS, false, vi.fn()));
  const nothing = opened({ items: [], next: null, previous: null, indexed: true }, ask());
  act(() => result.current.onState("all", state(nothing, undefined)));
  expect(result.current.status).toMatchObject({ pending: true, empty: false });
  act(() => result.current.onState("all", state(nothing, nothing)));
  expect(result.current.status).toMatchObject({ pending: false, empty: true });
});

function ask(): Ask {
  return { cursor: null, direction: "next", limit: 10 };
}
