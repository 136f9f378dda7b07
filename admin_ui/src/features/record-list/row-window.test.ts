import { expect, test } from "vitest";

import type { RecordPage } from "../../lib/api/records";
import {
  anchorOf,
  edge,
  grown,
  idsBetween,
  lengthOf,
  missing,
  opened,
  patched,
  refilled,
  rowAt,
  shed,
  type Ask,
  type RowWindow,
} from "./row-window";

const SIZE = 10;

function answer(first: number, count = SIZE, ends: Partial<RecordPage> = {}): RecordPage {
  const items = Array.from({ length: count }, (_, at) => ({
    id: first + at,
    version: 1,
    title: `row ${first + at}`,
    values: { name: `row ${first + at}` },
  }));
  return { items, next: `after ${first + count - 1}`, previous: `before ${first}`, indexed: true, ...ends };
}

function ask(cursor: string | null, direction: Ask["direction"] = "next"): Ask {
  return { cursor, direction, limit: SIZE };
}

/** Rows 0 to 29 from the beginning of a list. */
function three(): RowWindow {
  const first = opened(answer(0, SIZE, { previous: null }), ask(null));
  const second = grown(first, answer(10), ask("after 9"));
  return grown(second, answer(20), ask("after 19"));
}

test("a window grows forward by key and knows its rows by index", () => {
  const window = three();
  expect(lengthOf(window)).toBe(30);
  expect(rowAt(window, 0)?.id).toBe(0);
  expect(rowAt(window, 29)?.id).toBe(29);
  expect(rowAt(window, 30)).toBeNull();
  expect(edge(window, "next")).toBe("after 29");
  expect(edge(window, "previous")).toBeNull();
});

test("a window opened at the end grows backward, and tells by how much its rows moved", () => {
  const end = opened(answer(90, SIZE, { next: null }), ask(null, "previous"));
  const window = grown(end, answer(80), ask("before 90", "previous"));
  expect(window.prepended).toBe(10);
  expect(rowAt(window, 0)?.id).toBe(80);
  expect(edge(window, "next")).toBeNull();
});

test("a page that arrives after the window changed is left out", () => {
  const window = three();
  expect(grown(window, answer(40), ask("after 39"))).toBe(window);
});

test("pages far from sight give up their rows and keep their place", () => {
  const window = shed(three(), 25, 29, 4);
  expect(window.pages.map(({ rows }) => rows !== null)).toEqual([false, false, true]);
  expect(lengthOf(window)).toBe(30);
  expect(rowAt(window, 3)).toBeNull();
  expect(missing(window, 12, 15)).toBe(1);
  expect(missing(window, 22, 29)).toBeNull();
  expect(idsBetween(window, 12, 8)).toEqual([8, 9, 10, 11, 12]);
  expect(shed(window, 25, 29, 4)).toBe(window);
});

test("a page comes back as it was, and the others keep their place", () => {
  const window = refilled(shed(three(), 25, 29, 4), 0, answer(0, SIZE, { previous: null }));
  expect(rowAt(window, 3)?.id).toBe(3);
  expect(window.pages).toHaveLength(3);
});

test("where the list changed meanwhile, what comes after is read anew", () => {
  const window = refilled(three(), 1, answer(11, SIZE));
  expect(window.pages).toHaveLength(2);
  expect(edge(window, "next")).toBe("after 20");
});

test("reading again begins at the page in sight and keeps what lies before it as places", () => {
  const { kept, ask: again } = anchorOf(three(), 14, 27, SIZE);
  expect(again).toEqual({ cursor: "after 9", direction: "next", limit: 18 });
  expect(kept.map(({ ids, rows }) => [ids.length, rows])).toEqual([[10, null]]);
});

test("a changed row is changed where it stands", () => {
  const window = patched(three(), 12, { version: 2, values: { name: "new" } });
  expect(rowAt(window, 12)).toMatchObject({ version: 2, values: { name: "new" } });
  expect(rowAt(window, 11)).toMatchObject({ version: 1 });
  expect(patched(window, 99, { values: {} })).toBe(window);
});
