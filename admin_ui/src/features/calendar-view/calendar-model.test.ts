import { expect, test } from "vitest";

import type { CalendarRow } from "../../lib/api/boards";
import type { EntityModel, ViewModel } from "../../lib/model";
import { field, MODEL } from "../../test/sample-model";
import { calendarOf, entryOf, titleOfDays, valuesAt } from "./calendar-model";

const BASE = MODEL.entities[0] as EntityModel;
const COMPANY: EntityModel = {
  ...BASE,
  fields: [
    ...BASE.fields,
    field("due_on", "date", "截止"),
    field("until_on", "date", "结束"),
    field("month", "date", "月份", { settings: { precision: "month" } }),
    field("call_at", "datetime", "通话"),
    field("period", "date_range", "合同期", { parts: ["start", "end"] }),
    field("next_at", "datetime", "下次", { system: true, access: "read" }),
  ],
};

function calendar(shape: NonNullable<ViewModel["calendar"]>, entity = COMPANY) {
  const view = { id: "v", label: {}, entity: "company", type: "calendar", calendar: shape };
  return calendarOf(MODEL, entity, view);
}

function row(values: Record<string, unknown>, date = 0): CalendarRow {
  return { id: 5, version: 1, title: "远景", values, date };
}

test("a day, a span of days, a month, a moment and a range become entries", () => {
  const days = calendar({ start: "due_on", end: "until_on" });
  const entry = (shape: NonNullable<ViewModel["calendar"]>, values: Record<string, unknown>) =>
    entryOf(calendar(shape), row(values), "zh-CN");
  expect(entryOf(days, row({ due_on: "2026-11-05", until_on: "2026-11-07" }), "en")).toMatchObject({
    id: "5.0",
    title: "远景",
    start: "2026-11-05",
    end: "2026-11-08",
    allDay: true,
    sizable: true,
  });
  expect(entry({ start: "month" }, { month: "2026-11" })).toMatchObject({
    start: "2026-11-01",
    movable: false,
  });
  expect(entry({ start: "call_at" }, { call_at: "2026-11-05T01:00:00Z" })).toMatchObject({
    start: "2026-11-05T01:00:00Z",
    allDay: false,
    movable: true,
    sizable: false,
  });
  expect(entry({ start: "period" }, { period: { start: "2026-11-30", end: "2026-12-31" } })).toMatchObject({
    start: "2026-11-30",
    end: "2027-01-01",
  });
  expect(entry({ start: "next_at" }, { next_at: "2026-11-05T01:00:00Z" })).toMatchObject({ movable: false });
  expect(entry({ start: "due_on" }, { due_on: null })).toBeUndefined();
});

test("an entry that was moved says what the fields are to be", () => {
  const [days] = calendar({ start: "due_on", end: "until_on" }).dates;
  const [period] = calendar({ start: "period" }).dates;
  const [call] = calendar({ start: "call_at" }).dates;
  if (!days || !period || !call) throw new Error("dates are missing");
  expect(valuesAt(days, "2026-03-01", "2026-03-04")).toEqual({
    due_on: "2026-03-01",
    until_on: "2026-03-03",
  });
  expect(valuesAt(period, "2026-03-01", null)).toEqual({
    period: { start: "2026-03-01", end: "2026-03-01" },
  });
  expect(valuesAt(call, "2026-03-01T01:00:00.000Z", null)).toEqual({ call_at: "2026-03-01T01:00:00.000Z" });
});

test("entries are called and coloured by fields of the view; several dates have colours of their own", () => {
  const coloured = calendar({ start: "due_on", also: ["call_at"], title: "tier", color: "tier" });
  expect(entryOf(coloured, row({ due_on: "2026-11-05", tier: "high" }), "zh-CN")).toMatchObject({
    title: "高价值",
    color: "red",
  });
  const plain = calendar({ start: "due_on", also: ["call_at"] });
  const colors = plain.dates.map(({ color }) => color);
  expect(new Set(colors).size).toBe(2);
});

test("nobody moves what they may only read", () => {
  const reader = { ...COMPANY, actions: ["view"] };
  expect(calendar({ start: "due_on", end: "until_on" }, reader).dates[0]).toMatchObject({
    movable: false,
    sizable: false,
  });
});

test("a week is called by its days, in the reader's language", () => {
  const week = { from: "2026-11-30", until: "2026-12-07" };
  expect(titleOfDays(week, "zh-CN")).toBe("2026年11月30日 – 12月6日");
  expect(titleOfDays(week, "en")).toMatch(/^November 30\s–\sDecember 6, 2026$/);
});
