/** One column of a board: a place to drop cards in, closed to those that may not go there. */

import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { BoardAsked, BoardColumnData, BoardRow, BoardTotal, ColumnKey } from "../../lib/api/boards";
import type { Place } from "../../lib/api/records";
import type { EntityModel, ViewModel } from "../../lib/model";
import { usePlace } from "../../ui/dragging";
import { colorOf } from "../../ui/palette";
import { BoardCard } from "./board-card";
import { refusalOf, stageOf, startIn, type BoardModel, type Dragged } from "./board-model";
import { ColumnCards } from "./column-cards";
import { ColumnHead } from "./column-head";

export interface ColumnActions {
  fold: (key: ColumnKey) => void;
  move: (row: BoardRow, from: ColumnKey, to: BoardColumnData) => void;
  add: ((column: BoardColumnData) => void) | null;
}

interface BoardColumnProps {
  entity: EntityModel;
  board: BoardModel;
  place: Place;
  asked: BoardAsked;
  column: BoardColumnData;
  columns: readonly BoardColumnData[];
  since: number;
  total: BoardTotal | undefined;
  counted: boolean;
  nameOf: (column: BoardColumnData) => string;
  folded: boolean;
  dragged: Dragged | null;
  view: ViewModel;
  actions: ColumnActions;
}

function classOf(folded: boolean, closed: boolean, target: boolean): string {
  return ["board-column", folded && "folded", closed && "closed", target && "target"]
    .filter(Boolean)
    .join(" ");
}

export function BoardColumn(props: BoardColumnProps) {
  const { entity, board, column, columns, nameOf, folded, dragged, view, actions } = props;
  const { t } = useTranslation();
  const name = nameOf(column);
  const away = dragged !== null && dragged.from !== column.key;
  const refusal = away ? refusalOf(board, dragged.from, column) : undefined;
  const { ref, over } = usePlace({
    id: `column ${String(column.key)}`,
    target: column,
    disabled: refusal !== undefined,
  });
  const color = colorOf(column.color ?? stageOf(board, column.key)?.color);
  const begins = startIn(board, view, column) !== undefined && !folded;
  return (
    <section
      ref={ref}
      className={classOf(folded, refusal !== undefined, over && away)}
      aria-label={name}
      style={color ? ({ "--c": color } as CSSProperties) : undefined}
    >
      <ColumnHead
        name={name}
        total={props.total}
        counted={props.counted}
        folded={folded}
        onFold={() => actions.fold(column.key)}
        onAdd={begins && actions.add ? () => actions.add?.(column) : null}
      />
      {folded ? null : (
        <ColumnCards
          place={props.place}
          asked={props.asked}
          column={column}
          since={props.since}
          name={name}
          dragged={dragged}
          cardOf={(row) => (
            <BoardCard
              entity={entity}
              board={board}
              row={row}
              column={column}
              columns={columns}
              nameOf={nameOf}
              onMove={actions.move}
            />
          )}
        />
      )}
      {refusal ? <div className="board-refusal">{t(`board.whyNot.${refusal}`, { name })}</div> : null}
    </section>
  );
}
