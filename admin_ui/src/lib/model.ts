/** The model of an app as the server describes it, with the rights of the person applied. */

import type { Condition, Operator } from "./conditions/tree";
import type { Label } from "./label";
import type { Grain, PageModel } from "./page-model";
import type { BoardShape, CalendarShape, GalleryShape, TreeShape } from "./view-model";

export type WireValues = Record<string, unknown>;

export interface OptionModel {
  name: string;
  label: Label;
  color?: string | null;
  score?: number | null;
  disabled?: boolean;
  parent?: string | null;
}

export interface FieldModel {
  id: string;
  name: string;
  type: string;
  label: Label;
  help?: Label | null;
  placeholder?: Label | null;
  required: boolean;
  unique?: boolean;
  system: boolean;
  access: "masked" | "read" | "write";
  operators: Operator[];
  sortable: boolean;
  aggregates?: string[];
  parts: string[];
  settings: Record<string, unknown>;
  default?: FieldDefault | null;
  options: OptionModel[];
  fields: FieldModel[];
}

export type FieldDefault =
  | { fixed: unknown }
  | { current: "user" | "department" | "today" | "now" }
  | { parameter: string }
  | { linked: string };

export interface StageModel {
  id: string;
  name: string;
  label: Label;
  color?: string | null;
  type: "open" | "won" | "lost" | "invalid";
  probability?: number | null;
  guidance?: Partial<Record<"definition" | "goal" | "methods" | "tools" | "script", Label>> | null;
  by_hand: boolean;
  required_on_entry: string[];
  required_on_exit: string[];
  /** What is to be done in it. */
  tasks?: { label: Label; required: boolean }[];
  rot_days?: number | null;
  /** From which day on a record has nearly stayed too long. */
  remind_days?: number | null;
}

export interface FlowModel {
  id: string;
  name: string;
  label: Label;
  when: Condition | null;
  mode: "any" | "forward" | "listed";
  listed: { from: string; to: string }[];
  stages: StageModel[];
}

export interface RuleActionModel {
  action: "require" | "block" | "set" | "clear" | "lock" | "show" | "hide" | "message";
  field?: string;
  section?: string;
  value?: unknown;
  message?: Label;
}

export interface RuleModel {
  id?: string;
  when: Condition;
  then: RuleActionModel[];
  disabled?: boolean;
}

export interface SortModel {
  field: string;
  direction?: "asc" | "desc";
}

/** Which fields make records of an entity follow-ups of others. */
export interface ActivityModel {
  subject: string;
  happened_at: string;
  channel: string | null;
  next_at: string | null;
}

export interface EntityModel {
  id: string;
  name: string;
  label: Label;
  plural?: Label | null;
  icon?: string | null;
  color?: string | null;
  title: string[];
  default_sort: SortModel[];
  actions: string[];
  ownable: boolean;
  has_stages: boolean;
  search: boolean;
  attachments?: boolean;
  comments?: boolean;
  /** Whether it carries when it was last followed up and when it is next. */
  followed?: boolean;
  activity?: ActivityModel | null;
  quick_create: string | null;
  key_facts?: string[];
  fields: FieldModel[];
  flows: FlowModel[];
  rules: RuleModel[];
}

export interface FormFieldItem {
  field: string;
  span?: number;
  label?: Label;
  help?: Label;
  placeholder?: Label;
  required?: boolean;
  locked?: boolean;
  hidden?: boolean;
}

export interface FormTextItem {
  text: Label;
  span?: number;
}

export type FormItem = FormFieldItem | FormTextItem;

export interface FormSection {
  id?: string;
  name?: string;
  type?: "section" | "group" | "tabs";
  label?: Label;
  columns?: number;
  collapsed?: boolean;
  items?: FormItem[];
  tabs?: { id?: string; name?: string; label: Label; sections: FormSection[] }[];
}

export interface FormModel {
  id: string;
  name: string;
  label: Label;
  entity: string;
  purpose?: "main" | "quick" | "public";
  sections: FormSection[];
  rules?: RuleModel[];
}

