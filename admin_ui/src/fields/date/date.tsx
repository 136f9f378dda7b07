/** A day, month, quarter or year. */

import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";

import { formatDate, type DatePrecision } from "../../lib/format/dates";
import type { FieldModel } from "../../lib/model";
import { defineControl } from "../control";
import { NearTime } from "../pieces/near-time";
import { readText } from "../pieces/read";

const PICKERS = { day: "date", month: "month", quarter: "quarter", year: "year" } as const;

function precisionOf(field: FieldModel): DatePrecision {
  const precision = field.settings.precision;
  return typeof precision === "string" && precision in PICKERS ? (precision as DatePrecision) : "day";
}

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

export const dateControl = defineControl<string>({
  type: "date",
  read: readText,
  width: 120,
  Input: ({ value, onChange, field, ...props }) => (
    <DatePicker
      id={props.id}
      style={{ width: "100%" }}
      picker={PICKERS[precisionOf(field)]}
      value={value ? toDayjs(value) : null}
      disabled={props.disabled ?? false}
      aria-describedby={props.describedBy}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(day: Dayjs | null) => onChange(day ? toWire(day, precisionOf(field)) : null)}
    />
  ),
  Show: ({ value, near }) =>
    near ? (
      <NearTime value={value} isDeadline={near === "deadline"} />
    ) : (
      <span className="numeric">{formatDate(value)}</span>
    ),
});
