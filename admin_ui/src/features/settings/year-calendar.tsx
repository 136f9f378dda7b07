/** A year of twelve months: which days are worked, which are named; a click or Enter changes one. */

import { Button } from "antd";
import { CalendarPlus, ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Settings } from "../../lib/api/settings";
import { useAppPlace } from "../../lib/app-context";
import { regionName } from "./choices";
import { DayDialog } from "./day-dialog";
import { Month } from "./month";
import { NamedDays } from "./named-days";
import { useChangeCalendar } from "./use-settings";
import { dayText, daysAfter, namedIn, withDays, workingDaysOf, type DaySetting } from "./year-model";

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date());
}

export function YearCalendar({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const change = useChangeCalendar();
  const today = todayIn(model.settings.time_zone);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [open, setOpen] = useState<string | null>(null);
  const { calendar } = settings;
  const named = useMemo(() => namedIn(calendar), [calendar]);
  const count = useMemo(() => workingDaysOf(year, calendar, named), [year, calendar, named]);
  const isProvisional = calendar.exceptions.some(
    ({ date, filled }) => filled === "provisional" && date.startsWith(`${year}-`),
  );
  const region = regionName(settings.region, i18n.language);

  function set(first: string, last: string, setting: DaySetting) {
    const exceptions = withDays(calendar.exceptions, first, last, setting);
    change.mutate({
      next: { exceptions },
      text: t("settings.dayChanged", { day: dayText(first, i18n.language, false) }),
    });
    setOpen(null);
  }
  function fill() {
    change.mutate({ next: { fill: year }, text: t("settings.filled", { year, region }) });
  }

  return (
    <section className="card settings-card" aria-label={t("settings.year")}>
      <div className="row-line wrap-line">
        <h2>{t("settings.yearOf", { year })}</h2>
        <Button
          aria-label={t("settings.previousYear")}
          icon={<ChevronLeft size={16} aria-hidden="true" />}
          onClick={() => setYear(year - 1)}
        />
        <Button
          aria-label={t("settings.nextYear")}
          icon={<ChevronRight size={16} aria-hidden="true" />}
          onClick={() => setYear(year + 1)}
        />
        <span className="muted">{t("settings.count", { count })}</span>
        <span className="grow" />
        <Button
          loading={change.isPending}
          icon={<CalendarPlus size={15} aria-hidden="true" />}
          onClick={fill}
        >
          {t("settings.fill", { year, region })}
        </Button>
      </div>
      {isProvisional ? (
        <div className="note warn" role="status">
          {t("settings.provisionalNote", { year })}
        </div>
      ) : null}
      <Legend />
      <Months key={year} year={year} settings={settings} today={today} onOpen={setOpen} />
      <NamedDays
        year={year}
        calendar={calendar}
        onOpen={setOpen}
        onRemove={({ first, last }) => set(first, last, null)}
      />
      {open ? (
        <DayDialog date={open} calendar={calendar} named={named} onSet={set} onClose={() => setOpen(null)} />
      ) : null}
    </section>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <p className="settings-legend muted small">
      <span className="day-sample holiday" aria-hidden="true" /> {t("settings.holiday")}
      <span className="day-sample make-up" aria-hidden="true" /> {t("settings.makeUp")}
      <span className="day-sample off" aria-hidden="true" /> {t("settings.dayOff")}
      <span className="legend-hint">{t("settings.hint")}</span>
    </p>
  );
}

interface MonthsProps {
  year: number;
  settings: Settings;
  today: string;
  onOpen: (date: string) => void;
}

/** One stop of the Tab key; arrows go from day to day, Page Up and Page Down from month to month. */
function Months({ year, settings, today, onOpen }: MonthsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(today.startsWith(`${year}-`) ? today : `${year}-01-01`);
  const named = useMemo(() => namedIn(settings.calendar), [settings.calendar]);

  function go(next: string) {
    if (!next.startsWith(`${year}-`)) return;
    setAt(next);
    frame.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key] ?? { PageUp: -28, PageDown: 28 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(daysAfter(at, step));
  }
  return (
    <div className="year-months" ref={frame} onKeyDown={onKeyDown}>
      {MONTHS.map((month) => (
        <Month
          key={month}
          year={year}
          month={month}
          settings={settings}
          named={named}
          today={today}
          stop={at}
          onOpen={(date) => {
            setAt(date);
            onOpen(date);
          }}
        />
      ))}
    </div>
  );
}
