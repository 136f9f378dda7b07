/** An instant, typed and read in the person's time zone, sent in UTC. */

import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { daysOf, instantInZone, today } from "../../lib/conditions/calendar";
import { formatInstant } from "../../lib/format/dates";
import { isOnWire, readWallTime } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { NearTime } from "../pieces/near-time";
import { useTyping, wallClock, ZonedPicker } from "../pieces/picker";
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
  const isUnread = value !== null && !(value.includes("T") && isOnWire(value));
  const typing = useTyping(
    () => (isUnread ? value : undefined),
    // What cannot be read stays to be mended; the server refuses it, should it be sent.
    (text) => onChange(text === "" ? null : (read(text, timeZone, minutes) ?? text)),
  );
  const typed = typing.textOf(props.id);
  const shown = typed === undefined ? value : read(typed, timeZone, minutes);
  // Not while it is mended: what stands below would move away from under the press that saves.
  const complains = isUnread && typed === value;
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
