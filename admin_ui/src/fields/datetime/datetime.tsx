/** An instant, typed and read in the person's time zone, sent in UTC. */

import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { daysOf, instantInZone, today } from "../../lib/conditions/calendar";
import { formatInstant } from "../../lib/format/dates";
import { isOnWire, readWallTime } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { NearTime } from "../pieces/near-time";
import { useTypedValue, wallClock, ZonedPicker } from "../pieces/picker";
import { readText } from "../pieces/read";
import { UnreadHint, unreadId } from "../pieces/unread-hint";

/** Where only a day is given, people are at work by then. */
const WORK_BEGINS = 9 * 60;

function wireOf(days: number, minutes: number, timeZone: string): string {
  return new Date(instantInZone(days, timeZone, minutes * 60_000) / 1000).toISOString();
}

function toWire(day: Dayjs, timeZone: string): string {
  const days = daysOf(day.year(), day.month() + 1, day.date());
  return wireOf(days, day.hour() * 60 + day.minute(), timeZone);
}

function read(text: string, timeZone: string, minutes: number): string | null {
  const wall = readWallTime(text, today(timeZone), minutes);
  return wall && wireOf(wall.days, wall.minutes, timeZone);
}

function DatetimeInput({ value, onChange, onDone, minutes = WORK_BEGINS, ...props }: InputProps<string>) {
  const timeZone = timeZoneOf(useAppPlace());
  const { typing, shown, complains } = useTypedValue(
    { value, onChange, id: props.id },
    (text) => read(text, timeZone, minutes),
    (text) => text.includes("T") && isOnWire(text),
  );
  return (
    <>
      <ZonedPicker
        timeZone={timeZone}
        typing={typing}
        id={props.id}
        showTime={{ format: "HH:mm", defaultOpenValue: dayjs().startOf("day").minute(minutes) }}
        format="YYYY-MM-DD HH:mm"
        value={shown ? wallClock(timeZone, shown) : null}
        disabled={props.disabled ?? false}
        {...(props.placeholder ? { placeholder: props.placeholder } : {})}
        aria-describedby={unreadId(props, complains)}
        {...(props.invalid || complains ? { status: "error" as const } : {})}
        onChoose={(day) => onChange(day ? toWire(day, timeZone) : null)}
        onDone={onDone}
      />
      <UnreadHint {...props} isUnread={complains} example="2026-12-05 09:00" />
    </>
  );
}

export const datetimeControl = defineControl<string>({
  type: "datetime",
  read: readText,
  width: 150,
  Input: DatetimeInput,
  Show: function Show({ value, compact, near }) {
    const timeZone = timeZoneOf(useAppPlace());
    if (near) return <NearTime value={value} isDeadline={near === "deadline"} />;
    return (
      <time className="numeric" dateTime={value} title={formatInstant(value, timeZone)}>
        {formatInstant(value, timeZone, compact)}
      </time>
    );
  },
});
