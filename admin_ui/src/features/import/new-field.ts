/** A new field for a column of the file: which types it can have, and what such a field needs to know. */

import type { NewField } from "../../lib/api/apps";
import type { ColumnGuess, ImportColumn, MappingColumn } from "../../lib/api/imports";
import type { EntityModel } from "../../lib/model";
import { isChoiceType, retarget } from "./mapping";

/** Types that the texts of a file can become without further questions, the usual ones first. */
export const NEW_FIELD_TYPES = [
  "text",
  "long_text",
  "select",
  "multi_select",
  "tags",
  "integer",
  "number",
  "money",
  "percent",
  "rating",
  "date",
  "datetime",
  "time",
  "duration",
  "boolean",
  "phone",
  "email",
  "url",
  "id_number",
  "credit_code",
] as const;

export type NewFieldType = (typeof NEW_FIELD_TYPES)[number];

/** Decimals that a number keeps when nobody says how many. */
const USUAL_DECIMALS = 2;
const MOST_DECIMALS = 10;
const WITH_DECIMALS = new Set<NewFieldType>(["number", "money", "percent"]);
const WITH_SEVERAL = new Set<NewFieldType>(["multi_select", "tags"]);

/** What is known of the texts of an entry: joined and split texts are something else than their column. */
export function guessOf(entry: MappingColumn, columns: readonly ImportColumn[]): ColumnGuess | undefined {
  if (entry.from.length > 1 || entry.split) return undefined;
  return columns.find(({ letter }) => letter === entry.from[0])?.guess;
}

export function likelyType(guess: ColumnGuess | undefined): NewFieldType {
  return NEW_FIELD_TYPES.find((type) => type === guess?.type) ?? "text";
}

/** The name that a column proposes; a letter is none. */
export function likelyLabel(entry: MappingColumn, columns: readonly ImportColumn[]): string {
  return entry.from
    .map((letter) => columns.find((column) => column.letter === letter))
    .filter((column) => column && column.name !== column.letter)
    .map((column) => column?.name)
    .join(" ");
}

export function isTaken(entity: EntityModel, label: string): boolean {
  const folded = label.trim().toLowerCase();
  return entity.fields.some((field) =>
    Object.values(field.label).some((text) => text.toLowerCase() === folded),
  );
}

interface Wish {
  label: string;
  type: NewFieldType;
  locale: string;
  guess: ColumnGuess | undefined;
  /** The workspace's currency, for amounts that name none. */
  currency: string;
}

/** The field to ask the server for. */
export function newField({ label, type, locale, guess, currency }: Wish): NewField {
  const decimals = Math.min(guess?.decimals ?? 0, MOST_DECIMALS);
  const settings = {
    ...(WITH_DECIMALS.has(type) && decimals > USUAL_DECIMALS ? { decimals } : {}),
    ...(type === "money" ? { currency: guess?.currency ?? currency } : {}),
  };
  return {
    label: { [locale]: label.trim() },
    type,
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  };
}

/** The entry filling its new field: every text becomes an option, several in one cell are parted. */
export function filling(
  entry: MappingColumn,
  name: string,
  type: NewFieldType,
  guess: ColumnGuess | undefined,
): MappingColumn {
  return {
    ...retarget(entry, name),
    ...(isChoiceType(type) ? { unknown: "create" as const } : {}),
    ...(WITH_SEVERAL.has(type) && guess?.separator ? { separator: guess.separator } : {}),
  };
}
