/** An instant, typed and read in the person's time zone, sent in UTC. */

import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { daysOf, instantInZone } from "../../lib/conditions/calendar";
import { formatInstant } from "../../lib/format/dates";
import { defineControl, type InputProps } from "../control";
import { NearTime } from "../pieces/near-time";
import { readText } from "../pieces/read";
import "./datetime.css";

/** What the picker shows is the wall clock of the zone, whatever zone the browser is in. */
function toPicker(wire: string, timeZone: string): Dayjs {
  return dayjs(formatInstant(wire, timeZone));
}

function toWire(day: Dayjs, timeZone: string): string {
  const ofDay = (day.hour() * 60 + day.minute()) * 60_000;
  const instant = instantInZone(daysOf(day.year(), day.month() + 1, day.date()), timeZone, ofDay);
  return new Date(instant / 1000).toISOString();
}

function DatetimeInput({ value, onChange, ...props }: InputProps<string>) {
  const timeZone = timeZoneOf(useAppPlace());
  return (
    <DatePicker
      id={props.id}
      style={{ width: "100%" }}
      showTime={{ format: "HH:mm" }}
      format="YYYY-MM-DD HH:mm"
      value={value ? toPicker(value, timeZone) : null}
      disabled={props.disabled ?? false}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
      aria-describedby={props.describedBy}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(day: Dayjs | null) => onChange(day ? toWire(day, timeZone) : null)}
    />
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
