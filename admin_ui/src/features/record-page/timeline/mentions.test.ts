import { expect, test } from "vitest";

import { keptOf, piecesOf, typedOf } from "./mentions";

const PEOPLE = [
  { id: 1, label: "李明" },
  { id: 12, label: "李明远" },
];

test("names of members are kept by number, the longer of two names first", () => {
  expect(keptOf("@李明远 请看，@李明 也看 @nobody a@b.cn", PEOPLE)).toBe(
    "@[12] 请看，@[1] 也看 @nobody a@b.cn",
  );
});

test("a kept text is shown and typed with the names of now", () => {
  const kept = "@[12] 请看 @[99]";
  expect(piecesOf(kept, PEOPLE)).toEqual([{ person: PEOPLE[1] }, { text: " 请看 @[99]" }]);
  expect(typedOf(kept, PEOPLE)).toBe("@李明远 请看 @[99]");
  expect(keptOf(typedOf("a @[1]", PEOPLE), PEOPLE)).toBe("a @[1]");
});
