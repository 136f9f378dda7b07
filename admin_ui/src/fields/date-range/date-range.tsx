/** Two days and what lies between; either may be open. */

import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";

import { defineControl } from "../control";
import { readParts } from "../pieces/read";

interface DateRange {
  start?: string;
  end?: string;
}

export const dateRangeControl = defineControl<DateRange>({
  type: "date_range",
  read: readParts,
  group: true,
  width: 200,
  toWire: ({ start, end }) => ({ start: start ?? null, end: end ?? null }),
  Input: ({ value, onChange, ...props }) => (
    <DatePicker.RangePicker
      id={{ start: props.id, end: `${props.id}-end` }}
      style={{ width: "100%" }}
      allowEmpty={[true, true]}
      value={[value?.start ? dayjs(value.start) : null, value?.end ? dayjs(value.end) : null]}
      disabled={props.disabled ?? false}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(days: [Dayjs | null, Dayjs | null] | null) => {
        const range: DateRange = {};
        if (days?.[0]) range.start = days[0].format("YYYY-MM-DD");
        if (days?.[1]) range.end = days[1].format("YYYY-MM-DD");
        onChange(range.start || range.end ? range : null);
      }}
    />
  ),
  Show: ({ value }) => (
    <span className="numeric">
      {value.start ?? "…"} – {value.end ?? "…"}
    </span>
  ),
});
