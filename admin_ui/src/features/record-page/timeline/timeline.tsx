/** What happened to a record and what people say about it: one stream, and the line that adds to it. */

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readTimeline, TIMELINE_KINDS, type TimelineKind } from "../../../lib/api/timeline";
import { textOf } from "../../../lib/label";
import type { BlockModel } from "../../../lib/page-model";
import { ProblemNote } from "../../../ui/problem-note";
import { useRecord } from "../record-context";
import { TimelineItem } from "./timeline-item";
import "./timeline.css";
import { WriteBox } from "./write-box";

/** Kinds as page documents name them → as the stream does. */
const NAMED: Readonly<Record<string, TimelineKind>> = {
  follow_ups: "activity",
  changes: "change",
  stages: "stage",
  files: "file",
  comments: "comment",
};

function useStream(block: BlockModel, only: TimelineKind | null) {
  const { record, place } = useRecord();
  const offered = (block.kinds ?? []).flatMap((name) => NAMED[name] ?? []);
  const kinds = only ? [only] : offered;
  const pages = useInfiniteQuery({
    queryKey: ["records", place, "timeline", record.id, kinds],
    queryFn: ({ pageParam, signal }) => readTimeline(place, record.id, kinds, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const has = pages.data?.pages[0]?.kinds ?? [];
  const choices = TIMELINE_KINDS.filter(
    (kind) => has.includes(kind) && (offered.length === 0 || offered.includes(kind)),
  );
  return { pages, choices, items: pages.data?.pages.flatMap((page) => page.items) ?? [] };
}

export function Timeline({ block }: { block: BlockModel }) {
  const { t, i18n } = useTranslation();
  const { record } = useRecord();
  const [only, setOnly] = useState<TimelineKind | null>(null);
  const { pages, choices, items } = useStream(block, only);
  const label = textOf(block.label, i18n.language) || t("timeline.title");
  return (
    <section className="card form-section record-timeline" aria-label={label}>
      <div className="row-line wrap-line">
        <h2>{label}</h2>
        <KindChoice choices={choices} only={only} onChoose={setOnly} />
      </div>
      {record.deleted ? null : <WriteBox />}
      {pages.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && items.length === 0 ? (
        <div className="muted small">{t("timeline.empty")}</div>
      ) : null}
      <ol className="timeline">
        {items.map((entry) => (
          <TimelineItem key={entry.id} entry={entry} />
        ))}
      </ol>
      {pages.hasNextPage ? (
        <div>
          <Button
            size="small"
            type="link"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("timeline.more")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

interface KindChoiceProps {
  choices: readonly TimelineKind[];
  only: TimelineKind | null;
  onChoose: (kind: TimelineKind | null) => void;
}

function KindChoice({ choices, only, onChoose }: KindChoiceProps) {
  const { t } = useTranslation();
  if (choices.length < 2) return null;
  return (
    <div className="timeline-kinds" role="group" aria-label={t("timeline.filter")}>
      {[null, ...choices].map((kind) => (
        <button key={kind ?? "all"} type="button" aria-pressed={only === kind} onClick={() => onChoose(kind)}>
          {kind ? t(`timeline.kinds.${kind}`) : t("timeline.all")}
        </button>
      ))}
    </div>
  );
}
