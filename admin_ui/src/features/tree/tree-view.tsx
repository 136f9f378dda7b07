/** The tree: records under records, opened level by level, moved by dragging or by name. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { changeOne } from "../../lib/api/boards";
import { asProblem } from "../../lib/api/problem";
import type { Place } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { pluralOf } from "../../lib/model";
import type { ViewShapeProps } from "../../lib/view-shapes";
import { Dragging } from "../../ui/dragging";
import { EmptyState } from "../../ui/empty-state";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useUndo } from "../../ui/use-undo";
import { FoundLines } from "./found-lines";
import { MoveDialog } from "./move-dialog";
import { TreeLines } from "./tree-lines";
import { mayStandUnder, useTreeModel, type RowLine, type TreeModel } from "./tree-model";
import "./tree.css";
import { useTree, type AskedOfTree } from "./use-tree";

const STEP = { x: 22, y: 40 };

export function TreeView(props: ViewShapeProps) {
  const { t } = useTranslation();
  const tree = useTreeModel(props.entity, props.view);
  if (!tree) return <EmptyState text={t("tree.unreadable")} />;
  return <Tree {...props} tree={tree} />;
}

interface Parent {
  id: number;
  label: string;
}

/** Puts a record under another, with undo; what stands against it is told. */
function useReparent(place: Place, tree: TreeModel) {
  const { t } = useTranslation();
  const message = useMessage();
  const queries = useQueryClient();
  const say = useProblemText();
  const offerUndo = useUndo(place.workspace);
  return async ({ row }: RowLine, parent: Parent | null) => {
    const title = row.title || `#${row.id}`;
    try {
      const values = { [tree.parent.name]: parent?.id ?? null };
      const changeSet = await changeOne(place, row, { action: "update", values });
      await queries.invalidateQueries({ queryKey: ["records", place] });
      const text = parent ? t("tree.moved", { title, name: parent.label }) : t("tree.movedUp", { title });
      offerUndo(text, changeSet);
    } catch (error) {
      const problem = asProblem(error);
      message.error(problem.problems.map((one) => one.message).join(" ") || say(problem));
      if (problem.code === "stale_version") void queries.invalidateQueries({ queryKey: ["records", place] });
    }
  };
}

function Tree({ entity, view, which, state, tree }: ViewShapeProps & { tree: TreeModel }) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const asked: AskedOfTree = useMemo(
    () => ({
      ...which,
      field: tree.parent.name,
      fields: [...tree.facts.map(({ path }) => path), tree.parent.name],
      ...(state.sort ? { sort: state.sort } : {}),
      ...(view.page_size ? { limit: view.page_size } : {}),
    }),
    [which, tree, state.sort, view.page_size],
  );
  const searching = Boolean(which.filter) || Boolean(which.search);
  const levels = useTree(place, asked, !searching);
  const [dragged, setDragged] = useState<RowLine | null>(null);
  const [moving, setMoving] = useState<RowLine | null>(null);
  const reparent = useReparent(place, tree);
  const titleOf = useCallback(({ row }: RowLine) => row.title || `#${row.id}`, []);
  const nameOf = useCallback((line: RowLine | null) => (line ? titleOf(line) : t("tree.top")), [titleOf, t]);
  const name = textOf(view.label, i18n.language);

  if (searching) return <FoundLines entity={entity} tree={tree} place={place} asked={asked} />;
  if (levels.root?.isSuccess && levels.lines.length === 0)
    return <EmptyState text={t("list.empty", { name: textOf(pluralOf(entity), i18n.language) })} />;
  return (
    <div className="card tree-card" aria-busy={levels.root?.isPending}>
      <Dragging<RowLine, RowLine | null>
        titleOf={titleOf}
        nameOf={nameOf}
        step={STEP}
        onLift={setDragged}
        onDrop={(line, target) => {
          if (target === null ? line.parent === 0 : !mayStandUnder(line, target)) return;
          void reparent(line, target && { id: target.row.id, label: titleOf(target) });
        }}
        overlay={(line) => <div className="tree-overlay">{titleOf(line)}</div>}
      >
        <TreeLines
          entity={entity}
          tree={tree}
          name={name}
          levels={levels}
          dragged={dragged}
          onMove={setMoving}
        />
      </Dragging>
      {moving ? (
        <MoveDialog
          entity={entity}
          tree={tree}
          line={moving}
          onCancel={() => setMoving(null)}
          onMove={(parent) => {
            setMoving(null);
            void reparent(moving, parent);
          }}
        />
      ) : null}
    </div>
  );
}
