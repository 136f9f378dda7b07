/** The line above a calendar: which days, the way to others, how they are divided, and what the colours of several dates mean. */

import { Button, Segmented } from "antd";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import { textOf, type Label } from "../../lib/label";
import type { ListState } from "../../lib/list-state";
import { colorOf } from "../../ui/palette";
import type { CalendarModel } from "./calendar-model";

type Kind = NonNullable<ListState["span"]>;

interface CalendarBarProps {
  title: string;
  kind: Kind;
  calendar: CalendarModel;
  onStep: (step: "prev" | "next" | "today") => void;
  onKind: (kind: Kind) => void;
}

const MOST_MEANINGS = 8;
const KINDS: readonly Kind[] = ["month", "week", "agenda"];

/** What the colours stand for: options, or dates where there are several. */
function meaningsOf({
  dates,
  colorField,
}: CalendarModel): { key: string; label: Label; color?: string | undefined }[] {
  if (!colorField) return dates.map(({ start, field, color }) => ({ key: start, label: field.label, color }));
  const colored = colorField.options.filter(({ color, disabled }) => color && !disabled);
  return colored
    .slice(0, MOST_MEANINGS)
    .map(({ name, label, color }) => ({ key: name, label, color: colorOf(color) }));
}

export function CalendarBar({ title, kind, calendar, onStep, onKind }: CalendarBarProps) {
  const { t, i18n } = useTranslation();
  const meanings = meaningsOf(calendar);
  return (
    <div className="calendar-bar">
      <div className="row-line">
        <Button onClick={() => onStep("today")}>{t("calendar.today")}</Button>
        <Button
          type="text"
          icon={<ChevronLeft size={17} aria-hidden="true" />}
          aria-label={t("calendar.previous")}
          onClick={() => onStep("prev")}
        />
        <Button
          type="text"
          icon={<ChevronRight size={17} aria-hidden="true" />}
          aria-label={t("calendar.next")}
          onClick={() => onStep("next")}
        />
        <h2 className="calendar-title" aria-live="polite">
          {title}
        </h2>
      </div>
      {meanings.length > 1 ? (
        <ul className="calendar-legend">
          {meanings.map(({ key, label, color }) => (
            <li key={key} style={{ "--c": color } as CSSProperties}>
              {textOf(label, i18n.language)}
            </li>
          ))}
        </ul>
      ) : null}
      <span className="grow" />
      <Segmented
        aria-label={t("calendar.span")}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t(`calendar.${value}`) }))}
        onChange={onKind}
      />
    </div>
  );
}
