/** The board: a column for each stage, option or person, between which cards are dragged. */

import { Skeleton } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BoardColumnData } from "../../lib/api/boards";
import type { Place } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { useRecordDialogs, type ViewShapeProps } from "../../lib/view-shapes";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { Dragging } from "../../ui/dragging";
import { useIsPhone } from "../../ui/use-is-phone";
import { useDrawn } from "../../ui/use-drawn";
import { BoardColumn, type ColumnActions } from "./board-column";
import "./board.css";
import { boardOf, refusalOf, type BoardModel, type Dragged } from "./board-model";
import { CardFace } from "./card-face";
import { FlowChoice } from "./flow-choice";
import { JumpBar } from "./jump-bar";
import { NewCard } from "./new-card";
import { mayCreate, useAsked, useColumns, useTotals } from "./use-board";
import { useFolded } from "./use-folded";
import { followCard } from "./follow-card";
import { useMove, type Move } from "./use-move";

const WIDTH = 288;
const FOLDED_WIDTH = 44;
const GAP = 12;
const STEP = { x: WIDTH + GAP, y: 80 };

function titleOf({ row }: Dragged): string {
  return row.title || `#${row.id}`;
}

export function BoardView(props: ViewShapeProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const board = useMemo(
    () => boardOf(model, props.entity, props.view, props.state.flow),
    [model, props.entity, props.view, props.state.flow],
  );
  if (!board) return <EmptyState text={t("board.unreadable")} />;
  return <Board key={board.flow?.id ?? ""} {...props} board={board} />;
}

function BoardSkeleton() {
  return (
    <div className="board-skeleton">
      {[4, 3, 5, 2].map((rows) => (
        <Skeleton key={rows} active title paragraph={{ rows: rows * 3 }} />
      ))}
    </div>
  );
}

/** What a column is called. */
function useNames(board: BoardModel) {
  const { t, i18n } = useTranslation();
  return useCallback(
    (column: BoardColumnData) => {
      if (column.key === null) return t("board.blank", { field: textOf(board.field.label, i18n.language) });
      return column.label ? textOf(column.label, i18n.language) : (column.title ?? String(column.key));
    },
    [board.field.label, t, i18n.language],
  );
}

/** What columns can do, the same as long as the board is: cards are not drawn anew for it. */
function useActions(
  entity: EntityModel,
  fold: ColumnActions["fold"],
  move: (move: Move) => Promise<void>,
  nameOf: (column: BoardColumnData) => string,
  add: (column: BoardColumnData) => void,
): ColumnActions {
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  }, [move]);
  return useMemo(
    () => ({
      fold,
      move: (row, from, to) => {
        void latest.current({ row, from, to: to.key, name: nameOf(to) });
        followCard(row.id);
      },
      add: mayCreate(entity) ? add : null,
    }),
    [entity, fold, nameOf, add],
  );
}

function Board({ entity, view, which, board, state, onState }: ViewShapeProps & { board: BoardModel }) {
  const { workspace, app } = useAppPlace();
  const phone = useIsPhone();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const asked = useAsked(board, which, state.sort, view.page_size);
  const columns = useColumns(place, asked);
  const totals = useTotals(place, asked, board.shape.sum, columns.isSuccess);
  const nameOf = useNames(board);
  const folded = useFolded(view.id);
  const moving = useMove(entity, board, place, asked);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const [adding, setAdding] = useState<BoardColumnData | null>(null);
  const { StageDialog } = useRecordDialogs();
  const shown = useMemo(
    () =>
      (columns.data?.columns ?? []).filter(({ disabled, items }) => !disabled || (items?.length ?? 0) > 0),
    [columns.data],
  );
  const actions = useActions(entity, folded.toggle, moving.move, nameOf, setAdding);
  const at = dragged ? shown.findIndex(({ key }) => key === dragged.from) : -1;
  const { scroller, virtualizer, drawn } = useDrawn({
    horizontal: true,
    count: shown.length,
    estimateSize: (index) => {
      if (phone) return Math.min(window.innerWidth * 0.84, 340) + GAP;
      return (folded.has(shown[index]?.key) ? FOLDED_WIDTH : WIDTH) + GAP;
    },
    getItemKey: (index) => `${String(shown[index]?.key)} ${folded.has(shown[index]?.key)}`,
    overscan: 1,
    initialRect: { width: 1200, height: 700 },
    kept: at,
  });

  if (columns.error) return <ProblemNote error={columns.error} onRetry={() => void columns.refetch()} />;
  return (
    <>
      <FlowChoice entity={entity} board={board} onState={onState} />
      {phone && shown.length > 1 ? (
        <JumpBar
          columns={shown}
          totals={totals?.totals}
          nameOf={nameOf}
          onJump={(index) => virtualizer.scrollToIndex(index, { align: "start" })}
        />
      ) : null}
      <Dragging<Dragged, BoardColumnData>
        titleOf={titleOf}
        nameOf={nameOf}
        step={STEP}
        onLift={setDragged}
        onDrop={({ row, from }, to) => {
          if (to.key !== from && !refusalOf(board, from, to)) actions.move(row, from, to);
        }}
        overlay={({ row }) => <CardFace row={row} board={board} />}
      >
        <div className="board" ref={scroller} aria-busy={columns.isPending}>
          {columns.isPending ? <BoardSkeleton /> : null}
          <div className="board-columns" style={{ width: virtualizer.getTotalSize() }}>
            {drawn.map(({ index, start, size, key }) => {
              const column = shown[index];
              if (!column) return null;
              return (
                <div
                  key={key}
                  className="board-place"
                  style={{ transform: `translateX(${start}px)`, width: size - GAP }}
                >
                  <BoardColumn
                    entity={entity}
                    board={board}
                    place={place}
                    asked={asked}
                    column={column}
                    columns={shown}
                    since={columns.dataUpdatedAt}
                    total={totals?.totals.find((total) => total.key === column.key)}
                    counted={totals?.exact ?? false}
                    nameOf={nameOf}
                    folded={!phone && folded.has(column.key)}
                    dragged={dragged}
                    view={view}
                    actions={actions}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </Dragging>
      {moving.asking && board.flow ? (
        <StageDialog
          entity={entity}
          flow={board.flow}
          record={moving.asking.record}
          from={typeof moving.asking.from === "string" ? moving.asking.from : null}
          target={moving.asking.stage}
          send={moving.send}
          onCancel={moving.cancel}
          onMoved={moving.finish}
        />
      ) : null}
      {adding ? (
        <NewCard entity={entity} board={board} view={view} column={adding} onDone={() => setAdding(null)} />
      ) : null}
    </>
  );
}
