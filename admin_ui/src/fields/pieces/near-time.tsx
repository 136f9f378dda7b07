/** A day or a moment in a list: days beside today by their word, and what is late in red, what is due today in amber. */

import { useTranslation } from "react-i18next";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { daysAhead, formatDate, formatInstant, formatNear } from "../../lib/format/dates";
import { useMinute } from "../../lib/use-minute";
import { Pill } from "../../ui/pill";

interface NearTimeProps {
  value: string;
  /** Whether it can be late. */
  isDeadline: boolean;
}

export function NearTime({ value, isDeadline }: NearTimeProps) {
  const { t, i18n } = useTranslation();
  const timeZone = timeZoneOf(useAppPlace());
  const now = useMinute();
  const days = isDeadline ? daysAhead(value, timeZone, now) : null;
  const color = days === null ? null : urgencyOf(value, days, now);
  const isOver = days !== null && days < 0;
  const text = isOver
    ? t("deadline.late", { count: -days })
    : formatNear(value, i18n.language, timeZone, now);
  const whole = value.includes("T") ? formatInstant(value, timeZone) : formatDate(value);
  return (
    <time className={color ? "numeric marked" : "numeric"} dateTime={value} title={whole}>
      {color ? <Pill text={text} color={color} /> : text}
    </time>
  );
}

function urgencyOf(value: string, days: number, now: number): "red" | "amber" | null {
  if (days < 0 || (value.includes("T") && Date.parse(value) < now)) return "red";
  return days === 0 ? "amber" : null;
}
