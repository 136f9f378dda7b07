/** By which dates a calendar places records, and how a date of a record becomes an entry on it and back again. */

import type { CalendarRow } from "../../lib/api/boards";
import { recordColor } from "../../lib/card-facts";
import { textOf } from "../../lib/label";
import {
  fieldOf,
  resolvePath,
  type AppModel,
  type EntityModel,
  type FieldModel,
  type ViewModel,
  type WireValues,
} from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { NAMED_COLORS } from "../../ui/palette";

export interface PlacedBy {
  start: string;
  end?: string;
  field: FieldModel;
  endField: FieldModel | undefined;
  /** Whether entries can be moved, and made longer or shorter. */
  movable: boolean;
  sizable: boolean;
  /** Tells the dates apart where there are several. */
  color: string | undefined;
}

export interface CalendarModel {
  dates: PlacedBy[];
  colorField: FieldModel | undefined;
  /** What entries are called by, where it is not what records are called by. */
  titled: { path: string; field: FieldModel } | undefined;
  asked: string[];
}

const DATE_COLORS = ["blue", "green", "amber", "purple", "teal"];

function writable(entity: EntityModel, path: string, field: FieldModel): boolean {
  return !path.includes(".") && !field.system && field.access === "write" && entity.actions.includes("edit");
}

/** Whether both ends can be written. */
function isSizable(
  entity: EntityModel,
  field: FieldModel,
  end: string | undefined,
  endField: FieldModel | undefined,
) {
  if (field.type === "date_range") return true;
  return end !== undefined && endField !== undefined && writable(entity, end, endField);
}

/** One pair of dates; nothing where the reader does not see them. */
function placedBy(
  model: AppModel,
  entity: EntityModel,
  { start, end }: { start: string; end: string | undefined },
): PlacedBy | undefined {
  const found = resolvePath(model, entity, start);
  if (!found) return undefined;
  const field = fieldAt(found);
  const endField = end ? fieldOf(entity, end) : undefined;
  const precision = field.settings.precision ?? "day";
  const movable = precision === "day" && writable(entity, start, field);
  const sizable = movable && isSizable(entity, field, end, endField);
  return { start, ...(end ? { end } : {}), field, endField, movable, sizable, color: undefined };
}

function titledBy(model: AppModel, entity: EntityModel, path: string): CalendarModel["titled"] {
  const end = resolvePath(model, entity, path);
  return end && { path, field: fieldAt(end) };
}

/** The calendar of a view; dates that the reader does not see are left out. */
export function calendarOf(model: AppModel, entity: EntityModel, view: ViewModel): CalendarModel {
  const shape = view.calendar;
  const pairs = shape ? [{ start: shape.start, end: shape.end }, ...(shape.also ?? []).map(only)] : [];
  const seen = pairs.flatMap((pair) => placedBy(model, entity, pair) ?? []);
  const colorField = shape?.color ? fieldOf(entity, shape.color) : undefined;
  // Several dates are told apart by colours of their own, unless a field colours all entries.
  const telling = seen.length > 1 && !colorField;
  const dates = seen.map((placed, index) => ({
    ...placed,
    color: telling ? NAMED_COLORS[DATE_COLORS[index % DATE_COLORS.length] ?? ""] : undefined,
  }));
  const asked = [...dates.flatMap(({ start, end }) => [start, end]), colorField?.name, shape?.title];
  const titled = shape?.title ? titledBy(model, entity, shape.title) : undefined;
  return { dates, colorField, titled, asked: [...new Set(asked.filter((path) => path !== undefined))] };
}

function only(start: string): { start: string; end: string | undefined } {
  return { start, end: undefined };
}

export interface Entry {
  id: string;
  title: string;
  start: string;
  end?: string;
  allDay: boolean;
  color: string | null;
  movable: boolean;
  sizable: boolean;
  row: CalendarRow;
}

const DAY_MS = 86_400_000;

