/** The days themselves: the one place that knows the library which draws them. */

import FullCalendar, {
  type CalendarRef,
  type DateClickInfo,
  type EventApi,
  type EventInput,
} from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import interactionPlugin from "@fullcalendar/react/interaction";
import listPlugin from "@fullcalendar/react/list";
import zhCn from "@fullcalendar/react/locales/zh-cn";
import zhTw from "@fullcalendar/react/locales/zh-tw";
import "@fullcalendar/react/skeleton.css";
import themePlugin from "@fullcalendar/react/themes/classic";
import "@fullcalendar/react/themes/classic/palette.css";
import "@fullcalendar/react/themes/classic/theme.css";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import { useImperativeHandle, useMemo, useRef, type KeyboardEvent, type Ref } from "react";
import { useTranslation } from "react-i18next";

import type { CalendarData } from "../../lib/api/boards";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import type { ListState } from "../../lib/list-state";
import type { EntityModel, WireValues } from "../../lib/model";
import { colorOf } from "../../ui/palette";
import { useOpenRecord } from "../../ui/open-link";
import { keepInSight } from "./keep-in-sight";
import { titleOfDays, valuesAt, type CalendarModel, type Entry } from "./calendar-model";
import type { Span } from "./use-calendar";

const PLUGINS = [dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin, themePlugin];
const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", agenda: "listWeek" } as const;
const LOCALES = [zhCn, zhTw];
const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false } as const;
const MORNING_MS = 9 * 3_600_000;

export interface SheetHandle {
  /** Go on, back, or to today; returns the day then shown. */
  go: (step: "prev" | "next" | "today") => string | undefined;
  /** A day that is in sight. */
  day: () => string | undefined;
}

interface CalendarSheetProps {
  ref: Ref<SheetHandle>;
  entity: EntityModel;
  calendar: CalendarModel;
  kind: NonNullable<ListState["span"]>;
  day: string | undefined;
  entries: readonly Entry[];
  crowded: CalendarData["days"];
  onSpan: (span: Span, title: string) => void;
  onMove: (entry: Entry, values: WireValues, revert: () => void) => void;
  /** Begin a record on a day; nothing where none can begin there. */
  onDay: ((values: WireValues) => void) | null;
  onCrowded: (day: string) => void;
}

interface MovedEvent {
  event: EventApi;
  revert: () => void;
}

/** An entry as the library takes it: tinted blocks, in the agenda plain dots. */
function eventOf(entry: Entry, tinted: boolean): EventInput {
  const shade = colorOf(entry.color) ?? "var(--accent)";
  return {
    id: entry.id,
    title: entry.title,
    start: entry.start,
    ...(entry.end ? { end: entry.end } : {}),
    allDay: entry.allDay,
    startEditable: entry.movable,
    durationEditable: entry.sizable,
    color: tinted ? `color-mix(in srgb, ${shade} 16%, var(--surface))` : shade,
    contrastColor: `color-mix(in srgb, ${shade} 55%, var(--text))`,
    extendedProps: { entry },
  };
}

/** Where an entry now lies, as the record's fields say it. */
function timesOf(event: EventApi): [string, string | null] {
  if (event.allDay) return [event.startStr.slice(0, 10), event.endStr ? event.endStr.slice(0, 10) : null];
  return [event.start?.toISOString() ?? "", event.end?.toISOString() ?? null];
}

