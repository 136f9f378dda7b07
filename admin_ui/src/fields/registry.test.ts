import { expect, test } from "vitest";

import { controlOf, FIELD_CONTROLS } from "./registry";

/** Every type that a field of an entity can have, as docs/api.md and the server's registry list them. */
const TYPES = (
  "text long_text rich_text number integer money percent rating boolean date datetime time duration date_range " +
  "number_range select multi_select cascade tags email phone url id_number credit_code address location color user " +
  "users department reference reference_any references sub_table file image signature auto_number json barcode"
).split(" ");

test("every field type has a control of its own", () => {
  expect(FIELD_CONTROLS.map(({ type }) => type).sort()).toEqual([...TYPES].sort());
});

test("no control is listed twice", () => {
  expect(new Set(FIELD_CONTROLS.map(({ type }) => type)).size).toBe(FIELD_CONTROLS.length);
});

test("a type without a control is an error that names the type, never a text box", () => {
  expect(() => controlOf("hologram")).toThrow(/no control for fields of type hologram/);
});

test.each([
  ["reference", { id: 7, label: "远景" }, 7],
  [
    "references",
    [
      { id: 7, label: "远景" },
      { id: 8, label: "恒达" },
    ],
    [7, 8],
  ],
  ["user", { id: 3, label: "李明" }, 3],
  ["reference_any", { id: 5, label: "x", entity: "lead" }, { entity: "lead", id: 5 }],
  ["cascade", ["industry", "steel"], "steel"],
  ["integer", "12", 12],
  ["number", "12.50", "12.50"],
  ["money", { amount: "12.50", currency: "CNY" }, { amount: "12.50", currency: "CNY" }],
  ["number_range", { min: "10" }, { min: "10", max: null }],
  ["tags", ["hot"], ["hot"]],
  ["text", "", null],
  ["boolean", false, false],
])("a %s goes to the server as requests carry it", (type, shown, sent) => {
  expect(controlOf(type).toWire(shown)).toEqual(sent);
});