export type ColumnModel = { field: string; width?: number; label?: Label };

export type GroupModel = { field: string; grain?: Grain };

/** How one person lays out a view. */
export type LayoutModel = { columns?: ColumnModel[]; frozen?: number; dense?: boolean };

/** The colour of rows for which a condition holds. */
export interface RowColorModel {
  when: Condition;
  color: string;
}

export interface ViewModel {
  id: string;
  name?: string;
  label: Label;
  entity: string;
  type: string;
  columns?: ColumnModel[];
  frozen?: number;
  /** Whether its rows are low. */
  dense?: boolean;
  filter?: Condition | null;
  sort?: SortModel[];
  group?: GroupModel[];
  totals?: { field: string; function: string }[];
  quick_filters?: string[];
  /** How many records are read at once. */
  page_size?: number;
  row_colors?: RowColorModel[];
  default?: boolean;
  locked?: boolean;
  personal?: boolean;
  /** Its filter speaks of what is gone. */
  broken?: boolean;
  layout?: LayoutModel;
  board?: BoardShape;
  calendar?: CalendarShape;
  gallery?: GalleryShape;
  tree?: TreeShape;
}

export interface MenuItem {
  id?: string;
  type: "group" | "entity" | "view" | "page" | "link";
  label?: Label;
  icon?: string;
  entity?: string;
  view?: string;
  page?: string;
  url?: string;
  items?: MenuItem[];
}

export interface AppModel {
  app: {
    id: string;
    name: string;
    label: Label;
    icon?: string | null;
    color?: string | null;
    menu: MenuItem[];
    languages: string[];
    home?: string | null;
  };
  settings: {
    languages: string[];
    default_language: string;
    time_zone: string;
    currency: string;
    currencies?: string[];
    week_start: number;
    date_order: "ymd" | "dmy" | "mdy";
  };
  revision: number;
  entities: EntityModel[];
  forms: FormModel[];
  views: ViewModel[];
  pages?: PageModel[];
}

/** The entity with this name or id. */
export function entityOf(model: AppModel, reference: string): EntityModel | undefined {
  return model.entities.find((entity) => entity.name === reference || entity.id === reference);
}

/** The field of an entity with this name or id. */
export function fieldOf(entity: EntityModel, reference: string): FieldModel | undefined {
  return entity.fields.find((field) => field.name === reference || field.id === reference);
}

/** The name of the entity that a reference field points to, or nothing. */
export function targetOf(field: FieldModel): string | undefined {
  return typeof field.settings.entity === "string" ? field.settings.entity : undefined;
}

/** The label of an entity's records taken together. */
export function pluralOf(entity: EntityModel): Label {
  return entity.plural ?? entity.label;
}

export interface PathEnd {
  /** Fields on the way, the last one included. */
  fields: FieldModel[];
  /** Name of the part of the last field's value, or empty. */
  part: string;
}

/** What a path such as `customer.tier` or `budget.max` leads to; nothing when a step is unknown or hidden. */
export function resolvePath(model: AppModel, entity: EntityModel, path: string): PathEnd | undefined {
  const fields: FieldModel[] = [];
  let here: EntityModel | undefined = entity;
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const last: FieldModel | undefined = fields.at(-1);
    if (last?.parts.includes(step) && index === steps.length - 1) return { fields, part: step };
    const field: FieldModel | undefined = here && fieldOf(here, step);
    if (!field) return undefined;
    fields.push(field);
    const target = targetOf(field);
    here = target ? entityOf(model, target) : undefined;
  }
  return { fields, part: "" };
}

/** What people call a record by number: its own where its entity numbers them, else the one of the workspace. */
export function numberOf(entity: EntityModel, record: { id: number; values: WireValues }): string {
  const numbered = entity.fields.find(({ type }) => type === "auto_number");
  const own = numbered && record.values[numbered.name];
  return typeof own === "string" && own !== "" ? own : `#${record.id}`;
}
