/** The inside of a card: what it is called, its facts, how long it has stood here, and whose it is. */

import { Tooltip } from "antd";
import { Clock3 } from "lucide-react";
import { useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { BoardRow } from "../../lib/api/boards";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { recordColor } from "../../lib/card-facts";
import type { StageModel } from "../../lib/model";
import { daysInStage, rotOf } from "../../lib/stages";
import { Facts } from "../../fields/facts";
import { Avatar } from "../../ui/avatar";
import { colorOf } from "../../ui/palette";
import { stageOf, type BoardModel } from "./board-model";

interface CardFaceProps {
  row: BoardRow;
  board: BoardModel;
  /** The title, where it leads to the record. */
  title?: ReactNode;
  /** What can be done with the card. */
  tools?: ReactNode;
}

export function CardFace({ row, board, title, tools }: CardFaceProps) {
  const color = colorOf(recordColor(board.colorField, row.values, row.color));
  const style = color ? ({ "--c": color } as CSSProperties) : undefined;
  return (
    <div className={color ? "board-card-face colored" : "board-card-face"} style={style}>
      <div className="board-card-top">
        {title ?? <span className="title-link clip">{row.title || `#${row.id}`}</span>}
        {tools}
      </div>
      <Facts className="board-facts" entity={board.entity} facts={board.facts} values={row.values} />
      <CardFoot row={row} board={board} />
    </div>
  );
}

function CardFoot({ row, board }: Pick<CardFaceProps, "row" | "board">) {
  const [now] = useState(() => Date.now());
  const stage = stageOf(board, row.values.stage as string);
  const place = useAppPlace();
  const day =
    stage?.type === "open" ? daysInStage(row.values.stage_entered_at, timeZoneOf(place), now) : null;
  const owner = row.values.owner as { label?: string } | null | undefined;
  const name = board.field.name === "owner" ? undefined : owner?.label;
  if (day === null && !name) return null;
  return (
    <div className="board-card-foot">
      {day === null ? null : <Stay day={day} stage={stage} />}
      <span className="grow" />
      {name ? <Avatar name={name} /> : null}
    </div>
  );
}

/** How long a record has stood in its stage; amber when nearly, red when longer than it should. */
function Stay({ day, stage }: { day: number; stage: StageModel | undefined }) {
  const { t } = useTranslation();
  const rot = rotOf(day, stage);
  const limit = stage?.rot_days ?? 0;
  return (
    <Tooltip title={limit ? t("board.limit", { count: limit }) : undefined}>
      <span className={rot ? `rot ${rot}` : "rot"}>
        <Clock3 size={12} aria-hidden="true" />
        {t("board.days", { count: day })}
      </span>
    </Tooltip>
  );
}
