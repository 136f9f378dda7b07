/** A length of time in seconds, typed as hours and minutes. */

import { InputNumber, Space } from "antd";
import { useTranslation } from "react-i18next";

import { splitDuration } from "../../lib/format/dates";
import { defineControl, type InputProps } from "../control";
import { readWhole } from "../pieces/read";

function DurationInput({ value, onChange, id, disabled, describedBy }: InputProps<number>) {
  const { t } = useTranslation();
  const hours = value === null ? null : Math.floor(value / 3600);
  const minutes = value === null ? null : Math.round((value % 3600) / 60);
  const set = (nextHours: number | null, nextMinutes: number | null) =>
    onChange(
      nextHours === null && nextMinutes === null ? null : (nextHours ?? 0) * 3600 + (nextMinutes ?? 0) * 60,
    );
  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        style={{ width: "50%" }}
        min={0}
        precision={0}
        controls={false}
        value={hours}
        disabled={disabled ?? false}
        aria-label={t("field.hours")}
        aria-describedby={describedBy}
        suffix={t("field.hours")}
        onChange={(next) => set(next, minutes)}
      />
      <InputNumber
        style={{ width: "50%" }}
        min={0}
        max={59}
        precision={0}
        controls={false}
        value={minutes}
        disabled={disabled ?? false}
        aria-label={t("field.minutes")}
        suffix={t("field.minutes")}
        onChange={(next) => set(hours, next)}
      />
    </Space.Compact>
  );
}

export const durationControl = defineControl<number>({
  type: "duration",
  read: readWhole,
  group: true,
  align: "end",
  width: 120,
  Input: DurationInput,
  Show: function Show({ value }) {
    const { t } = useTranslation();
    const { days, hours, minutes } = splitDuration(value);
    const parts = [
      days ? t("field.daysShort", { count: days }) : "",
      hours ? t("field.hoursShort", { count: hours }) : "",
      minutes || (!days && !hours) ? t("field.minutesShort", { count: minutes }) : "",
    ];
    return <span className="numeric">{parts.filter(Boolean).join(" ")}</span>;
  },
});
