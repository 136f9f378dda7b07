/** What a bare text means for a field: one of a spreadsheet's cells, or of an address. */

import { today } from "../lib/conditions/calendar";
import { precisionOf } from "../lib/format/dates";
import { readNumber, readRange } from "../lib/format/number-text";
import { readDate, readMoment, readTime } from "../lib/format/read-dates";
import { readDuration, SECONDS } from "../lib/format/read-durations";
import type { FieldModel } from "../lib/model";
import { unitsOf } from "./pieces/typed-number";

/** A cell that was read: its value, or that the text means nothing here. */
export type ReadCell = { value: unknown } | "unreadable";

const YES = new Set(["true", "1", "yes", "y", "是", "对", "√", "✓"]);
const NO = new Set(["false", "0", "no", "n", "否", "不"]);
const PLAIN = new Set([
  "text",
  "long_text",
  "email",
  "phone",
  "url",
  "barcode",
  "credit_code",
  "id_number",
  "color",
]);

function optionIn(field: FieldModel, text: string): string | null {
  const wanted = text.trim().toLowerCase();
  const found = field.options.find(
    ({ name, label }) =>
      name === wanted || Object.values(label).some((word) => word.trim().toLowerCase() === wanted),
  );
  return found?.name ?? null;
}

/** Several options in one cell, as people list them; one that is not known makes the cell unreadable. */
function optionsIn(text: string, field: FieldModel): ReadCell {
  const names = text
    .split(/[,，;；、]/)
    .filter((part) => part.trim() !== "")
    .map((part) => optionIn(field, part));
  return names.includes(null) ? "unreadable" : { value: names };
}

function known(value: unknown): ReadCell {
  return value === null ? "unreadable" : { value };
}

type Reader = (text: string, field: FieldModel, timeZone: string) => ReadCell;

const decimal: Reader = (text, { settings }) => known(readNumber(text, unitsOf(settings)));

const whole: Reader = (text, { settings }) => {
  const found = readNumber(text, unitsOf(settings));
  return found !== null && /^-?\d+$/.test(found) ? { value: Number(found) } : "unreadable";
};

/** What stands in no currency that the cell names is in the field's. */
const money: Reader = (text) => {
  const amount = readNumber(text);
  return amount === null ? "unreadable" : { value: { amount } };
};

/** A number alone is both ends. */
const range: Reader = (text, { settings }) => {
  const units = unitsOf(settings);
  const alone = readNumber(text, units);
  return known(alone === null ? readRange(text, units) : { min: alone, max: alone });
};

const duration: Reader = (text, { settings }) => {
  const unit = String(settings.unit);
  return known(readDuration(text, unit in SECONDS ? (unit as keyof typeof SECONDS) : "minute"));
};

const READERS: Readonly<Record<string, Reader>> = {
  number: decimal,
  percent: decimal,
  integer: whole,
  rating: whole,
  money,
  number_range: range,
  duration,
  date: (text, { settings }, timeZone) => known(readDate(text, precisionOf(settings), today(timeZone))),
  datetime: (text, _field, timeZone) => known(readMoment(text, timeZone)),
  time: (text) => known(readTime(text)),
  multi_select: optionsIn,
  tags: optionsIn,
  select: (text, field) => known(optionIn(field, text)),
  boolean: (text) => {
    if (YES.has(text.toLowerCase())) return { value: true };
    return NO.has(text.toLowerCase()) ? { value: false } : "unreadable";
  },
};

/** How a text that means nothing for its field stands in a cell of it all the same, to be mended there. */
const KEPT: Readonly<Record<string, (text: string) => unknown>> = {
  ...Object.fromEntries(
    ["number", "percent", "integer", "duration", "date", "datetime", "time"].map((type) => [
      type,
      (text: string) => text,
    ]),
  ),
  money: (amount) => ({ amount }),
  number_range: (min) => ({ min }),
};

/** A text that was not read, as the value that its box would keep; undefined where a box keeps no text. */
export function keptText(field: FieldModel, text: string): unknown {
  return KEPT[field.type]?.(text.trim());
}

/** What a text means for a field, read as the field's own box reads it. */
export function readCell(field: FieldModel, text: string, timeZone: string): ReadCell {
  const trimmed = text.trim();
  if (trimmed === "") return { value: null };
  if (PLAIN.has(field.type)) return { value: trimmed };
  return READERS[field.type]?.(trimmed, field, timeZone) ?? "unreadable";
}
