import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { useLeaveTrail, useNeighbours } from "./list-trail";

function listOf(...ids: number[]) {
  return { entity: "lead", rows: ids.map((id) => ({ id })), before: 0, count: ids.length };
}

function opened(id: number, ...ids: number[]) {
  const list = renderHook((shown: ReturnType<typeof listOf>) => useLeaveTrail(shown), {
    initialProps: listOf(...ids),
  });
  const { result, rerender } = renderHook((one: number) => useNeighbours("lead", one), { initialProps: id });
  return { result, open: rerender, show: (...next: number[]) => list.rerender(listOf(...next)) };
}

test("a record knows those before and after it in the list, and its place", () => {
  const { result } = opened(2, 1, 2, 3);
  expect(result.current).toEqual({ previous: 1, next: 3, place: 2, count: 3 });
});

test("a record that leaves the list while it is open keeps those beside it, without a place", () => {
  const { result, open, show } = opened(2, 1, 2, 3);
  show(1, 3);
  expect(result.current).toEqual({ previous: 1, next: 3, place: null, count: 2 });
  show(1);
  expect(result.current).toEqual({ previous: 1, next: undefined, place: null, count: 1 });
  open(1);
  expect(result.current).toEqual({ previous: undefined, next: undefined, place: 1, count: 1 });
});

test("a record of which the list knows nothing has no neighbours", () => {
  const { result, show } = opened(9, 1, 2, 3);
  expect(result.current).toBeUndefined();
  show(4, 5);
  expect(result.current).toBeUndefined();
});

test("a page that is loaded again goes on through the list that was left", async () => {
  renderHook(() => useLeaveTrail(listOf(4, 5, 6))).unmount();
  vi.resetModules();
  const again = await import("./list-trail");
  const { result } = renderHook(() => again.useNeighbours("lead", 5, true));
  expect(result.current).toEqual({ previous: 4, next: 6, place: 2, count: 3 });
});
