/** What a board is made of: its field, its flow, what its cards show, and where a card may go. */

import type { BoardRow, ColumnKey } from "../../lib/api/boards";
import type { Condition } from "../../lib/conditions/tree";
import type {
  AppModel,
  EntityModel,
  FieldModel,
  FlowModel,
  StageModel,
  ViewModel,
  WireValues,
} from "../../lib/model";
import type { BoardShape } from "../../lib/view-model";
import { factsAt } from "../../lib/card-facts";
import { fieldOf } from "../../lib/model";
import { whyNot, type MoveRefusal } from "../../lib/stages";
import { withStage } from "../../fields/deadlines";
import { fieldAt } from "../../fields/part-field";

export type Movement = "stage" | "owner" | "field" | null;

export interface CardFact {
  path: string;
  field: FieldModel;
}

export interface BoardModel {
  shape: BoardShape;
  field: FieldModel;
  /** The flow whose stages are the columns. */
  flow: FlowModel | undefined;
  movement: Movement;
  entity: EntityModel;
  facts: CardFact[];
  colorField: FieldModel | undefined;
  /** Fields that the rows bring along. */
  asked: string[];
}

/** A card on its way, and the column it came from. */
export interface Dragged {
  row: BoardRow;
  from: ColumnKey;
}

const MOST_FACTS = 5;

/** The comparisons that a condition demands all of. */
function demands(condition: Condition | null | undefined): Condition[] {
  if (!condition) return [];
  return "all" in condition ? condition.all.flatMap(demands) : [condition];
}

/** The flow that a view is about: the one whose condition its filter demands, else the first. */
export function flowFor(
  entity: EntityModel,
  view: Pick<ViewModel, "filter">,
  chosen: string | undefined,
): FlowModel | undefined {
  const named = entity.flows.find(({ name, id }) => name === chosen || id === chosen);
  if (named) return named;
  const filter = new Set(demands(view.filter).map((item) => JSON.stringify(item)));
  const meant = entity.flows.find(({ when }) => {
    const needed = demands(when);
    return needed.length > 0 && needed.every((item) => filter.has(JSON.stringify(item)));
  });
  return meant ?? entity.flows[0];
}

function movementOf(entity: EntityModel, field: FieldModel): Movement {
  if (field.name === "stage" && field.system) return entity.actions.includes("edit") ? "stage" : null;
  if (field.name === "owner" && field.system) return entity.actions.includes("assign") ? "owner" : null;
  return !field.system && field.access === "write" && entity.actions.includes("edit") ? "field" : null;
}

function factsOf(model: AppModel, entity: EntityModel, view: ViewModel, shape: BoardShape): CardFact[] {
  const paths = shape.card ?? view.columns?.map(({ field }) => field) ?? [];
  const found = factsAt(model, entity, paths, [shape.field], MOST_FACTS);
  return found.map(({ path, end }) => ({ path, field: fieldAt(end) }));
}

/** The board of a view; nothing where its field is hidden from the reader. */
export function boardOf(
  model: AppModel,
  entity: EntityModel,
  view: ViewModel,
  chosenFlow: string | undefined,
): BoardModel | undefined {
  const shape = view.board;
  const field = shape && fieldOf(entity, shape.field);
  if (!shape || !field) return undefined;
  const staged = field.name === "stage" && field.system;
  const facts = factsOf(model, entity, view, shape);
  const colorField = shape.color ? fieldOf(entity, shape.color) : undefined;
  const shown = facts.map((fact) => fact.field);
  const asked = [
    ...withStage(
      entity,
      shown,
      facts.map(({ path }) => path),
    ),
    field.name,
    ...(colorField ? [colorField.name] : []),
    ...(staged ? ["stage_entered_at"] : []),
    ...(entity.ownable && fieldOf(entity, "owner") ? ["owner"] : []),
  ];
  return {
    shape,
    field,
    flow: staged ? flowFor(entity, view, chosenFlow) : undefined,
    movement: movementOf(entity, field),
    entity,
    facts,
    colorField,
    asked: [...new Set(asked)],
  };
}

export type Refusal = MoveRefusal | "disabled" | "required";

interface Target {
  key: ColumnKey;
  disabled: boolean;
}

export function stageOf(board: BoardModel, key: ColumnKey): StageModel | undefined {
  return board.flow?.stages.find(({ name }) => name === key);
}

/** Why a card cannot be put into a column; undefined where it can. */
export function refusalOf(board: BoardModel, from: ColumnKey, to: Target): Refusal | undefined {
  if (board.movement === null) return "notYours";
  if (to.disabled) return "disabled";
  if (board.movement === "stage") {
    const stage = stageOf(board, to.key);
    if (!stage || !board.flow) return "disabled";
    return whyNot(board.flow, typeof from === "string" ? from : null, stage);
  }
  return to.key === null && board.field.required ? "required" : undefined;
}

/** What a new record in a column begins with; nothing where none can begin there. */
export function startIn(
  board: BoardModel,
  view: Pick<ViewModel, "filter">,
  column: { key: ColumnKey; title: string | null },
): WireValues | undefined {
  const given = Object.fromEntries(
    [...demands(view.filter), ...demands(board.flow?.when)].flatMap((item) =>
      "field" in item && item.op === "eq" && isPlain(item.value) && !item.field.includes(".")
        ? [[item.field, item.value] as const]
        : [],
    ),
  );
  if (board.movement === "stage") {
    return board.flow?.stages[0]?.name === column.key ? without(given, "stage") : undefined;
  }
  if (board.movement !== "field") return undefined;
  const person = board.field.type === "user" || board.field.type === "department";
  const value = person && column.key !== null ? { id: column.key, label: column.title ?? "" } : column.key;
  return { ...given, [board.field.name]: value };
}

function without(values: WireValues, name: string): WireValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
