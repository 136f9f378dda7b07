/** An instant, typed and read in the person's time zone, sent in UTC. */

import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { daysOf } from "../../lib/conditions/calendar";
import { formatInstant } from "../../lib/format/dates";
import { instantOn, isOnWire, readMoment, WORK_BEGINS } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { NearTime } from "../pieces/near-time";
import { useTypedValue, wallClock, ZonedPicker } from "../pieces/picker";
import { readText } from "../pieces/read";
import { UnreadHint, unreadId } from "../pieces/unread-hint";

function toWire(day: Dayjs, timeZone: string): string {
  const days = daysOf(day.year(), day.month() + 1, day.date());
  return instantOn(days, day.hour() * 60 + day.minute(), timeZone);
}

function isMoment(text: string): boolean {
  return text.includes("T") && isOnWire(text);
}

function DatetimeInput({ value, onChange, onDone, minutes = WORK_BEGINS, ...props }: InputProps<string>) {
  const timeZone = timeZoneOf(useAppPlace());
  const { typing, shown, complains } = useTypedValue(
    { value, onChange, id: props.id },
    (text) => readMoment(text, timeZone, minutes),
    isMoment,
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
  isUnread: (text) => !isMoment(text),
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
