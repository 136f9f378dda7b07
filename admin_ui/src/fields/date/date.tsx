/** A day, month, quarter or year. */

import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { today } from "../../lib/conditions/calendar";
import { formatDate, precisionOf, type DatePrecision } from "../../lib/format/dates";
import { isOnWire, readDate } from "../../lib/format/read-dates";
import { defineControl, type InputProps } from "../control";
import { NearTime } from "../pieces/near-time";
import { useTypedValue, ZonedPicker } from "../pieces/picker";
import { readText } from "../pieces/read";
import { UnreadHint, unreadId } from "../pieces/unread-hint";

const PICKERS = { day: "date", month: "month", quarter: "quarter", year: "year" } as const;

const EXAMPLES = { day: "2026-12-05", month: "2026-12", quarter: "2026-Q4", year: "2026" } as const;

function toDayjs(wire: string): Dayjs {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(wire);
  return quarter
    ? dayjs(`${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, "0")}-01`)
    : dayjs(wire);
}

function toWire(day: Dayjs, precision: DatePrecision): string {
  if (precision === "quarter") return `${day.year()}-Q${Math.floor(day.month() / 3) + 1}`;
  return day.format({ day: "YYYY-MM-DD", month: "YYYY-MM", year: "YYYY" }[precision]);
}

function DateInput({ value, onChange, onDone, field, ...props }: InputProps<string>) {
  const timeZone = timeZoneOf(useAppPlace());
  const precision = precisionOf(field.settings);
  const read = (text: string) => readDate(text, precision, today(timeZone));
  const { typing, shown, complains } = useTypedValue({ value, onChange, id: props.id }, read);
  return (
    <>
      <ZonedPicker
        timeZone={timeZone}
        typing={typing}
        id={props.id}
        picker={PICKERS[precision]}
        value={shown ? toDayjs(shown) : null}
        disabled={props.disabled ?? false}
        aria-describedby={unreadId(props, complains)}
        {...(props.placeholder ? { placeholder: props.placeholder } : {})}
        {...(props.invalid || complains ? { status: "error" as const } : {})}
        onChoose={(day) => onChange(day ? toWire(day, precision) : null)}
        onDone={onDone}
      />
      <UnreadHint {...props} isUnread={complains} example={EXAMPLES[precision]} />
    </>
  );
}

export const dateControl = defineControl<string>({
  type: "date",
  read: readText,
  isUnread: (text) => !isOnWire(text),
  width: 120,
  Input: DateInput,
  Show: ({ value, near }) =>
    near ? (
      <NearTime value={value} isDeadline={near === "deadline"} />
    ) : (
      <span className="numeric">{formatDate(value)}</span>
    ),
});
