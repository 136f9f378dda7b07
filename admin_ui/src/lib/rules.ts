/** Live rules of an entity and a form: what is shown, asked for, locked, set and said while a person types. */

import { holds, OutOfReach, type RecordView } from "./conditions/evaluate";
import { formatDays } from "./conditions/calendar";
import { resolveRelative, type Moment } from "./conditions/relative";
import { isFieldOfRecord, isRelative, type RelativeUnit } from "./conditions/tree";
import type { Label } from "./label";
import type { AppModel, EntityModel, FieldModel, RuleActionModel, RuleModel, WireValues } from "./model";
import { resolvePath } from "./model";

/** What the rules say about a form's fields and sections, by name or id. */
export interface RuleOutcome {
  /** The values after set and clear. */
  values: WireValues;
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  messages: readonly { field?: string; message: Label }[];
  blocks: readonly { field?: string; message: Label | undefined }[];
}

const MOST_ROUNDS = 10;

/** What a date field rounds its values down to, if it says so. */
export function precisionOf(field: FieldModel): RelativeUnit | undefined {
  const { precision } = field.settings;
  return precision === "month" || precision === "quarter" || precision === "year" ? precision : undefined;
}

/** A record being edited; references lead only as far as `referred` was loaded. */
export function viewOf(
  model: AppModel,
  entity: EntityModel,
  values: WireValues,
  referred: Readonly<Record<string, unknown>> = {},
): RecordView {
  return {
    reach(path) {
      const end = resolvePath(model, entity, path);
      const last = end?.fields.at(-1);
      if (!end || !last) throw new OutOfReach(path);
      const near = end.fields.length === 1;
      if (!near && !(path in referred)) throw new OutOfReach(path);
      const precision = precisionOf(last);
      return {
        type: last.type,
        value: near ? values[last.name] : referred[path],
        part: end.part,
        ...(precision ? { precision } : {}),
      };
    },
    related(related) {
      throw new OutOfReach(related.entity);
    },
  };
}

function decided(rule: RuleModel, view: RecordView, moment: Moment): boolean | null {
  try {
    return holds(rule.when, view, moment);
  } catch (error) {
    if (error instanceof OutOfReach) return null;
    throw error;
  }
}

/** Apply rules in order; a rule that only the server can decide changes nothing here. */
export function applyRules(
  model: AppModel,
  entity: EntityModel,
  rules: readonly RuleModel[],
  given: WireValues,
  moment: Moment,
  referred: Readonly<Record<string, unknown>> = {},
): RuleOutcome {
  const active = rules.filter((rule) => !rule.disabled);
  const values = settle(model, entity, active, given, moment, referred);
  const view = viewOf(model, entity, values, referred);
  const marks: Marks = {
    shown: new Set(),
    byShow: new Set(),
    byHide: new Set(),
    required: new Set(),
    locked: new Set(),
    messages: [],
    blocks: [],
  };
  for (const rule of active) {
    const verdict = decided(rule, view, moment);
    for (const action of rule.then) mark(marks, action, verdict);
  }
  const { shown, byShow, byHide, ...rest } = marks;
  const hidden = new Set([...byHide, ...[...byShow].filter((target) => !shown.has(target))]);
  return { values, hidden, ...rest };
}

interface Marks {
  /** What some rule shows is hidden until one of those rules holds. */
  byShow: Set<string>;
  shown: Set<string>;
  byHide: Set<string>;
  required: Set<string>;
  locked: Set<string>;
  messages: { field?: string; message: Label }[];
  blocks: { field?: string; message: Label | undefined }[];
}

/** Note what an action does; `verdict` is null where only the server can decide: then nothing is hidden. */
function mark(marks: Marks, action: RuleActionModel, verdict: boolean | null): void {
  const target = action.field ?? action.section ?? "";
  if (action.action === "show") {
    marks.byShow.add(target);
    if (verdict !== false) marks.shown.add(target);
  }
  if (verdict === true) markTrue(marks, action, target);
}

function markTrue(marks: Marks, action: RuleActionModel, target: string): void {
  const spot = action.field === undefined ? {} : { field: action.field };
  switch (action.action) {
    case "hide":
      marks.byHide.add(target);
      break;
    case "require":
      marks.required.add(target);
      break;
    case "lock":
      marks.locked.add(target);
      break;
    case "message":
      if (action.message) marks.messages.push({ ...spot, message: action.message });
      break;
    case "block":
      marks.blocks.push({ ...spot, message: action.message });
      break;
    default:
      break;
  }
}

function settle(
  model: AppModel,
  entity: EntityModel,
  rules: readonly RuleModel[],
  given: WireValues,
  moment: Moment,
  referred: Readonly<Record<string, unknown>>,
): WireValues {
  let values = given;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = values;
    for (const rule of rules) {
      const writes = rule.then.filter(({ action }) => action === "set" || action === "clear");
      if (writes.length === 0) continue;
      if (decided(rule, viewOf(model, entity, values, referred), moment) !== true) continue;
      for (const action of writes) values = written(model, entity, values, action, moment);
    }
    if (values === before) break;
  }
  return values;
}

function written(
  model: AppModel,
  entity: EntityModel,
  values: WireValues,
  action: RuleActionModel,
  moment: Moment,
): WireValues {
  const name = action.field ?? "";
  const type = resolvePath(model, entity, name)?.fields[0]?.type;
  if (type === undefined) return values;
  const value = action.action === "clear" ? null : plainValue(action.value, type, values, moment);
  return same(values[name], value) ? values : { ...values, [name]: value };
}

/** The wire value that a rule or a default means: a literal, another field's value, today, me. */
export function plainValue(raw: unknown, type: string, values: WireValues, moment: Moment): unknown {
  if (isFieldOfRecord(raw)) return values[raw.field_of_record] ?? null;
  if (!isRelative(raw)) return raw ?? null;
  const resolved = resolveRelative(raw, type, moment);
  const single =
    typeof resolved === "object" && resolved !== null && "low" in resolved ? resolved.low : resolved;
  if (typeof single !== "number") return single;
  if (type === "date") return formatDays(single);
  return type === "datetime" ? new Date(single / 1000).toISOString() : single;
}

/** Whether two wire values say the same; a reference with its label equals its id. */
export function same(left: unknown, right: unknown): boolean {
  return comparable(left) === comparable(right);
}

function comparable(value: unknown): string {
  if (value === undefined || value === null || value === "") return "null";
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const record = inner as Record<string, unknown>;
    if ("id" in record && "label" in record)
      return "entity" in record ? [record.entity, record.id] : record.id;
    return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
