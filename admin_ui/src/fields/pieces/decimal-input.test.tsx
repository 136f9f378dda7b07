import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, beforeEach, expect, test } from "vitest";

import { AppPlaceProvider } from "../../lib/app-context";
import { startTexts } from "../../lib/i18n";
import { field, MODEL } from "../../test/sample-model";
import { SESSION } from "../../test/server";
import { controlOf } from "../registry";

/** What the field gave last. */
let given: unknown;

interface BoxProps {
  type: string;
  start: unknown;
  settings?: Record<string, unknown>;
}

function Box({ type, start, settings = {} }: BoxProps) {
  const [value, setValue] = useState<unknown>(start);
  const control = controlOf(type);
  return (
    <>
      <label id="box-label" htmlFor="box">
        数值
      </label>
      <control.Input
        field={field("amount", type, "数值", { settings })}
        value={value}
        values={{}}
        entity="company"
        id="box"
        labelId="box-label"
        controls={controlOf}
        onChange={(next) => {
          given = next;
          setValue(next);
        }}
      />
    </>
  );
}

function open(type: string, start: unknown, settings: Record<string, unknown> = {}) {
  const { container } = render(
    <AppPlaceProvider value={{ workspace: "main", app: "sales", model: MODEL, session: SESSION }}>
      <Box type={type} start={start} settings={settings} />
    </AppPlaceProvider>,
  );
  return {
    person: userEvent.setup(),
    box: container.querySelector<HTMLInputElement>("#box") as HTMLInputElement,
  };
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

beforeEach(() => {
  given = "nothing";
});

const CNY = { amount: "57000.00", currency: "CNY" };

test.each([
  ["money", CNY, "约5万", { amount: "约5万", currency: "CNY" }],
  ["number", "120.00", "abc", "abc"],
  ["integer", 120, "3个月", "3个月"],
  ["percent", "12.50", "一半", "一半"],
  ["number_range", { min: "1", max: "9" }, "很多", { min: "很多", max: "9" }],
  ["duration", 3600, "很久", "很久"],
])(
  "what is no number stays in the box of a %s, with what is wrong with it",
  async (type, start, typed, kept) => {
    const { person, box } = open(type, start);
    await person.clear(box);
    await person.type(box, typed);
    expect(screen.queryByRole("alert")).toBeNull();
    await person.tab();
    expect(box.value).toBe(typed);
    expect(given).toEqual(kept);
    expect(controlOf(type).isUnread(given)).toBe(true);
    expect(screen.getByRole("alert").textContent).toContain("不是数字");
    expect(box.getAttribute("aria-invalid")).toBe("true");
  },
);

test.each([
  ["money", CNY, "9600元", {}, { amount: "9600", currency: "CNY" }, "9,600.00"],
  ["money", CNY, "12万", {}, { amount: "120000", currency: "CNY" }, "120,000.00"],
  ["money", CNY, "5", { show_in: "10000" }, { amount: "50000", currency: "CNY" }, "5"],
  ["money", CNY, "１２３４", {}, { amount: "1234", currency: "CNY" }, "1,234.00"],
  ["integer", 120, "90天", { unit: "d" }, "90", "90"],
  ["integer", 120, "90天", { unit: { "zh-CN": "天", en: "days" } }, "90", "90"],
  ["percent", "1", "12.5%", {}, "12.5", "12.50"],
  ["duration", null, "2小时30分", {}, 9_000, "2"],
  ["duration", null, "3", {}, 10_800, "3"],
])("a %s of %j reads %s", async (type, start, typed, settings, value, shown) => {
  const { person, box } = open(type, start, settings);
  await person.clear(box);
  await person.type(box, typed);
  await person.tab();
  expect(given).toEqual(value);
  expect(box.value).toBe(shown);
  expect(screen.queryByRole("alert")).toBeNull();
});

test.each([
  ["8万-12万", { min: "80000", max: "120000" }],
  ["3万~9万", { min: "30000", max: "90000" }],
  ["200000 - 300000", { min: "200000", max: "300000" }],
])("both ends of a range may be typed into one box: %s", async (typed, range) => {
  const { person, box } = open("number_range", { min: "50000", max: "100000" });
  await person.clear(box);
  await person.type(box, typed);
  expect(given).toEqual(range);
  await person.tab();
  expect(given).toEqual(range);
  expect(screen.getByLabelText<HTMLInputElement>("上限").value).toBe(
    `${Number(range.max).toLocaleString("en")}.00`,
  );
});

test("the other end of a range is left alone", () => {
  const { box } = open("number_range", { min: "5", max: "9" });
  fireEvent.change(box, { target: { value: "7" } });
  expect(given).toEqual({ min: "7", max: "9" });
});
