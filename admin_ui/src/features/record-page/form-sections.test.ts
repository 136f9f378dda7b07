import { expect, test } from "vitest";

import type { FormSection } from "../../lib/model";
import { fieldsIn, shownSections } from "./form-sections";

const SECTIONS: FormSection[] = [
  { id: "s_1", name: "basics", items: [{ field: "name" }] },
  { id: "s_2", items: [{ field: "email" }] },
  {
    id: "s_3",
    type: "tabs",
    tabs: [
      { id: "s_4", label: {}, sections: [{ id: "s_5", items: [{ field: "budget" }] }] },
      { name: "other", label: {}, sections: [{ items: [{ field: "tier" }] }] },
    ],
  },
];

function left(...hidden: string[]) {
  return fieldsIn(shownSections(SECTIONS, new Set(hidden)));
}

test("sections and tabs that rules hide are left out, called by name or id, with all that is in them", () => {
  expect(left()).toEqual(["name", "email", "budget", "tier"]);
  expect(left("basics")).toEqual(["email", "budget", "tier"]);
  expect(left("s_2", "s_5")).toEqual(["name", "tier"]);
  expect(left("s_4", "other")).toEqual(["name", "email"]);
  expect(left("s_3")).toEqual(["name", "email"]);
});
