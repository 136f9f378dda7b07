/** Decides a condition on one record as the server does: two-valued, a blank is never "unknown". */

import {
  asciiLower,
  comparedPartType,
  isBlank,
  kindOf,
  ordersAsText,
  readList,
  readScalar,
  type Scalar,
} from "./kinds";
import { isQualified, qualifiedComparison, qualifierOf } from "./qualified";
import { resolveRelative, type Moment, type Span } from "./relative";
import {
  isFieldOfRecord,
  isRelative,
  type Compare,
  type Condition,
  type Operator,
  type Related,
  type RelativeUnit,
} from "./tree";

/** A value at the end of a path, with what decides how it is compared. */
export interface Reached {
  type: string;
  value: unknown;
  /** Name of the part of the value that is meant, or empty. */
  part?: string;
  /** For dates: the unit that values are rounded down to. */
  precision?: RelativeUnit;
}

/** A record as conditions see it. Both functions throw OutOfReach for what this side does not have. */
export interface RecordView {
  reach(path: string): Reached;
  related(related: Related): RecordView[];
}

/** A condition asks for something that is not here, such as related records: only the server can decide. */
export class OutOfReach extends Error {}

const LONGEST_KEY = 80;

/**
 * What Latin text is ordered by. The order of other text goes by pinyin, which only the server has.
 * Throws OutOfReach for it.
 */
function orderKey(text: string): string {
  const head = Array.from(text).slice(0, LONGEST_KEY).join("");
  // eslint-disable-next-line no-control-regex
  if (!/^[\x00-\x7f]*$/.test(head)) throw new OutOfReach(text);
  return head.toLowerCase();
}

/** Whether the condition is true of the record. Throws OutOfReach when only the server can tell. */
export function holds(condition: Condition, record: RecordView, moment: Moment): boolean {
  if ("all" in condition) return condition.all.every((item) => holds(item, record, moment));
  if ("any" in condition) return condition.any.some((item) => holds(item, record, moment));
  if ("not" in condition) return !holds(condition.not, record, moment);
  if ("field" in condition) return compare(condition, record, moment);
  if ("exists" in condition) return matching(condition.exists, record, moment).length > 0;
  if ("count" in condition) {
    const count = BigInt(matching(condition.count, record, moment).length);
    return ordered(condition.op, count, BigInt(condition.value));
  }
  const wanted = readScalar("money", condition.sum.of === undefined ? null : condition.value);
  if (typeof wanted !== "bigint") return false;
  return ordered(condition.op, total(condition.sum, condition.value, record, moment), wanted);
}

function matching(related: Related, record: RecordView, moment: Moment): RecordView[] {
  const { where } = related;
  return record.related(related).filter((other) => where === undefined || holds(where, other, moment));
}

/** Amounts add up within one currency; which one is meant by a bare number only the server knows. */
function total(related: Related, wanted: unknown, record: RecordView, moment: Moment): bigint {
  let sum = 0n;
  for (const other of matching(related, record, moment)) {
    const reached = other.reach(related.of ?? "");
    const value = scalarOf(reached);
    if (typeof value === "bigint" && isSummed(reached, wanted)) sum += value;
  }
  return sum;
}

function isSummed({ type, value, part }: Reached, wanted: unknown): boolean {
  if (!isQualified(type) || (part && part !== "amount")) return true;
  const kind = qualifierOf(type, wanted);
  if (kind === null) throw new OutOfReach(type);
  return qualifierOf(type, value) === kind;
}

function compare(node: Compare, record: RecordView, moment: Moment): boolean {
  const reached = record.reach(node.field);
  if (node.op === "blank" || node.op === "not_blank") {
    return blank(reached) === (node.op === "blank");
  }
  const qualified = reached.part ? null : qualifiedComparison(node, reached.type);
  if (qualified) return holds(qualified, record, moment);
  const kind = reached.part ? "single" : kindOf(reached.type);
  if (kind === "list") return compareSets(node, reached, moment);
  return compareScalar(node, reached, record, moment);
}

function blank(reached: Reached): boolean {
  if (reached.part) return scalarOf(reached) === null;
  return isBlank(reached.type, reached.value);
}

function typeOf(reached: Reached): string {
  return reached.part ? comparedPartType(reached.type, reached.part) : reached.type;
}

function scalarOf(reached: Reached): Scalar {
  if (!reached.part) return readScalar(reached.type, reached.value);
  const parts = reached.value as Record<string, unknown> | null | undefined;
  return readScalar(typeOf(reached), parts?.[reached.part]);
}

