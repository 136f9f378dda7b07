/** The calendar: records on the days that their dates name; entries are dragged to other days. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Place } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { ListState } from "../../lib/list-state";
import type { WireValues } from "../../lib/model";
import { useRecordDialogs, type ViewShapeProps } from "../../lib/view-shapes";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { useIsPhone } from "../../ui/use-is-phone";
import { CalendarBar } from "./calendar-bar";
import { calendarOf } from "./calendar-model";
import { CalendarSheet, type SheetHandle } from "./calendar-sheet";
import "./calendar.css";
import { useEntries, useReschedule, type Span } from "./use-calendar";

export function CalendarView({ entity, view, which, state, onState }: ViewShapeProps) {
  const { t } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const phone = useIsPhone();
  const queries = useQueryClient();
  const { QuickCreate } = useRecordDialogs();
  const place: Place = useMemo(
    () => ({ workspace, app, entity: entity.name }),
    [workspace, app, entity.name],
  );
  const calendar = useMemo(() => calendarOf(model, entity, view), [model, entity, view]);
  const kind: NonNullable<ListState["span"]> = state.span ?? (phone ? "agenda" : "month");
  const sheet = useRef<SheetHandle>(null);
  const [span, setSpan] = useState<Span | null>(null);
  const [title, setTitle] = useState("");
  const [adding, setAdding] = useState<WireValues | null>(null);
  const { found, entries, crowded } = useEntries(place, calendar, which, span);
  const reschedule = useReschedule(place);
  const first = calendar.dates[0];
  const onSpan = useCallback((next: Span, name: string) => {
    setSpan((before) => (before?.from === next.from && before.until === next.until ? before : next));
    setTitle(name);
  }, []);
  const go = (step: "prev" | "next" | "today") => {
    const day = sheet.current?.go(step);
    onState({ day: step === "today" ? undefined : day });
  };

  if (!first) return <EmptyState text={t("calendar.unreadable")} />;
  return (
    <div className="calendar">
      <CalendarBar
        title={title}
        kind={kind}
        calendar={calendar}
        onStep={go}
        onKind={(next) => onState({ span: next, day: sheet.current?.day() })}
      />
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      <div className="card calendar-card" aria-busy={found.isFetching}>
        <CalendarSheet
          key={kind}
          ref={sheet}
          entity={entity}
          calendar={calendar}
          kind={kind}
          day={state.day}
          entries={entries}
          crowded={crowded}
          onSpan={onSpan}
          onMove={(entry, values, revert) => void reschedule(entry, values, revert)}
          onDay={entity.actions.includes("create") && first.movable ? (values) => setAdding(values) : null}
          onCrowded={(day) => onState({ span: "agenda", day })}
        />
      </div>
      {adding ? (
        <QuickCreate
          entity={entity}
          start={adding}
          draft={`calendar.${view.id}`}
          onCancel={() => setAdding(null)}
          onCreated={() => {
            setAdding(null);
            void queries.invalidateQueries({ queryKey: ["records", place] });
          }}
        />
      ) : null}
    </div>
  );
}
