/** Comparisons with a literal that names its currency: 500 US dollars is compared with dollars alone. */

import type { Compare, Condition, Operator } from "./tree";

/** The part of a value that a literal may name, by type of field. */
const QUALIFIERS: Readonly<Record<string, string>> = { money: "currency" };

const POSITIVE: Partial<Record<Operator, Operator>> = { ne: "eq", not_in: "in" };

/** The currency that a literal for a field of the type names, or null. */
export function qualifierOf(type: string, literal: unknown): string | null {
  const part = QUALIFIERS[type];
  if (part === undefined || typeof literal !== "object" || literal === null) return null;
  const kind = (literal as Record<string, unknown>)[part];
  return typeof kind === "string" ? kind.trim().toUpperCase() : null;
}

/** Whether values of the type are of kinds that do not add up. */
export function isQualified(type: string): boolean {
  return type in QUALIFIERS;
}

/** What compares only values of the currencies that a literal names; null where it names none. */
export function qualifiedComparison(node: Compare, type: string): Condition | null {
  const items: unknown[] = Array.isArray(node.value) ? node.value : [node.value];
  const kinds = items.map((item) => qualifierOf(type, item));
  const first = kinds.find((kind) => kind !== null);
  if (first === undefined) return null;
  const op = POSITIVE[node.op] ?? node.op;
  const ofKind = (value: unknown, kind: string | null): Condition => {
    const compared: Compare = { field: node.field, op, value };
    const part: Compare = { field: `${node.field}.${String(QUALIFIERS[type])}`, op: "eq", value: kind };
    return kind === null ? compared : { all: [compared, part] };
  };
  const plain = items.map((item) => withoutKind(item, String(QUALIFIERS[type])));
  const found = Array.isArray(node.value)
    ? op === "between"
      ? ofKind(plain, first)
      : { any: plain.map((item, at) => ofKind([item], kinds[at] ?? null)) }
    : ofKind(plain[0], first);
  return op === node.op ? found : { not: found };
}

function withoutKind(literal: unknown, part: string): unknown {
  if (typeof literal !== "object" || literal === null) return literal;
  return Object.fromEntries(Object.entries(literal).filter(([name]) => name !== part));
}