function compareSets(node: Compare, reached: Reached, moment: Moment): boolean {
  const held = new Set(readList(reached.type, reached.value));
  const target: Target = { type: reached.type };
  const wanted = operandList(node.value, target, moment);
  if (node.op === "any_of") return wanted.some((item) => held.has(item));
  if (node.op === "none_of") return !wanted.some((item) => held.has(item));
  if (node.op === "all_of") return wanted.every((item) => held.has(item));
  throw new Error(`operator ${node.op} is not offered by ${reached.type}`);
}

/** What an operand is compared with. */
interface Target {
  type: string;
  precision?: RelativeUnit | undefined;
}

function operandList(raw: unknown, target: Target, moment: Moment): Scalar[] {
  const items: unknown[] = Array.isArray(raw) ? raw : [raw];
  return items.flatMap((item) => {
    const operand = operandOf(item, target, moment);
    return operand === NOTHING || isSpan(operand) ? [] : operand;
  });
}

/** A relative that stands for nothing here, such as the department of a person without one: it equals nothing. */
const NOTHING = Symbol("nothing");

type Operand = Scalar | Scalar[] | Span | typeof NOTHING;

function operandOf(raw: unknown, { type, precision }: Target, moment: Moment): Operand {
  if (!isRelative(raw)) return readScalar(type, raw);
  const resolved = resolveRelative(raw, type, moment, precision);
  if (resolved === null) return NOTHING;
  return typeof resolved === "object" && !("low" in resolved) ? [...resolved] : resolved;
}

function isSpan(operand: Operand): operand is Span {
  return typeof operand === "object" && operand !== null && "low" in operand;
}

function compareScalar(node: Compare, reached: Reached, record: RecordView, moment: Moment): boolean {
  const value = scalarOf(reached);
  const type = typeOf(reached);
  const target: Target = { type, precision: reached.precision };
  switch (node.op) {
    case "contains":
    case "not_contains":
    case "starts_with":
    case "ends_with":
      return matchesText(node.op, value, node.value);
    case "in":
    case "not_in": {
      const found = value !== null && operandList(node.value, target, moment).includes(value);
      return found === (node.op === "in");
    }
    case "between": {
      const [low, high] = node.value as [unknown, unknown];
      return (
        against("ge", value, operandOf(low, target, moment), type) &&
        against("le", value, operandOf(high, target, moment), type)
      );
    }
    default:
      break;
  }
  if (isFieldOfRecord(node.value)) {
    return againstField(node.op, value, scalarOf(record.reach(node.value.field_of_record)), type);
  }
  return against(node.op, value, operandOf(node.value, target, moment), type);
}

function againstField(op: Operator, value: Scalar, other: Scalar, type: string): boolean {
  if (value === null || other === null) return op === "ne";
  return orderedAs(type, op, value, other);
}

function against(op: Operator, value: Scalar, operand: Operand, type: string): boolean {
  if (operand === NOTHING) return op === "ne";
  if (operand === null) return op === "ne" && value !== null;
  if (Array.isArray(operand)) return false;
  if (value === null) return op === "ne";
  if (isSpan(operand)) return withinSpan(op, Number(value), operand);
  return orderedAs(type, op, value, operand);
}

function withinSpan(op: Operator, value: number, { low, high }: Span): boolean {
  switch (op) {
    case "eq":
      return value >= low && value < high;
    case "ne":
      return value < low || value >= high;
    case "lt":
      return value < low;
    case "le":
      return value < high;
    case "gt":
      return value >= high;
    default:
      return value >= low;
  }
}

function orderedAs(type: string, op: Operator, left: Scalar, right: Scalar): boolean {
  const asText = ordersAsText(type) && op !== "eq" && op !== "ne";
  if (!asText) return ordered(op, left, right);
  return ordered(op, orderKey(String(left)), orderKey(String(right)));
}

function ordered(op: Operator, left: Scalar, right: Scalar): boolean {
  if (op === "eq") return left === right;
  if (op === "ne") return left !== right;
  if (left === null || right === null) return false;
  if (op === "lt") return left < right;
  if (op === "le") return left <= right;
  return op === "gt" ? left > right : left >= right;
}

function matchesText(op: Operator, value: Scalar, wanted: unknown): boolean {
  if (value === null) return op === "not_contains";
  const held = asciiLower(String(value));
  const part = asciiLower(typeof wanted === "string" ? wanted : "");
  if (op === "starts_with") return held.startsWith(part);
  if (op === "ends_with") return held.endsWith(part);
  return held.includes(part) === (op === "contains");
}
