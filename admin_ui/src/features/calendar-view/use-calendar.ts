/** What stands on the calendar in a span of days, and moving it with undo. */

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { changeOne, readCalendar } from "../../lib/api/boards";
import { asProblem } from "../../lib/api/problem";
import type { Place } from "../../lib/api/records";
import type { WireValues } from "../../lib/model";
import type { ViewShapeProps } from "../../lib/view-shapes";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useUndo } from "../../ui/use-undo";
import { entryOf, type CalendarModel, type Entry } from "./calendar-model";

const PER_DAY = 50;

/** Days, `until` the first one no longer shown. */
export interface Span {
  from: string;
  until: string;
}

export function useEntries(
  place: Place,
  calendar: CalendarModel,
  which: ViewShapeProps["which"],
  span: Span | null,
) {
  const { i18n } = useTranslation();
  const asked = {
    ...which,
    dates: calendar.dates.map(({ start, end }) => ({ start, ...(end ? { end } : {}) })),
    fields: calendar.asked,
    per_day: PER_DAY,
  };
  const found = useQuery({
    queryKey: ["records", place, "calendar", asked, span],
    queryFn: ({ signal }) =>
      readCalendar(place, { ...asked, from: span?.from ?? "", until: span?.until ?? "" }, signal),
    enabled: span !== null && calendar.dates.length > 0,
    // The days before stay in sight until the next ones are there.
    placeholderData: keepPreviousData,
  });
  const entries = useMemo(
    () => (found.data?.items ?? []).flatMap((row) => entryOf(calendar, row, i18n.language) ?? []),
    [found.data, calendar, i18n.language],
  );
  return { found, entries, crowded: found.data?.days ?? [] };
}

export function useReschedule(place: Place) {
  const { t } = useTranslation();
  const message = useMessage();
  const queries = useQueryClient();
  const say = useProblemText();
  const offerUndo = useUndo(place.workspace);
  return async (entry: Entry, values: WireValues, revert: () => void) => {
    try {
      const changeSet = await changeOne(place, entry.row, { action: "update", values });
      offerUndo(t("calendar.moved", { title: entry.title }), changeSet);
    } catch (error) {
      revert();
      const problem = asProblem(error);
      message.error(problem.problems.map((one) => one.message).join(" ") || say(problem));
    }
    await queries.invalidateQueries({ queryKey: ["records", place] });
  };
}
