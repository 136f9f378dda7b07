/** A time of day. */

import { TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";

import { defineControl } from "../control";
import { readText } from "../pieces/read";

export const timeControl = defineControl<string>({
  type: "time",
  read: readText,
  width: 90,
  Input: ({ value, onChange, ...props }) => (
    <TimePicker
      id={props.id}
      style={{ width: "100%" }}
      format="HH:mm"
      value={value ? dayjs(`2000-01-01T${value}`) : null}
      disabled={props.disabled ?? false}
      aria-describedby={props.describedBy}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(time: Dayjs | null) => onChange(time ? time.format("HH:mm:ss") : null)}
    />
  ),
  Show: ({ value }) => <span className="numeric">{value.replace(/^(\d\d:\d\d):00$/, "$1")}</span>,
});
