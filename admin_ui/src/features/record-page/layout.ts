/** Which blocks a record is shown in: those of its page document, or an arrangement made from its entity. */

import type { Condition } from "../../lib/conditions/tree";
import {
  fieldOf,
  resolvePath,
  targetOf,
  type AppModel,
  type EntityModel,
  type FieldModel,
} from "../../lib/model";
import type { BlockModel } from "../../lib/page-model";
import { controlOf } from "../../fields/registry";
import { fieldsIn } from "./form-sections";

export interface RecordLayout {
  head: BlockModel[];
  main: BlockModel[];
  aside: BlockModel[];
}

const HEAD = new Set(["stage_path", "figures", "facts", "next_step"]);
const NARROW = 4;
const MOST_COLUMNS = 5;
const MOST_RELATED = 12;

function placeOf({ place, type, width }: BlockModel): keyof RecordLayout {
  if (place) return place;
  if (HEAD.has(type)) return "head";
  return type === "timeline" || (width !== undefined && width <= NARROW) ? "aside" : "main";
}

/** The record page of an entity, if it has one. */
export function layoutOf(model: AppModel, entity: EntityModel): RecordLayout {
  const page = model.pages?.find(
    ({ type, entity: about }) => type === "record" && (about === entity.name || about === entity.id),
  );
  const blocks = page?.blocks ?? ownBlocks(model, entity);
  const layout: RecordLayout = { head: [], main: [], aside: [] };
  for (const block of blocks) layout[placeOf(block)].push(block);
  // Where it stands and what to do next is never left out.
  if (!hasBlock(blocks, "next_step")) layout.head.push({ type: "next_step" });
  const others = unplaced(model, entity, blocks);
  if (others.length > 0) layout.main.push({ type: "others", fields: others });
  return layout;
}

/** Fields that no block shows: a page never loses what was added to its entity later. */
function unplaced(model: AppModel, entity: EntityModel, blocks: readonly BlockModel[]): string[] {
  if (blocks.some(coversAll)) return [];
  const placed = new Set(entity.title);
  for (const path of pathsIn(model, blocks)) {
    const end = resolvePath(model, entity, path);
    if (end?.fields.length === 1 && end.fields[0]) placed.add(end.fields[0].name);
  }
  if (hasBlock(blocks, "tags")) {
    for (const { name, type } of entity.fields) if (type === "tags") placed.add(name);
  }
  return entity.fields.filter((field) => !field.system && !placed.has(field.name)).map(({ name }) => name);
}

/** Whether a block, or one of its tabs, is the main form: that shows whatever it does not name itself. */
function coversAll(block: BlockModel): boolean {
  return (
    (block.type === "form" && !block.form) || (block.tabs ?? []).some((tab) => tab.blocks.some(coversAll))
  );
}

/** Every field of the record itself that blocks name; lists of other records name fields of those. */
function pathsIn(model: AppModel, blocks: readonly BlockModel[]): string[] {
  return blocks.flatMap((block) => {
    const own = block.type === "facts" || block.type === "fields" ? (block.fields ?? []) : [];
    const figures = (block.figures ?? []).flatMap((figure) => (figure.entity ? [] : (figure.field ?? [])));
    const form = model.forms.find(
      ({ id, name }) => block.form !== undefined && (id === block.form || name === block.form),
    );
    const inTabs = (block.tabs ?? []).flatMap((tab) => pathsIn(model, tab.blocks));
    return [...own, ...figures, ...fieldsIn(form?.sections ?? []), ...inTabs];
  });
}

function hasBlock(blocks: readonly BlockModel[], type: string): boolean {
  return blocks.some((block) => block.type === type || block.tabs?.some((tab) => hasBlock(tab.blocks, type)));
}

