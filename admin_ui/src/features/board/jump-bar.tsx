/** On a phone: the columns by name and count; a tap goes to one. */

import { useTranslation } from "react-i18next";

import type { BoardColumnData, BoardTotal } from "../../lib/api/boards";
import { formatCount } from "../../lib/format/numbers";

interface JumpBarProps {
  columns: readonly BoardColumnData[];
  totals: readonly BoardTotal[] | undefined;
  nameOf: (column: BoardColumnData) => string;
  onJump: (index: number) => void;
}

export function JumpBar({ columns, totals, nameOf, onJump }: JumpBarProps) {
  const { t, i18n } = useTranslation();
  return (
    <nav className="jump-bar" aria-label={t("board.columns")}>
      {columns.map((column, index) => {
        const count = totals?.find(({ key }) => key === column.key)?.count ?? 0;
        return (
          <button type="button" className="jump" key={String(column.key)} onClick={() => onJump(index)}>
            {nameOf(column)}
            {totals ? <span className="muted numeric">{formatCount(count, i18n.language)}</span> : null}
          </button>
        );
      })}
    </nav>
  );
}
