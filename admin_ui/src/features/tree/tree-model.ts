/** By which field a tree is made, what its lines show, and where a record may be put. */

import { useMemo } from "react";

import { useAppPlace } from "../../lib/app-context";
import { factsAt } from "../../lib/card-facts";
import { fieldOf, type EntityModel, type FieldModel, type ViewModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import type { TreeLine } from "./use-tree";

const MOST_FACTS = 4;

export interface TreeModel {
  parent: FieldModel;
  facts: { path: string; field: FieldModel }[];
  movable: boolean;
}

export function useTreeModel(entity: EntityModel, view: ViewModel): TreeModel | undefined {
  const { model } = useAppPlace();
  return useMemo(() => {
    const parent = view.tree ? fieldOf(entity, view.tree.parent) : undefined;
    if (!parent) return undefined;
    const paths = view.tree?.card ?? view.columns?.map(({ field }) => field) ?? [];
    const facts = factsAt(model, entity, paths, [parent.name], MOST_FACTS);
    return {
      parent,
      facts: facts.map(({ path, end }) => ({ path, field: fieldAt(end) })),
      movable: parent.access === "write" && entity.actions.includes("edit"),
    };
  }, [model, entity, view]);
}

export type RowLine = Extract<TreeLine, { kind: "row" }>;

/** Whether a record may be put under another: not under itself, nor below itself, nor where it stands. */
export function mayStandUnder(moved: RowLine, target: RowLine): boolean {
  return (
    target.row.id !== moved.row.id && !target.above.includes(moved.row.id) && moved.parent !== target.row.id
  );
}
