/** Changes to a mapping, and what a field can be filled from. */

import type { ImportColumn, Mapping, MappingColumn } from "../../lib/api/imports";
import { partNames } from "../../lib/conditions/kinds";
import type { EntityModel, FieldModel } from "../../lib/model";

export interface Target {
  path: string;
  field: FieldModel;
  part: string;
}

/** Types that no cell of text can become. */
const UNREADABLE = new Set(["sub_table", "file", "image", "signature", "rich_text", "auto_number"]);
/** What people do not type into forms, but a file may tell of a record: the server says who may. */
const SYSTEM_TARGETS = new Set(["owner", "stage"]);

/** The fields, and parts of them, that columns can fill. */
export function targetsOf(entity: EntityModel): Target[] {
  return entity.fields.flatMap((field): Target[] => {
    if (UNREADABLE.has(field.type)) return [];
    const told = field.system ? SYSTEM_TARGETS.has(field.name) : field.access === "write";
    if (!told || field.access === "masked") return [];
    const parts = partNames(field.type).filter((part) => field.parts.includes(part));
    return [
      { path: field.name, field, part: "" },
      ...parts.map((part) => ({ path: `${field.name}.${part}`, field, part })),
    ];
  });
}

const CHOICES = new Set(["select", "multi_select", "tags", "cascade"]);
const RECORDS = new Set(["reference", "references", "reference_any", "user", "users", "department"]);

export function isChoiceType(type: string): boolean {
  return CHOICES.has(type);
}

export function isChoice(field: FieldModel | undefined): boolean {
  return field !== undefined && isChoiceType(field.type);
}

export function isReference(field: FieldModel | undefined): boolean {
  return field !== undefined && RECORDS.has(field.type);
}

/** One entry for every column of the file: those the mapping forgot are left out on purpose. */
export function completed(mapping: Mapping, columns: readonly ImportColumn[]): Mapping {
  const used = new Set(mapping.columns.flatMap(({ from }) => from));
  const missing = columns.filter(({ letter }) => !used.has(letter));
  return {
    ...mapping,
    columns: [...mapping.columns, ...missing.map(({ letter }) => ({ from: [letter], to: null }))],
  };
}

/** A mapping read from a file, fitted to the columns at hand; null when the text is none. */
export function fitted(
  text: string,
  columns: readonly ImportColumn[],
  targets: readonly Target[],
): Mapping | null {
  const raw = parsed(text);
  if (!raw) return null;
  const letters = new Map(columns.flatMap(({ letter, name }) => [[name, letter] as const]));
  for (const { letter } of columns) letters.set(letter, letter);
  const known = new Set(targets.map(({ path }) => path));
  const entries = raw.columns.flatMap((entry): MappingColumn[] => {
    const from = entry.from.map((name) => letters.get(name));
    if (from.some((letter) => letter === undefined)) return [];
    const to = entry.to !== null && known.has(entry.to) ? entry.to : null;
    return [{ ...(to === null ? {} : entry), from: from.filter((letter) => letter !== undefined), to }];
  });
  return completed({ ...raw, columns: entries }, columns);
}

function parsed(text: string): Mapping | null {
  try {
    const found = JSON.parse(text) as Partial<Mapping> | null;
    const entries: unknown = found?.columns;
    if (!Array.isArray(entries) || !entries.every(isEntry)) return null;
    return { ...found, columns: entries };
  } catch {
    return null;
  }
}

function isEntry(raw: unknown): raw is MappingColumn {
  const { from, to } = (raw ?? {}) as Partial<MappingColumn>;
  return (
    Array.isArray(from) &&
    from.every((name) => typeof name === "string") &&
    (to === null || typeof to === "string")
  );
}

export function withEntry(mapping: Mapping, index: number, entry: MappingColumn): Mapping {
  return { ...mapping, columns: mapping.columns.with(index, entry) };
}

