/** A length of time in seconds, typed as hours and minutes. */

import { Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { splitDuration } from "../../lib/format/dates";
import { isNumber } from "../../lib/format/number-text";
import { readDuration } from "../../lib/format/read-durations";
import { defineControl, type InputProps } from "../control";
import { NumberBox, NumberHint } from "../pieces/decimal-input";
import { readText, readWhole } from "../pieces/read";
import { useTypedNumber } from "../pieces/typed-number";

/** Seconds, or a text that is no length of time. */
type Duration = number | string;

interface Parts {
  hours: string | null;
  minutes: string | null;
}

function readDurationWire(wire: unknown): Duration | null {
  return readWhole(wire) ?? readText(wire);
}

function partsOf(value: Duration | null): Parts {
  if (typeof value !== "number") return { hours: value, minutes: null };
  return { hours: String(Math.floor(value / 3600)), minutes: String(Math.round((value % 3600) / 60)) };
}

function valueOf({ hours, minutes }: Parts): Duration | null {
  if (hours === null && minutes === null) return null;
  const unread = [hours, minutes].find((part) => part !== null && !isNumber(part));
  return unread ?? Math.round(Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}

function DurationInput({ value, onChange, ...props }: InputProps<Duration>) {
  const { t } = useTranslation();
  const [unread, setUnread] = useState<Parts | null>(null);
  const parts = typeof value === "string" && unread ? unread : partsOf(value);
  function set(next: Parts) {
    setUnread(next);
    onChange(valueOf(next));
  }
  // A whole length of time may be typed into either box: 2小时30分.
  function whole(text: string): boolean {
    const seconds = /[^\d\s.]/u.test(text) ? readDuration(text, "hour") : null;
    if (seconds !== null) onChange(seconds);
    return seconds !== null;
  }
  const hours = useTypedNumber(
    { value: parts.hours, onChange: (text) => set({ ...parts, hours: text }) },
    {},
    whole,
  );
  const minutes = useTypedNumber(
    { value: parts.minutes, onChange: (text) => set({ ...parts, minutes: text }) },
    {},
    whole,
  );
  return (
    <>
      <Space.Compact block>
        <NumberBox {...props} name={t("field.hours")} suffix={t("field.hours")} number={hours} />
        <NumberBox
          {...props}
          id={`${props.id}-minutes`}
          hintId={props.id}
          name={t("field.minutes")}
          suffix={t("field.minutes")}
          number={minutes}
        />
      </Space.Compact>
      <NumberHint {...props} numbers={[hours, minutes]} />
    </>
  );
}

export const durationControl = defineControl<Duration>({
  type: "duration",
  read: readDurationWire,
  isUnread: (value) => typeof value === "string",
  group: true,
  align: "end",
  width: 120,
  Input: DurationInput,
  Show: function Show({ value }) {
    const { t } = useTranslation();
    if (typeof value === "string") return value;
    const { days, hours, minutes } = splitDuration(value);
    const parts = [
      days ? t("field.daysShort", { count: days }) : "",
      hours ? t("field.hoursShort", { count: hours }) : "",
      minutes || (!days && !hours) ? t("field.minutesShort", { count: minutes }) : "",
    ];
    return <span className="numeric">{parts.filter(Boolean).join(" ")}</span>;
  },
});
