/** The gallery: records as cards with a picture, drawn as they are scrolled to. */

import { Button, Skeleton } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Place } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { useLeaveTrail } from "../../lib/list-trail";
import { pluralOf } from "../../lib/model";
import type { ViewShapeProps } from "../../lib/view-shapes";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { useDrawn } from "../../ui/use-drawn";
import { GalleryCard } from "./gallery-card";
import "./gallery.css";
import { useGallery, useGalleryModel } from "./use-gallery";

const NARROWEST = 220;
const GAP = 14;

/** How many cards stand side by side in an element. */
function useAcross(): [(element: HTMLDivElement | null) => void, number] {
  const [across, setAcross] = useState(4);
  const watched = useRef<ResizeObserver | null>(null);
  const watch = useCallback((element: HTMLDivElement | null) => {
    watched.current?.disconnect();
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      const least = width < 480 ? 150 : NARROWEST;
      if (width > 0) setAcross(Math.max(1, Math.floor((width + GAP) / (least + GAP))));
    });
    observer.observe(element);
    watched.current = observer;
  }, []);
  return [watch, across];
}

export function GalleryView(props: ViewShapeProps) {
  const { entity, view } = props;
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const gallery = useGalleryModel(entity, view);
  const { pages, rows } = useGallery(place, gallery, props);
  const [watch, across] = useAcross();
  const lines = Math.ceil(rows.length / across);
  const { scroller, virtualizer, drawn } = useDrawn({
    count: lines,
    getItemKey: (index) => `${across} ${rows[index * across]?.id ?? index}`,
    estimateSize: () => (gallery.image ? 280 : 150),
    overscan: 2,
    initialRect: { width: 1200, height: 800 },
  });
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const onMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  useLeaveTrail(
    { entity: entity.name, rows, before: 0, count: hasNextPage ? null : rows.length },
    hasNextPage ? onMore : undefined,
  );
  const nearEnd = (drawn.at(-1)?.index ?? 0) >= lines - 3;
  useEffect(() => {
    if (nearEnd && !isFetchNextPageError) onMore();
  }, [nearEnd, isFetchNextPageError, onMore]);

  if (pages.error && rows.length === 0)
    return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isSuccess && rows.length === 0)
    return <EmptyState text={t("list.empty", { name: textOf(pluralOf(entity), i18n.language) })} />;
  return (
    <div className="gallery" ref={scroller} aria-busy={pages.isPending}>
      {pages.isPending ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      <div className="gallery-body" ref={watch}>
        <div
          role="list"
          className="gallery-cards"
          style={{ height: virtualizer.getTotalSize() }}
          aria-label={textOf(view.label, i18n.language)}
        >
          {drawn.map(({ index, start, key }) => (
            // As high as the highest of its cards: a long title lies over no card below.
            <div
              key={key}
              role="presentation"
              className="gallery-line"
              ref={virtualizer.measureElement}
              data-index={index}
              style={{
                transform: `translateY(${start}px)`,
                gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
                columnGap: GAP,
                paddingBottom: GAP,
              }}
            >
              {rows.slice(index * across, (index + 1) * across).map((row) => (
                <div key={row.id} role="listitem">
                  <GalleryCard entity={entity} gallery={gallery} row={row} />
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      {isFetchNextPageError ? (
        <Button size="small" onClick={() => void fetchNextPage()}>
          {t("action.retry")}
        </Button>
      ) : null}
    </div>
  );
}