/** Without a page: its form, tags and files, what refers to it, and what happened to it. */
function ownBlocks(model: AppModel, entity: EntityModel): BlockModel[] {
  const facts =
    (entity.key_facts?.length ?? 0) > 0 ? [{ type: "facts", fields: entity.key_facts ?? [] }] : [];
  const files = entity.attachments ? [{ type: "files" }] : [];
  return [
    ...facts,
    { type: "next_step" },
    { type: "form" },
    ...files,
    ...relatedOf(model, entity),
    { type: "timeline" },
  ];
}

/** A list for each reference to the entity; follow-ups stand in the timeline already. */
function relatedOf(model: AppModel, entity: EntityModel): BlockModel[] {
  const found = model.entities
    .filter((other) => other.actions.includes("view") && !other.activity)
    .flatMap((other) =>
      other.fields
        .filter((field) => !field.system && mayName(field, entity) && field.operators.includes("eq"))
        .map((field) => ({ type: "related", entity: other.name, via: field.name, limit: 5 })),
    );
  return found.slice(0, MOST_RELATED);
}

/** Whether a reference field may name records of an entity. */
export function mayName(field: FieldModel, entity: EntityModel): boolean {
  const { entities } = field.settings;
  const target = targetOf(field);
  const named = Array.isArray(entities) ? (entities as unknown[]) : [];
  return (
    target === entity.name || target === entity.id || named.includes(entity.name) || named.includes(entity.id)
  );
}

/** What the usual list of an entity shows. */
function viewColumns(model: AppModel, entity: EntityModel): string[] {
  const own = model.views.filter(
    (view) => view.type === "table" && (view.entity === entity.name || view.entity === entity.id),
  );
  const usual = own.find((view) => view.default) ?? own[0];
  return (usual?.columns ?? []).map(({ field }) => field);
}

/** Columns of a list inside a record: what its block names, else its title and what fits in a line. */
export function columnsOf(model: AppModel, entity: EntityModel, block: BlockModel): FieldModel[] {
  const named = (block.fields ?? viewColumns(model, entity)).flatMap((path) => fieldOf(entity, path) ?? []);
  const shown = named.filter(({ name }) => name !== block.via);
  if (shown.length > 0) return block.fields ? shown : shown.slice(0, MOST_COLUMNS);
  const title = entity.title.flatMap((name) => fieldOf(entity, name) ?? []).slice(0, 1);
  const stage = entity.has_stages ? entity.fields.filter(({ name }) => name === "stage") : [];
  const others = entity.fields.filter(
    (field) =>
      !field.system &&
      field.name !== block.via &&
      !title.includes(field) &&
      !controlOf(field.type).wide &&
      field.type !== "auto_number",
  );
  return [...title, ...stage, ...others].slice(0, MOST_COLUMNS);
}

/** What a new record refers to the one in view by. */
export function referenceTo(
  field: FieldModel,
  entity: EntityModel,
  record: { id: number; title: string },
): Record<string, unknown> {
  const one = { id: record.id, label: record.title || `#${record.id}` };
  const value = field.type === "reference_any" ? { ...one, entity: entity.name } : one;
  return { [field.name]: field.type === "references" ? [value] : value };
}

/** Those records of an entity that name one in a field, as far as a condition lets them. */
export function naming(
  via: Pick<FieldModel, "name" | "type">,
  id: number,
  where: Condition | undefined,
): Condition {
  const several = via.type === "references";
  const names: Condition = { field: via.name, op: several ? "any_of" : "eq", value: several ? [id] : id };
  return where ? { all: [names, where] } : names;
}

/** What a block counts: the records that name the one in view where it says by which field, else all that it means. */
export function counted(
  about: EntityModel | undefined,
  { via, where }: { via?: string; where?: Condition },
  id: number,
): Condition | null {
  if (via === undefined) return where ?? null;
  const field = about && fieldOf(about, via);
  // A field that is not seen is named all the same: without it, the records of all others would be counted.
  return naming(field ?? { name: via, type: "reference" }, id, where);
}