export function CalendarSheet(props: CalendarSheetProps) {
  const { ref, entity, calendar, kind, day, entries, crowded, onSpan, onMove, onDay, onCrowded } = props;
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const openRecord = useOpenRecord();
  const sheet = useRef<CalendarRef>(null);
  useImperativeHandle(
    ref,
    () => ({
      go: (step) => {
        const api = sheet.current?.getApi();
        if (step === "prev") api?.prev();
        else if (step === "next") api?.next();
        else api?.today();
        return api?.formatIso(api.getDate()).slice(0, 10);
      },
      day: () => {
        const api = sheet.current?.getApi();
        return api?.formatIso(api.getDate()).slice(0, 10);
      },
    }),
    [],
  );
  const events = useMemo(
    () => [
      ...entries.map((entry) => eventOf(entry, kind !== "agenda")),
      ...crowded.map(({ date, day: on, count }): EventInput => ({
        id: `more.${date}.${on}`,
        title:
          count === null
            ? t("calendar.manyMore")
            : t("calendar.all", { total: formatCount(count, i18n.language) }),
        start: on,
        allDay: true,
        editable: false,
        color: "transparent",
        contrastColor: "var(--accent)",
        extendedProps: { crowded: on },
      })),
    ],
    [entries, kind, crowded, t, i18n.language],
  );

  function moved({ event, revert }: MovedEvent) {
    const entry = event.extendedProps.entry as Entry;
    const placed = calendar.dates[entry.row.date];
    if (!placed) return;
    const [start, end] = timesOf(event);
    onMove(entry, valuesAt(placed, start, end), revert);
  }

  function clicked({ allDay, date, dateStr }: DateClickInfo) {
    const first = calendar.dates[0];
    if (!first || !onDay) return;
    const timed = first.field.type === "datetime";
    const at = new Date(date.getTime() + (allDay ? MORNING_MS : 0)).toISOString();
    const on = dateStr.slice(0, 10);
    onDay(timed ? { [first.start]: at } : valuesAt(first, on, null));
  }

  /** Alt with an arrow key moves the entry in focus by a day or a week. */
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-entry]")?.dataset.entry;
    const found = id ? sheet.current?.getApi().getEventById(id) : null;
    if (!event.altKey || !days || !found?.startEditable) return;
    event.preventDefault();
    const [before, after] = [found.start, found.end];
    found.moveDates({ days });
    moved({ event: found, revert: () => before && found.setDates(before, after, { allDay: found.allDay }) });
  }

  return (
    <div className="calendar-sheet" onKeyDown={onKeyDown}>
      <p className="sr-only" id="calendar-keys">
        {t("calendar.keys")}
      </p>
      <FullCalendar
        ref={sheet}
        plugins={PLUGINS}
        locales={LOCALES}
        locale={i18n.language.toLowerCase()}
        timeZone={place.model.settings.time_zone}
        firstDay={place.model.settings.week_start % 7}
        initialView={VIEWS[kind]}
        {...(day ? { initialDate: day } : {})}
        headerToolbar={false}
        height="100%"
        events={events}
        eventDisplay="block"
        eventTimeFormat={CLOCK}
        slotHeaderFormat={CLOCK}
        scrollTime="08:00:00"
        nowIndicator
        dayMaxEvents
        slotEventOverlap={false}
        popoverClass="calendar-more"
        closeHint={t("action.close")}
        dayHeaderDidMount={({ el, inPopover }) => {
          if (inPopover) keepInSight(el);
        }}
        eventInteractive
        longPressDelay={250}
        defaultTimedEventDuration="01:00"
        forceEventDuration={false}
        eventClass={({ event }) =>
          event.extendedProps.crowded ? "calendar-entry crowded" : "calendar-entry"
        }
        eventTimeClass="calendar-time"
        eventDidMount={({ el, event }) => {
          el.dataset.entry = event.id;
          el.setAttribute("aria-describedby", "calendar-keys");
        }}
        datesSet={({ startStr, endStr, view }) => {
          const span = { from: startStr.slice(0, 10), until: endStr.slice(0, 10) };
          onSpan(span, kind === "month" ? view.title : titleOfDays(span, i18n.language));
        }}
        eventClick={({ event, jsEvent }) => {
          jsEvent.preventDefault();
          const on = event.extendedProps.crowded as string | undefined;
          if (on) onCrowded(on);
          else openRecord(entity.name, (event.extendedProps.entry as Entry).row.id);
        }}
        eventDrop={moved}
        eventResize={moved}
        dateClick={clicked}
      />
    </div>
  );
}
