/** The days of a year that are named, those together that belong together. */

import { Button } from "antd";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { NamedDay, WorkingCalendar } from "../../lib/api/settings";
import { textOf } from "../../lib/label";
import { Pill } from "../../ui/pill";
import { dayText, runsOf, type Run } from "./year-model";

interface NamedDaysProps {
  year: number;
  calendar: WorkingCalendar;
  onOpen: (date: string) => void;
  onRemove: (run: Run) => void;
}

export function NamedDays({ year, calendar, onOpen, onRemove }: NamedDaysProps) {
  const { t, i18n } = useTranslation();
  const runs = runsOf(year, calendar, i18n.language);
  return (
    <section className="stack" aria-label={t("settings.named")}>
      <h2>{t("settings.named")}</h2>
      {runs.length === 0 ? <p className="muted">{t("settings.noneNamed", { year })}</p> : null}
      <ul className="named-days">
        {runs.map((run) => (
          <RunLine key={run.first} run={run} onOpen={onOpen} onRemove={onRemove} />
        ))}
      </ul>
    </section>
  );
}

interface RunLineProps {
  run: Run;
  onOpen: (date: string) => void;
  onRemove: (run: Run) => void;
}

function RunLine({ run, onOpen, onRemove }: RunLineProps) {
  const { t, i18n } = useTranslation();
  const day = run.days[0];
  if (!day) return null;
  const kind = day.works ? t("settings.makeUp") : t("settings.holiday");
  const name = textOf(day.label, i18n.language) || kind;
  const first = dayText(run.first, i18n.language, run.first === run.last);
  const when = run.first === run.last ? first : `${first} – ${dayText(run.last, i18n.language, false)}`;
  return (
    <li>
      <div className="row-line wrap-line grow">
        <button type="button" className="plain-link named-name" onClick={() => onOpen(run.first)}>
          {name}
        </button>
        <span className="muted numeric">
          {run.days.length > 1 ? t("settings.span", { span: when, count: run.days.length }) : when}
        </span>
        {name === kind ? null : <Pill text={kind} meaning={day.works ? "warn" : "ok"} />}
        <Source filled={day.filled} />
      </div>
      <Button
        type="text"
        size="small"
        aria-label={t("settings.remove", { name, when })}
        icon={<Trash2 size={15} aria-hidden="true" />}
        onClick={() => onRemove(run)}
      />
    </li>
  );
}

/** Where a day comes from, unless it was announced. */
function Source({ filled }: Pick<NamedDay, "filled">) {
  const { t } = useTranslation();
  if (filled === "official") return null;
  return filled ? (
    <Pill text={t("settings.provisional")} />
  ) : (
    <Pill text={t("settings.byHand")} meaning="info" />
  );
}
