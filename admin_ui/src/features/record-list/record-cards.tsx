/** Rows as cards, for the phone: as many as fit are drawn, more come as the end comes near. */

import { Checkbox, Skeleton } from "antd";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Place, RecordQuery } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";
import { NamedFacts } from "../../fields/facts";
import { useDrawn } from "../../ui/use-drawn";
import type { Column } from "./columns";
import { ListRefusal } from "./list-refusal";
import { RecordTitle } from "./open-record";
import { edge, lengthOf, rowAt } from "./row-window";
import { isChosen, toggled, type Selection } from "./selection";
import type { GridStatus } from "./use-grid-blocks";
import { exactly, type Count } from "./use-list";
import { useRows } from "./use-rows";
import { useTrail } from "./use-trail";

const MOST_FACTS = 5;
const USUAL_HEIGHT = 118;

interface RecordCardsProps {
  entity: EntityModel;
  place: Place;
  query: RecordQuery;
  columns: readonly Column[];
  selection: Selection;
  onSelection: (selection: Selection) => void;
  selectable: boolean;
  onStatus: (status: GridStatus) => void;
  count: Count | undefined;
  empty: ReactNode;
}

export function RecordCards(props: RecordCardsProps) {
  const { entity, place, query, columns, selection, onSelection, selectable, onStatus } = props;
  const { t } = useTranslation();
  const rows = useRows(place, query);
  const facts = columns.filter(({ title }) => !title);
  useTrail(place, query, rows, exactly(props.count));
  const { window: known, look, isPending, isFetching, isSuccess, error } = rows;
  const loaded = known ? lengthOf(known) : 0;
  const more = known !== undefined && edge(known, "next") !== null;
  const empty = isSuccess && loaded === 0;
  const { scroller, virtualizer, drawn } = useDrawn({
    count: loaded,
    estimateSize: () => USUAL_HEIGHT,
    overscan: 6,
    initialRect: { width: 390, height: 700 },
  });
  const first = drawn[0]?.index ?? 0;
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => look(first, last), [look, first, last]);
  useEffect(() => {
    onStatus({ pending: isPending, fetching: isFetching, error, empty, loaded, more, fromEnd: false });
  }, [onStatus, isPending, isFetching, error, empty, loaded, more]);
  return (
    <>
      {error ? (
        <ListRefusal error={error} place={place} query={query} onRetry={() => void rows.refetch()} />
      ) : null}
      <div className="table-scroll" ref={scroller} aria-busy={isFetching}>
        <ul className="cards" style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map(({ index, start, key }) => {
            const row = known ? rowAt(known, index) : null;
            const style = { transform: `translateY(${start}px)` };
            if (!row) {
              return (
                <li key={key} className="record-card" style={style} aria-hidden="true">
                  <span className="bone" />
                </li>
              );
            }
            const chosen = isChosen(selection, row.id);
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={chosen ? "record-card chosen" : "record-card"}
                style={style}
              >
                <div className="row-line">
                  {selectable ? (
                    <Checkbox
                      aria-label={t("list.select", { title: row.title || `#${row.id}` })}
                      checked={chosen}
                      onChange={() => onSelection(toggled(selection, row.id))}
                    />
                  ) : null}
                  <RecordTitle entity={entity.name} id={row.id} title={row.title} />
                </div>
                <NamedFacts entity={entity} facts={facts} values={row.values} most={MOST_FACTS} />
              </li>
            );
          })}
        </ul>
        {isPending ? (
          <Skeleton active className="list-skeleton" paragraph={{ rows: 8 }} title={false} />
        ) : null}
        {empty ? props.empty : null}
      </div>
    </>
  );
}
