/** A time of day. */

import dayjs from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { readTime } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { useTypedValue, ZonedPicker } from "../pieces/picker";
import { readText } from "../pieces/read";
import { UnreadHint, unreadId } from "../pieces/unread-hint";

function TimeInput({ value, onChange, onDone, ...props }: InputProps<string>) {
  const timeZone = timeZoneOf(useAppPlace());
  const { typing, shown, complains } = useTypedValue({ value, onChange, id: props.id }, readTime);
  return (
    <>
      <ZonedPicker
        timeZone={timeZone}
        typing={typing}
        id={props.id}
        picker="time"
        format="HH:mm"
        value={shown && readTime(shown) ? dayjs(`2000-01-01T${shown}`) : null}
        disabled={props.disabled ?? false}
        aria-describedby={unreadId(props, complains)}
        {...(props.invalid || complains ? { status: "error" as const } : {})}
        onChoose={(time) => onChange(time ? time.format("HH:mm:ss") : null)}
        onDone={onDone}
      />
      <UnreadHint {...props} isUnread={complains} example="09:00" />
    </>
  );
}

export const timeControl = defineControl<string>({
  type: "time",
  read: readText,
  isUnread: (text) => readTime(text) === null,
  width: 90,
  Input: TimeInput,
  Show: ({ value }) => <span className="numeric">{value.replace(/^(\d\d:\d\d):00$/, "$1")}</span>,
});
