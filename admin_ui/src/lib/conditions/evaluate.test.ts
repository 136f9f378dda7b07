import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { holds, OutOfReach, type Reached, type RecordView } from "./evaluate";
import { partNames } from "./kinds";
import type { Moment } from "./relative";
import type { Condition } from "./tree";

interface Table {
  now: number;
  user: number;
  subordinates: number[];
  entities: Record<string, { name: string; type: string; settings?: Record<string, unknown> }[]>;
  companies: Record<string, Record<string, unknown>>;
  people: Record<string, Record<string, unknown>>;
  owners: Record<string, number>;
  cases: { condition: Condition; found: string[] }[];
}

// The same table that holds the server's evaluator and its SQL.
const FILE = join(import.meta.dirname, "../../../../tests/metadata/condition_cases.json");
const table = JSON.parse(readFileSync(FILE, "utf8")) as Table;

const moment: Moment = {
  now: table.now,
  timeZone: "Asia/Shanghai",
  weekStart: 1,
  user: table.user,
  department: null,
  departments: [],
  subordinates: table.subordinates,
};

const RECORDS = { company: table.companies, person: table.people };
const SYSTEM: Table["entities"][string] = [
  { name: "owner", type: "user" },
  { name: "department", type: "department" },
];

type EntityName = keyof typeof RECORDS;

function fieldsOf(entity: EntityName) {
  return [...(table.entities[entity] ?? []), ...SYSTEM];
}

function valuesOf(entity: EntityName, key: string): Record<string, unknown> {
  const owner = entity === "company" ? table.owners[key] : undefined;
  return { ...RECORDS[entity][key], owner };
}

/** A record of the table; references hold the key of the record they name. */
function record(entity: EntityName, key: string): RecordView {
  return {
    reach: (path) => reach(entity, key, path.split(".")),
    related({ entity: other, via }) {
      const name = other as EntityName;
      return Object.keys(RECORDS[name])
        .filter((candidate) => valuesOf(name, candidate)[via] === key)
        .map((candidate) => record(name, candidate));
    },
  };
}

function reach(entity: EntityName, key: string, [step = "", ...rest]: string[]): Reached {
  const field = fieldsOf(entity).find(({ name }) => name === step);
  if (!field) throw new Error(`${entity} has no field ${step}`);
  const value = valuesOf(entity, key)[step];
  const next = rest[0];
  if (next === undefined) return found(field, value);
  if (partNames(field.type).includes(next)) return { ...found(field, value), part: next };
  const target = String(field.settings?.entity) as EntityName;
  if (typeof value === "string") return reach(target, value, rest);
  return blank(target, rest);
}

function found(field: { type: string; settings?: Record<string, unknown> }, value: unknown): Reached {
  const reference = field.type === "reference" && typeof value === "string";
  return { type: field.type, value: reference ? Object.keys(table.companies).indexOf(value) + 1 : value };
}

/** The end of a path whose way is broken: blank, of the type that it would have. */
function blank(entity: EntityName, [step = "", ...rest]: string[]): Reached {
  const field = fieldsOf(entity).find(({ name }) => name === step);
  if (!field) throw new Error(`${entity} has no field ${step}`);
  const next = rest[0];
  if (next === undefined) return { type: field.type, value: null };
  if (partNames(field.type).includes(next)) return { type: field.type, value: null, part: next };
  return blank(String(field.settings?.entity) as EntityName, rest);
}

/** The companies that the condition holds for, or null where only the server can tell. */
function decide(condition: Condition): string[] | null {
  try {
    return Object.keys(table.companies).filter((key) => holds(condition, record("company", key), moment));
  } catch (error) {
    if (error instanceof OutOfReach) return null;
    throw error;
  }
}

const decided = table.cases.map((item) => ({ ...item, here: decide(item.condition) }));

test.each(
  decided.flatMap(({ condition, found: keys, here }) =>
    here === null ? [] : [[JSON.stringify(condition), here, keys] as const],
  ),
)("%s", (_name, here, keys) => {
  expect(here).toEqual(keys);
});

test("only the order of Chinese text, for its pinyin, and bare sums of money are left to the server", () => {
  const left = decided.filter(({ here }) => here === null).map(({ condition }) => condition);
  const [bare, ordered] = [true, false].map((sum) => left.filter((condition) => "sum" in condition === sum));
  expect(bare).toMatchObject([
    { sum: { of: "revenue" }, value: "7" },
    { sum: { of: "revenue.amount" }, value: "7" },
  ]);
  expect(ordered).not.toHaveLength(0);
  for (const condition of ordered ?? []) {
    expect(condition).toMatchObject({ field: "name" });
    expect(["lt", "le", "gt", "ge", "between"]).toContain((condition as { op: string }).op);
  }
  expect(left.length).toBeLessThan(table.cases.length / 20);
});

test("what is not here is left to the server", () => {
  const far: RecordView = {
    reach: (path) => {
      throw new OutOfReach(path);
    },
    related: () => [],
  };
  expect(() => holds({ field: "customer.tier", op: "eq", value: "high" }, far, moment)).toThrow(OutOfReach);
});
