import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createElement } from "react";
import { expect, test } from "vitest";

import type { Session } from "../lib/api/session";
import { AppPlaceProvider } from "../lib/app-context";
import { Messages } from "../ui/messages";
import { startTexts } from "../lib/i18n";
import { field, MODEL } from "../test/sample-model";
import { SESSION } from "../test/server";

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

/** What people write in one line as it is; everything else has a control of its own kind. */
const WRITTEN = ["text", "email", "phone", "url", "id_number", "credit_code"];
/** Values that the product gives. */
const GIVEN = ["auto_number"];

test("every type that people write has an editing control", () => {
  const shownOnly = FIELD_CONTROLS.filter(({ editable }) => !editable).map(({ type }) => type);
  expect(shownOnly).toEqual(GIVEN);
});

function Control({ type }: { type: string }) {
  const control = controlOf(type);
  const known = field("f", type, "字段", { settings: SETTINGS[type] ?? {}, options: [] });
  return createElement(control.Input, {
    field: known,
    value: null,
    values: {},
    entity: "company",
    id: "f",
    labelId: "f-label",
    controls: controlOf,
    onChange: () => undefined,
  });
}

const SETTINGS: Record<string, Record<string, unknown>> = {
  reference: { entity: "company" },
  references: { entity: "company" },
  reference_any: { entities: ["company"] },
  sub_table: { fields: [] },
};

test.each(TYPES.filter((type) => !GIVEN.includes(type)))(
  "a %s is a text box only if it is text",
  async (type) => {
    await startTexts("zh-CN");
    const place = { workspace: "main", app: "sales", model: MODEL, session: SESSION as unknown as Session };
    const queries = new QueryClient();
    const tree = createElement(Control, { type });
    const inApp = createElement(AppPlaceProvider, { value: place }, tree);
    const { container } = render(
      createElement(QueryClientProvider, { client: queries }, createElement(Messages, null, inApp)),
    );
    const controls = container.querySelectorAll(
      "input, textarea, button, [role='combobox'], [role='slider'], [role='radio'], .ant-skeleton, label",
    );
    expect(controls.length).toBeGreaterThan(0);
    const [only] = controls;
    const isTextBox = controls.length === 1 && only?.tagName === "INPUT" && isPlain(only as HTMLInputElement);
    expect(isTextBox).toBe(WRITTEN.includes(type) || type === "barcode");
  },
);

/** An input for any text: no choice, no number, no date. */
function isPlain(input: HTMLInputElement): boolean {
  if (input.getAttribute("role") === "combobox" || ["decimal", "numeric"].includes(input.inputMode))
    return false;
  return ["text", "email", "tel", "url"].includes(input.type) && !input.closest(".ant-picker");
}
