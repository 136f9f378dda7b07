/** One month of the year, as a table of days. */

import { useTranslation } from "react-i18next";

import type { Settings } from "../../lib/api/settings";
import { textOf } from "../../lib/label";
import { weekdayName } from "./choices";
import { dayText, factsOf, monthName, weeksOf, type DayFacts, type Named } from "./year-model";

interface MonthProps {
  year: number;
  month: number;
  settings: Settings;
  named: Named;
  today: string;
  /** The day that the Tab key stops at. */
  stop: string;
  onOpen: (date: string) => void;
}

export function Month({ year, month, settings, named, today, stop, onOpen }: MonthProps) {
  const { i18n } = useTranslation();
  const weeks = weeksOf(year, month, settings.week_start);
  const weekdays = Array.from({ length: 7 }, (_, at) => ((settings.week_start - 1 + at) % 7) + 1);
  return (
    <table className="year-month">
      <caption>{monthName(month, i18n.language)}</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col">
              <abbr title={weekdayName(day, i18n.language)}>{weekdayName(day, i18n.language, "narrow")}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, row) => (
          <tr key={row}>
            {week.map((date, column) => (
              <td key={column}>
                {date ? (
                  <Day
                    facts={factsOf(date, settings.calendar, named)}
                    isToday={date === today}
                    isStop={date === stop}
                    onOpen={onOpen}
                  />
                ) : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  facts: DayFacts;
  isToday: boolean;
  isStop: boolean;
  onOpen: (date: string) => void;
}

function lookOf({ named, works }: DayFacts): string {
  if (named && !named.works) return "holiday";
  if (named) return "make-up";
  return works ? "work" : "off";
}

function Day({ facts, isToday, isStop, onOpen }: DayProps) {
  const { t, i18n } = useTranslation();
  const { date, named, works } = facts;
  const label = [
    dayText(date, i18n.language),
    works ? t("settings.works") : t("settings.off"),
    named ? textOf(named.label, i18n.language) : "",
  ];
  const said = label.filter(Boolean).join(", ");
  return (
    <button
      type="button"
      className={`year-day ${lookOf(facts)}${named?.filled === "provisional" ? " provisional" : ""}`}
      data-date={date}
      tabIndex={isStop ? 0 : -1}
      aria-label={said}
      aria-current={isToday ? "date" : undefined}
      title={said}
      onClick={() => onOpen(date)}
    >
      {Number(date.slice(8))}
    </button>
  );
}
