/** The usual week: on which weekdays people work, and from when until when. */

import { Button, Checkbox, Input } from "antd";
import { Plus, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import type { Hours, Settings } from "../../lib/api/settings";
import { LabelledField } from "../../ui/labelled-field";
import { LeaveGuard } from "../../ui/leave-guard";
import { ProblemNote } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { weekdayName } from "./choices";
import { clockOf } from "./clock";
import { useChangeSettings } from "./use-settings";

const MOST_HOURS = 6;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export function WorkingWeek({ settings: { calendar, week_start: weekStart } }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const change = useChangeSettings();
  const [edits, setEdits] = useState<{ work_days?: number[]; hours?: Hours[] }>({});
  const draft = { work_days: calendar.work_days, hours: calendar.hours, ...edits };
  const isChanged =
    JSON.stringify([draft.work_days, draft.hours]) !== JSON.stringify([calendar.work_days, calendar.hours]);
  const problems = change.error ? asProblem(change.error).problems : [];
  const at = (path: string) =>
    problems.find((problem) => problem.path.startsWith(`calendar.${path}`))?.message;
  const ordered = [...WEEKDAYS.slice(weekStart - 1), ...WEEKDAYS.slice(0, weekStart - 1)];

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { calendar: edits },
      {
        onSuccess: () => {
          setEdits({});
          message.success(i18n.t("settings.saved"));
        },
      },
    );
  }

  return (
    <form className="card settings-card settings-week" onSubmit={submit} aria-label={t("settings.week")}>
      <LeaveGuard unsaved={isChanged} />
      <h2>{t("settings.week")}</h2>
      <LabelledField group label={t("settings.workDays")} problem={at("work_days")}>
        {() => (
          <Checkbox.Group
            value={draft.work_days}
            options={ordered.map((day) => ({ value: day, label: weekdayName(day, i18n.language, "short") }))}
            onChange={(next: number[]) =>
              setEdits({ ...edits, work_days: [...next].sort((one, other) => one - other) })
            }
          />
        )}
      </LabelledField>
      <LabelledField group label={t("settings.hours")} help={t("settings.hoursHelp")} problem={at("hours")}>
        {() => <HoursFields hours={draft.hours} onChange={(hours) => setEdits({ ...edits, hours })} />}
      </LabelledField>
      {change.error && problems.length === 0 ? <ProblemNote error={change.error} /> : null}
      {isChanged ? (
        <div className="row-line">
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t("action.save")}
          </Button>
          <Button onClick={() => setEdits({})}>{t("settings.discard")}</Button>
        </div>
      ) : null}
    </form>
  );
}

interface HoursFieldsProps {
  hours: Hours[];
  onChange: (hours: Hours[]) => void;
}

function HoursFields({ hours, onChange }: HoursFieldsProps) {
  const { t } = useTranslation();
  function set(place: number, next: Partial<Hours>) {
    onChange(hours.map((one, index) => (index === place ? { ...one, ...next } : one)));
  }
  return (
    <div className="settings-hours">
      {hours.map((one, place) => (
        <div className="row-line" key={place}>
          <ClockInput
            label={t("settings.from", { number: place + 1 })}
            value={one.from}
            onChange={(from) => set(place, { from })}
          />
          <span aria-hidden="true">–</span>
          <ClockInput
            label={t("settings.to", { number: place + 1 })}
            value={one.to}
            onChange={(to) => set(place, { to })}
          />
          <Button
            type="text"
            disabled={hours.length === 1}
            aria-label={t("settings.removeHours", { number: place + 1 })}
            icon={<Trash2 size={15} aria-hidden="true" />}
            onClick={() => onChange(hours.filter((_, index) => index !== place))}
          />
        </div>
      ))}
      {hours.length < MOST_HOURS ? (
        <div>
          <Button
            size="small"
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() => onChange([...hours, { from: hours.at(-1)?.to ?? "", to: "" }])}
          >
            {t("settings.addHours")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface ClockInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A time of the day in 24 hours, whatever the browser's language; what is typed in short is written out. */
function ClockInput({ label, value, onChange }: ClockInputProps) {
  return (
    <Input
      aria-label={label}
      placeholder="09:00"
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => onChange(clockOf(value))}
    />
  );
}
