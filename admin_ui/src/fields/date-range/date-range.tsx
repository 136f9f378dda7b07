/** Two days and what lies between; either may be open. */

import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { today } from "../../lib/conditions/calendar";
import { isOnWire, readDate } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { useTyping, ZonedRangePicker } from "../pieces/picker";
import { readParts } from "../pieces/read";
import { UnreadHint } from "../pieces/unread-hint";

interface DateRange {
  start?: string;
  end?: string;
}

function rangeOf(start: string | null, end: string | null): DateRange | null {
  const range: DateRange = { ...(start ? { start } : {}), ...(end ? { end } : {}) };
  return start || end ? range : null;
}

const wireOf = (day: Dayjs | null) => day && day.format("YYYY-MM-DD");

function DateRangeInput({ value, onChange, ...props }: InputProps<DateRange>) {
  const timeZone = timeZoneOf(useAppPlace());
  const read = (text: string | undefined) => (text ? readDate(text, "day", today(timeZone)) : null);
  const endId = `${props.id}-end`;
  const partOf = (id: string) => (id === endId ? "end" : "start");
  const isUnread = (part: "start" | "end") => !!value?.[part] && read(value[part]) === null;
  const typing = useTyping(
    (id) => (isUnread(partOf(id)) ? value?.[partOf(id)] : undefined),
    // What cannot be read stays to be mended; the server refuses it, should it be sent.
    (text, id) => {
      const next = { ...value, [partOf(id)]: read(text) ?? text };
      onChange(rangeOf(next.start ?? null, next.end ?? null));
    },
  );
  function dayOf(id: string): Dayjs | null {
    const day = read(typing.textOf(id) ?? value?.[partOf(id)]);
    return day ? dayjs(day) : null;
  }
  const unread = [props.id, endId].some(
    (id) => isUnread(partOf(id)) && typing.textOf(id) === value?.[partOf(id)],
  );
  return (
    <>
      <ZonedRangePicker
        timeZone={timeZone}
        typing={typing}
        id={{ start: props.id, end: endId }}
        allowEmpty={[true, true]}
        value={[dayOf(props.id), dayOf(endId)]}
        disabled={props.disabled ?? false}
        {...(props.invalid || unread ? { status: "error" as const } : {})}
        onChoose={([start, end]) => onChange(rangeOf(wireOf(start), wireOf(end)))}
      />
      <UnreadHint {...props} isUnread={unread} example="2026-12-05" />
    </>
  );
}

export const dateRangeControl = defineControl<DateRange>({
  type: "date_range",
  read: readParts,
  isUnread: ({ start, end }) => [start, end].some((day) => day !== undefined && !isOnWire(day)),
  group: true,
  width: 200,
  toWire: ({ start, end }) => ({ start: start ?? null, end: end ?? null }),
  Input: DateRangeInput,
  Show: ({ value }) => (
    <span className="numeric">
      {value.start ?? "…"} – {value.end ?? "…"}
    </span>
  ),
});