/** Point an entry at another field; rules that belonged to the old one go. */
export function retarget(entry: MappingColumn, to: string | null): MappingColumn {
  return {
    from: entry.from,
    to,
    ...(entry.join === undefined ? {} : { join: entry.join }),
    ...(entry.split ? { split: entry.split } : {}),
  };
}

/** Join another column to an entry; an entry that only skipped that column disappears. */
export function joinColumn(mapping: Mapping, index: number, letter: string): Mapping {
  const entry = mapping.columns[index];
  if (!entry || entry.from.includes(letter)) return mapping;
  const columns = mapping.columns
    .with(index, { ...entry, from: [...entry.from, letter], join: entry.join ?? " " })
    .filter((other, at) => at === index || other.to !== null || other.from.join() !== letter);
  return { ...mapping, columns };
}

/** Take a joined column out again; it gets an entry of its own. */
export function partColumn(mapping: Mapping, index: number, letter: string): Mapping {
  const entry = mapping.columns[index];
  if (!entry || entry.from.length < 2) return mapping;
  const columns = mapping.columns.with(index, {
    ...entry,
    from: entry.from.filter((other) => other !== letter),
  });
  return { ...mapping, columns: [...columns, { from: [letter], to: null }] };
}

/** A second use of the same column, for instance the other half of a name. */
export function usedAgain(mapping: Mapping, index: number): Mapping {
  const entry = mapping.columns[index];
  if (!entry) return mapping;
  return {
    ...mapping,
    columns: mapping.columns.toSpliced(index + 1, 0, { from: [...entry.from], to: null }),
  };
}

export function withoutEntry(mapping: Mapping, index: number): Mapping {
  return { ...mapping, columns: mapping.columns.toSpliced(index, 1) };
}

/** A name for each entry that stays when other columns are joined to it, split off or left out. */
export function entryKeys(mapping: Mapping): string[] {
  const uses = new Map<string, number>();
  return mapping.columns.map(({ from: [first = ""] }) => {
    const use = (uses.get(first) ?? 0) + 1;
    uses.set(first, use);
    return `${first}${use}`;
  });
}

/** Types whose values can be somebody's alone. */
const TELLING = new Set([
  "text",
  "integer",
  "number",
  "email",
  "phone",
  "url",
  "credit_code",
  "id_number",
  "barcode",
]);

/** Fields that columns fill and that can tell records apart. */
export function keyFields(mapping: Mapping, targets: readonly Target[]): Target[] {
  const used = new Set(mapping.columns.map(({ to }) => to));
  return targets.filter(({ path, part, field }) => !part && used.has(path) && TELLING.has(field.type));
}

/** What a person sees of an entry: its columns' names. */
export function entryName(entry: MappingColumn, columns: readonly ImportColumn[]): string {
  return entry.from
    .map((letter) => columns.find((column) => column.letter === letter)?.name || letter)
    .join(" + ");
}

/** How a column is listed: with its name, or with what it holds where the file has no names. */
export function columnText({ letter, name, samples }: ImportColumn): string {
  if (name !== letter) return `${letter} ${name}`;
  return samples[0] ? `${letter} · ${samples[0]}` : letter;
}

/** Sample texts of an entry, joined as they will be. */
export function samplesOf(entry: MappingColumn, columns: readonly ImportColumn[]): string[] {
  const sources = entry.from.map((letter) => columns.find((column) => column.letter === letter));
  // Different texts of one column, but whole rows of several: what is joined must belong together.
  const lists = sources.map((source) => (sources.length > 1 ? source?.first : source?.samples) ?? []);
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const joined = Array.from({ length: longest }, (_, row) =>
    lists
      .map((list) => list[row] ?? "")
      .filter(Boolean)
      .join(entry.join ?? " "),
  );
  return [...new Set(joined.map((text) => pieceOf(text, entry)).filter(Boolean))];
}

function pieceOf(text: string, entry: MappingColumn): string {
  if (!entry.split) return text;
  return text.split(entry.split.separator).at(entry.split.index)?.trim() ?? "";
}
