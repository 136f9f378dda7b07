/** The head of a column: its name, how many stand in it, what they sum to, and a new one. */

import { Button, Tooltip } from "antd";
import { ChevronsLeft, ChevronsRight, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { BoardTotal } from "../../lib/api/boards";
import { formatCount } from "../../lib/format/numbers";
import { Sum } from "./sum";

interface ColumnHeadProps {
  name: string;
  total: BoardTotal | undefined;
  /** Whether a column without a total is known to be empty. */
  counted: boolean;
  folded: boolean;
  onFold: () => void;
  /** Nothing where no record can begin here. */
  onAdd: (() => void) | null;
}

function countText(total: BoardTotal | undefined, counted: boolean, locale: string): string {
  if (!total) return counted ? formatCount(0, locale) : "";
  return `${formatCount(total.count, locale)}${total.capped ? "+" : ""}`;
}

export function ColumnHead({ name, total, counted, folded, onFold, onAdd }: ColumnHeadProps) {
  const { t, i18n } = useTranslation();
  const Fold = folded ? ChevronsRight : ChevronsLeft;
  return (
    <header className="board-head">
      <div className="board-head-line">
        <span className="board-dot" />
        <h2 className="clip">{name}</h2>
        <span className="muted small numeric">{countText(total, counted, i18n.language)}</span>
        <span className="grow" />
        {onAdd ? (
          <Tooltip title={t("board.new")}>
            <Button
              size="small"
              type="text"
              icon={<Plus size={15} aria-hidden="true" />}
              aria-label={t("board.newIn", { name })}
              onClick={onAdd}
            />
          </Tooltip>
        ) : null}
        <Button
          className="board-fold"
          size="small"
          type="text"
          aria-expanded={!folded}
          icon={<Fold size={15} aria-hidden="true" />}
          aria-label={t(folded ? "board.unfold" : "board.fold", { name })}
          onClick={onFold}
        />
      </div>
      {total?.sum && !folded ? <Sum sum={total.sum} /> : null}
    </header>
  );
}