/** The day after (or so many days after) a day written 2026-11-05. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first day of a date of any precision: 2026-11 is 2026-11-01. */
function firstDay(wire: string): string | undefined {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(wire);
  if (quarter) return `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, "0")}-01`;
  const whole = /^\d{4}(-\d{2})?(-\d{2})?$/.exec(wire);
  return whole ? `${wire}-01-01`.slice(0, 10) : undefined;
}

interface Times {
  start: string;
  end?: string;
  allDay: boolean;
}

function rangeTimes(value: unknown): Times | undefined {
  const { start, end } = (value ?? {}) as { start?: string | null; end?: string | null };
  return start ? { start, end: dayAfter(end ?? start), allDay: true } : undefined;
}

function momentTimes(value: string, last: unknown): Times {
  return { start: value, ...(typeof last === "string" && last > value ? { end: last } : {}), allDay: false };
}

function dayTimes(value: string, last: unknown): Times | undefined {
  const day = firstDay(value);
  const until = typeof last === "string" ? firstDay(last) : undefined;
  if (!day) return undefined;
  return { start: day, ...(until && until >= day ? { end: dayAfter(until) } : {}), allDay: true };
}

function timesOf({ field, start, end }: PlacedBy, values: WireValues): Times | undefined {
  const value = values[start];
  if (field.type === "date_range") return rangeTimes(value);
  if (typeof value !== "string") return undefined;
  const last = end ? values[end] : undefined;
  return field.type === "datetime" ? momentTimes(value, last) : dayTimes(value, last);
}

/** A value in one line: an option or what is referred to by its label. */
function lineOf(field: FieldModel, value: unknown, locale: string): string {
  if (typeof value === "object" && value !== null && "label" in value) return String(value.label);
  const option = field.options.find(({ name }) => name === value);
  if (option) return textOf(option.label, locale);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The entry of a record under one of its dates. */
export function entryOf(calendar: CalendarModel, row: CalendarRow, locale: string): Entry | undefined {
  const { titled } = calendar;
  const placed = calendar.dates[row.date];
  const times = placed && timesOf(placed, row.values);
  if (!placed || !times) return undefined;
  return {
    id: `${row.id}.${row.date}`,
    title: (titled && lineOf(titled.field, row.values[titled.path], locale)) || row.title || `#${row.id}`,
    ...times,
    color: recordColor(calendar.colorField, row.values, row.color) ?? placed.color ?? null,
    movable: placed.movable,
    sizable: placed.sizable,
    row,
  };
}

/** What a record's fields are to be when its entry was moved to these times; ends of days are the day after. */
export function valuesAt(placed: PlacedBy, start: string, end: string | null): WireValues {
  if (placed.field.type === "date_range") {
    return { [placed.start]: { start, end: end ? dayAfter(end, -1) : start } };
  }
  const values: WireValues = { [placed.start]: start };
  if (placed.end && end) values[placed.end] = placed.field.type === "date" ? dayAfter(end, -1) : end;
  return values;
}

/** Some days as a title, such as 2026年11月30日 – 12月6日; the day after the last one is given. */
export function titleOfDays({ from, until }: { from: string; until: string }, locale: string): string {
  const [first, after] = [Date.parse(from), Date.parse(until)];
  if (Number.isNaN(first) || Number.isNaN(after)) return "";
  const last = after - 86_400_000;
  const day = { timeZone: "UTC", month: "long", day: "numeric" } as const;
  const whole = new Intl.DateTimeFormat(locale, { ...day, year: "numeric" });
  // Of two days in Chinese it makes figures with slashes.
  if (!locale.startsWith("zh")) return whole.formatRange(first, last);
  const sameYear = new Date(first).getUTCFullYear() === new Date(last).getUTCFullYear();
  const end = sameYear ? new Intl.DateTimeFormat(locale, day) : whole;
  return `${whole.format(first)} – ${end.format(last)}`;
}
