/** What a bare text means for a field: one of a spreadsheet's cells, or of an address. */

import type { FieldModel } from "../lib/model";

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

function decimalIn(text: string): string | null {
  const bare = text.replaceAll(/[\s,，¥￥$€£%]/g, "").replace(/^\((.*)\)$/, "-$1");
  return /^-?\d+(\.\d+)?$/.test(bare) ? bare : null;
}

function dateIn(text: string): string | null {
  const found = /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?$/.exec(text.trim());
  if (!found) return null;
  const [, year = "", month = "", day] = found;
  const parts = [year, month.padStart(2, "0"), ...(day ? [day.padStart(2, "0")] : [])];
  return parts.join("-");
}

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

type Reader = (text: string, field: FieldModel) => ReadCell;

const decimal: Reader = (text) => known(decimalIn(text));

const whole: Reader = (text) => {
  const found = decimalIn(text);
  return found !== null && /^-?\d+$/.test(found) ? { value: Number(found) } : "unreadable";
};

const READERS: Readonly<Record<string, Reader>> = {
  number: decimal,
  percent: decimal,
  integer: whole,
  rating: whole,
  money: (text) => {
    const amount = decimalIn(text);
    return amount === null ? "unreadable" : { value: { amount } };
  },
  date: (text) => known(dateIn(text)),
  multi_select: optionsIn,
  tags: optionsIn,
  select: (text, field) => known(optionIn(field, text)),
  boolean: (text) => {
    if (YES.has(text.toLowerCase())) return { value: true };
    return NO.has(text.toLowerCase()) ? { value: false } : "unreadable";
  },
};

/** What a text means for a field. */
export function readCell(field: FieldModel, text: string): ReadCell {
  const trimmed = text.trim();
  if (trimmed === "") return { value: null };
  if (PLAIN.has(field.type)) return { value: trimmed };
  return READERS[field.type]?.(trimmed, field) ?? "unreadable";
}
