/** The cards of one column, drawn as they are scrolled to. */

import { Button, Skeleton } from "antd";
import { useEffect, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { BoardAsked, BoardColumnData, BoardRow } from "../../lib/api/boards";
import type { Place } from "../../lib/api/records";
import { ProblemNote } from "../../ui/problem-note";
import { useDrawn } from "../../ui/use-drawn";
import type { Dragged } from "./board-model";
import { useCards } from "./use-board";

interface ColumnCardsProps {
  place: Place;
  asked: BoardAsked;
  column: BoardColumnData;
  /** When the board came with its first cards. */
  since: number;
  name: string;
  dragged: Dragged | null;
  cardOf: (row: BoardRow) => ReactNode;
}

/** The cards in sight; what is dragged from here stays, however far the column is scrolled. */
function useDrawnCards(rows: readonly BoardRow[], draggedId: number | undefined) {
  const at = rows.findIndex(({ id }) => id === draggedId);
  return useDrawn({
    count: rows.length,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => 104,
    overscan: 3,
    initialRect: { width: 288, height: 700 },
    kept: at,
  });
}

/** Asks for the next page when the last card in sight is near the end. */
function useMore(cards: ReturnType<typeof useCards>, nearEnd: boolean): void {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = cards;
  const wanted = hasNextPage && !isFetching && !isFetchNextPageError && nearEnd;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
}

export function ColumnCards({ place, asked, column, since, name, dragged, cardOf }: ColumnCardsProps) {
  const { t } = useTranslation();
  const cards = useCards(place, asked, column, since);
  const rows = useMemo(() => cards.data?.pages.flatMap(({ items }) => items) ?? [], [cards.data]);
  const draggedId = dragged?.from === column.key ? dragged.row.id : undefined;
  const { scroller, virtualizer, drawn } = useDrawnCards(rows, draggedId);
  useMore(cards, (drawn.at(-1)?.index ?? 0) >= rows.length - 5);

  if (cards.error && rows.length === 0) {
    return <ProblemNote error={cards.error} onRetry={() => void cards.refetch()} />;
  }
  return (
    // What scrolls is reached by the keyboard.
    <div
      className="board-scroll"
      ref={scroller}
      tabIndex={rows.length > 0 ? 0 : -1}
      role="group"
      aria-label={name}
    >
      {cards.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {cards.isSuccess && rows.length === 0 ? <p className="board-none">{t("board.none")}</p> : null}
      <ul className="board-cards" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map(({ index, start, key }) => {
          const row = rows[index];
          return row ? (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              style={{ transform: `translateY(${start}px)` }}
            >
              {cardOf(row)}
            </li>
          ) : null;
        })}
      </ul>
      {cards.isFetchNextPageError ? (
        <Button size="small" onClick={() => void cards.fetchNextPage()}>
          {t("action.retry")}
        </Button>
      ) : null}
    </div>
  );
}
