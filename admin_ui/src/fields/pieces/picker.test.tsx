import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { AppPlaceProvider } from "../../lib/app-context";
import { startTexts } from "../../lib/i18n";
import { field, MODEL } from "../../test/sample-model";
import { SESSION } from "../../test/server";
import { controlOf } from "../registry";

/** What the field gave last. */
let given: unknown;

interface BoxProps {
  type: string;
  start?: unknown;
  minutes?: number;
  settings?: Record<string, unknown>;
}

function Box({ type, start = null, minutes, settings = {} }: BoxProps) {
  const [value, setValue] = useState<unknown>(start);
  const control = controlOf(type);
  return (
    <>
      <label id="box-label" htmlFor="box">
        何时
      </label>
      <control.Input
        field={field("due", type, "何时", { settings })}
        value={value}
        values={{}}
        entity="company"
        id="box"
        labelId="box-label"
        minutes={minutes}
        controls={controlOf}
        onChange={(next) => {
          given = next;
          setValue(next);
        }}
      />
      <button type="button" onClick={() => (given = { saved: value })}>
        保存
      </button>
    </>
  );
}

function open(props: BoxProps, zone = "Asia/Shanghai") {
  const session = { ...SESSION, user: { ...SESSION.user, time_zone: zone } };
  render(
    <AppPlaceProvider value={{ workspace: "main", app: "sales", model: MODEL, session }}>
      <Box {...props} />
    </AppPlaceProvider>,
  );
  return { person: userEvent.setup(), box: screen.getByRole<HTMLInputElement>("textbox", { name: "何时" }) };
}

function day(text: string): HTMLElement {
  const days = document.querySelector<HTMLElement>(".ant-picker-dropdown .ant-picker-date-panel");
  const found = within(days as HTMLElement).getAllByText(text);
  return found.find((cell) => cell.closest(".ant-picker-cell-in-view")) as HTMLElement;
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

beforeEach(() => {
  given = "nothing";
  // The 30th in Shanghai, still the 29th in London.
  vi.useFakeTimers({ now: Date.parse("2026-11-29T18:30:00Z"), toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a day that is clicked is kept with a working hour, also when the button is pressed at once", async () => {
  const { person, box } = open({ type: "datetime" });
  await person.click(box);
  await person.click(day("30"));
  expect(box).toHaveValue("2026-11-30 09:00");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(given).toEqual({ saved: "2026-11-30T01:00:00.000Z" });
  expect(box).toHaveValue("2026-11-30 09:00");
});

test("a filter takes a day from its beginning", async () => {
  const { person, box } = open({ type: "datetime", minutes: 0 });
  await person.click(box);
  await person.click(day("30"));
  expect(given).toBe("2026-11-29T16:00:00.000Z");
});

test.each([
  ["2026-12-02 10:00", "2026-12-02T02:00:00.000Z", "2026-12-02 10:00"],
  ["2026-12-02", "2026-12-02T01:00:00.000Z", "2026-12-02 09:00"],
  ["12/2 15:30", "2026-12-02T07:30:00.000Z", "2026-12-02 15:30"],
])("the moment %s is kept when it is left by the button, by Tab and by Enter", async (typed, wire, shown) => {
  const { person, box } = open({ type: "datetime" });
  await person.type(box, typed);
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(given).toEqual({ saved: wire });
  expect(box).toHaveValue(shown);
  for (const key of ["{Tab}", "{Enter}"]) {
    given = "nothing";
    await person.clear(box);
    await person.type(box, `${typed}${key}`);
    expect(given).toBe(wire);
    expect(box).toHaveValue(shown);
  }
});

test.each([
  ["2026/12/5", "2026-12-05"],
  ["12-05", "2026-12-05"],
  ["2026年12月5日", "2026-12-05"],
  ["明天", "2026-12-01"],
])("the day %s is read when the field is left", async (typed, wire) => {
  const { person, box } = open({ type: "date" });
  await person.type(box, typed);
  expect(box).toHaveValue(typed);
  await person.tab();
  expect(given).toBe(wire);
  expect(box).toHaveValue(wire);
});

test("what cannot be read stays, complains, and goes when it is mended or emptied", async () => {
  const { person, box } = open({ type: "date", start: "2026-12-05" });
  await person.clear(box);
  await person.type(box, "下周二");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(box).toHaveValue("下周二");
  expect(screen.getByRole("alert")).toHaveTextContent("读不懂，请写成 2026-12-05 这样");
  expect(box).toHaveAccessibleDescription(/读不懂/);
  expect(given).toEqual({ saved: "下周二" });
  await person.clear(box);
  await person.tab();
  expect(given).toBeNull();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("a field that is emptied is empty, and one that is only visited keeps its value", async () => {
  const { person, box } = open({ type: "datetime", start: "2026-12-02T02:00:00Z" });
  await person.click(box);
  await person.tab();
  expect(given).toBe("nothing");
  await person.clear(box);
  await person.tab();
  expect(given).toBeNull();
  expect(box).toHaveValue("");
});

test("a time of day is read when the field is left", async () => {
  const { person, box } = open({ type: "time" });
  await person.type(box, "9点半");
  await person.tab();
  expect(given).toBe("09:30:00");
  expect(box).toHaveValue("09:30");
});

test("a month is read by its precision", async () => {
  const { person, box } = open({ type: "date", settings: { precision: "month" } });
  await person.type(box, "2026年12月{Enter}");
  expect(given).toBe("2026-12");
  expect(box).toHaveValue("2026-12");
});

test("each end of a range is kept as it is typed, also one alone", async () => {
  const { person, box } = open({ type: "date_range" });
  await person.type(box, "12/1");
  await person.tab();
  expect(given).toEqual({ start: "2026-12-01" });
  await person.type(document.getElementById("box-end") as HTMLElement, "12/9");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(given).toEqual({ saved: { start: "2026-12-01", end: "2026-12-09" } });
  expect(box).toHaveValue("2026-12-01");
});

test.each([
  ["Asia/Shanghai", "30", "2026-11-30 02:30"],
  ["Europe/London", "29", "2026-11-29 18:30"],
])("today and now are those of the person in %s", async (zone, today, now) => {
  const { person, box } = open({ type: "datetime" }, zone);
  await person.click(box);
  expect(document.querySelector(".ant-picker-cell-today")).toHaveTextContent(today);
  fireEvent.click(document.querySelector(".ant-picker-now-btn") as HTMLElement);
  expect(box).toHaveValue(now);
  expect(given).toBe("2026-11-29T18:30:00.000Z");
});
