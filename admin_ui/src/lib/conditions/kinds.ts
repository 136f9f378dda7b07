/** How values of each field type are compared: what the wire value becomes, and the types of its parts. */

import { parseDate, parseInstant } from "./calendar";
import { scaled } from "./decimal";

/** A value that can be compared: text, number, exact decimal; null is blank. */
export type Scalar = string | number | bigint | null;

/** Only letters of ASCII count the same in either case, as on the server. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

type Reader = (raw: unknown) => Scalar;

function text(raw: unknown): Scalar {
  return typeof raw === "string" ? raw.trim() || null : null;
}

/** An address of mail, which is equal to itself in either case. */
function mailbox(raw: unknown): Scalar {
  const written = text(raw);
  return typeof written === "string" ? asciiLower(written) : written;
}

/** The code of a currency, which is kept in capital letters. */
function currency(raw: unknown): Scalar {
  const written = text(raw);
  return typeof written === "string" ? written.toUpperCase() : written;
}

function truth(raw: unknown): Scalar {
  return typeof raw === "boolean" ? Number(raw) : null;
}

function day(raw: unknown): Scalar {
  return typeof raw === "string" ? parseDate(raw) : null;
}

function instant(raw: unknown): Scalar {
  return typeof raw === "string" ? parseInstant(raw) : null;
}

function clock(raw: unknown): Scalar {
  const match = typeof raw === "string" ? /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(raw) : null;
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) : null;
}

/** A node of a tree, by name or as the names from the root down to it. */
function node(raw: unknown): Scalar {
  return text(Array.isArray(raw) ? raw.at(-1) : raw);
}

/** The id of a record, user or department, as a number or as it came out with its label. */
export function idOf(raw: unknown): number | null {
  if (typeof raw === "number") return raw;
  const id = typeof raw === "object" && raw !== null && "id" in raw ? raw.id : null;
  return typeof id === "number" ? id : null;
}

function someRecord(raw: unknown): Scalar {
  const id = idOf(raw);
  const entity = typeof raw === "object" && raw !== null && "entity" in raw ? raw.entity : "";
  return id === null ? null : `${String(entity)}:${id}`;
}

function tree(raw: unknown): Scalar {
  return raw === null || raw === undefined ? null : JSON.stringify(raw);
}

/** An amount of money, with its currency or alone. */
function amountOf(raw: unknown): Scalar {
  return scaled(typeof raw === "object" && raw !== null && "amount" in raw ? raw.amount : raw);
}

/** How each single value is read; a type that is missing here cannot be compared and says so. */
const READERS: Readonly<Record<string, Reader>> = {
  text,
  long_text: text,
  rich_text: tree,
  email: mailbox,
  phone: text,
  url: text,
  id_number: text,
  credit_code: text,
  barcode: text,
  color: text,
  auto_number: text,
  select: text,
  cascade: node,
  number: scaled,
  integer: scaled,
  percent: scaled,
  rating: scaled,
  money: amountOf,
  currency,
  duration: scaled,
  boolean: truth,
  date: day,
  datetime: instant,
  time: clock,
  user: idOf,
  department: idOf,
  reference: idOf,
  reference_any: someRecord,
  json: tree,
  file: tree,
  image: tree,
  signature: tree,
};

const LISTS: Readonly<Record<string, Reader>> = {
  multi_select: text,
  tags: text,
  users: idOf,
  references: idOf,
};

const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  money: { amount: "number", currency: "text" },
  number_range: { min: "number", max: "number" },
  date_range: { start: "date", end: "date" },
  location: { latitude: "number", longitude: "number", label: "text" },
  address: {
    country: "text",
    province: "text",
    city: "text",
    district: "text",
    postal_code: "text",
    detail: "text",
  },
};

/** Types whose text is ordered by pinyin rather than by value. */
const TEXTUAL = new Set([
  "text",
  "email",
  "phone",
  "url",
  "id_number",
  "credit_code",
  "barcode",
  "auto_number",
]);

export type ListKind = "list" | "rows" | "parts" | "single";

/** Whether a field holds one value, several, parts or rows. */
export function kindOf(type: string): ListKind {
  if (type === "sub_table") return "rows";
  if (type in LISTS) return "list";
  return type in PARTS ? "parts" : "single";
}

/** The type of a part of a value. Throws for a part that the type does not have. */
export function partType(type: string, part: string): string {
  const found = PARTS[type]?.[part];
  if (found === undefined) throw new Error(`${type} has no part ${part}`);
  return found;
}

/** The type by which a condition compares a part, which people write as another. */
export function comparedPartType(type: string, part: string): string {
  return type === "money" && part === "currency" ? "currency" : partType(type, part);
}

/** The names of the parts of a type, in the order in which people write them. */
export function partNames(type: string): string[] {
  return Object.keys(PARTS[type] ?? {});
}

/** One comparable value. Throws for a type that cannot be compared. */
export function readScalar(type: string, raw: unknown): Scalar {
  const read = READERS[type] ?? LISTS[type];
  if (read === undefined) throw new Error(`values of type ${type} cannot be compared`);
  return raw === null || raw === undefined ? null : read(raw);
}

/** The comparable values of a multi-value, blanks left out. */
export function readList(type: string, raw: unknown): Scalar[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((item: unknown) => readScalar(type, item)).filter((item) => item !== null);
}

export function ordersAsText(type: string): boolean {
  return TEXTUAL.has(type);
}

/** Whether a wire value counts as empty: nothing, no items, or only empty parts. */
export function isBlank(type: string, raw: unknown): boolean {
  if (raw === null || raw === undefined || raw === "") return true;
  if (Array.isArray(raw)) return raw.length === 0;
  if (typeof raw === "string") return raw.trim() === "";
  const parts = PARTS[type];
  if (parts === undefined || typeof raw !== "object") return false;
  return Object.keys(parts).every((part) => {
    const value = (raw as Record<string, unknown>)[part];
    return value === null || value === undefined || value === "";
  });
}
