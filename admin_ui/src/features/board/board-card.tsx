/** One card of a board: dragged as a whole, opened by its title, moved without dragging by its menu. */

import { GripVertical } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BoardColumnData, BoardRow } from "../../lib/api/boards";
import type { EntityModel } from "../../lib/model";
import { DropMenu } from "../../ui/drop-menu";
import { useLift } from "../../ui/dragging";
import { OpenLink } from "../../ui/open-link";
import { refusalOf, type BoardModel, type Dragged } from "./board-model";
import { CardFace } from "./card-face";

interface BoardCardProps {
  entity: EntityModel;
  board: BoardModel;
  row: BoardRow;
  column: BoardColumnData;
  columns: readonly BoardColumnData[];
  nameOf: (column: BoardColumnData) => string;
  onMove: (row: BoardRow, from: BoardColumnData["key"], to: BoardColumnData) => void;
}

export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { entity, board, row, column } = props;
  const { t } = useTranslation();
  const title = row.title || `#${row.id}`;
  const { ref, handle, lifted } = useLift<Dragged>({
    id: `card ${row.id}`,
    source: { row, from: column.key },
    disabled: board.movement === null,
  });
  return (
    <div ref={ref} className={lifted ? "board-card lifted" : "board-card"}>
      <CardFace
        row={row}
        board={board}
        title={
          <OpenLink className="title-link" entity={entity.name} id={row.id}>
            {title}
          </OpenLink>
        }
        tools={
          board.movement === null ? null : (
            <MoveMenu {...props}>
              <button
                ref={handle}
                type="button"
                className="board-grip"
                data-card={row.id}
                aria-label={t("board.moveNamed", { title })}
              >
                <GripVertical size={15} aria-hidden="true" />
              </button>
            </MoveMenu>
          )
        }
      />
    </div>
  );
});

/** Every column that the card may go to, and those it may not with the reason: for whoever does not drag. */
function MoveMenu({
  board,
  row,
  column,
  columns,
  nameOf,
  onMove,
  children,
}: BoardCardProps & { children: React.ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const items = !open
    ? []
    : columns
        .filter(({ key }) => key !== column.key)
        .map((other) => {
          const refusal = refusalOf(board, column.key, other);
          const name = nameOf(other);
          return {
            key: String(other.key),
            disabled: refusal !== undefined,
            label: refusal ? (
              <span>
                {name}
                <small className="board-reason">{t(`board.whyNot.${refusal}`, { name })}</small>
              </span>
            ) : (
              name
            ),
            onClick: () => onMove(row, column.key, other),
          };
        });
  return (
    <DropMenu
      open={open}
      onOpenChange={setOpen}
      classNames={{ root: "board-menu" }}
      menu={{ items: [{ key: "to", type: "group", label: t("board.moveTo"), children: items }] }}
    >
      {children}
    </DropMenu>
  );
}
