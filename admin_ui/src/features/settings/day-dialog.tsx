/** What a day is: as its weekday says, off, or worked; with a name, and perhaps for several days at once. */

import { Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { WorkingCalendar } from "../../lib/api/settings";
import { textOf } from "../../lib/label";
import { LabelledField } from "../../ui/labelled-field";
import { dayText, factsOf, type DaySetting, type Named } from "./year-model";

const LONGEST_NAME = 60;
const DAYS_AT_ONCE = 366;

interface DayDialogProps {
  date: string;
  calendar: WorkingCalendar;
  named: Named;
  onSet: (first: string, last: string, setting: DaySetting) => void;
  onClose: () => void;
}

type Kind = "usual" | "off" | "works";

export function DayDialog({ date, calendar, named, onSet, onClose }: DayDialogProps) {
  const { t, i18n } = useTranslation();
  const own = named.get(date) ?? null;
  const usual = factsOf(date, calendar, new Map()).works;
  const [kind, setKind] = useState<Kind>(own ? (own.works ? "works" : "off") : usual ? "off" : "works");
  const shown = textOf(own?.label, i18n.language);
  const [name, setName] = useState(shown);
  const [until, setUntil] = useState(date);
  const days = (Date.parse(until) - Date.parse(date)) / 86_400_000 + 1;
  const isSpan = days >= 1 && days <= DAYS_AT_ONCE;

  function save() {
    const label = name.trim() === shown && own ? own.label : { [i18n.language]: name.trim() };
    onSet(
      date,
      until,
      kind === "usual" ? null : { works: kind === "works", label: name.trim() ? label : {} },
    );
  }
  return (
    <Modal
      open
      title={dayText(date, i18n.language)}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !isSpan }}
      onOk={save}
      onCancel={onClose}
      width={420}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSpan) save();
        }}
      >
        <Radio.Group
          className="settings-kinds"
          aria-label={t("settings.kind")}
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
          options={[
            { value: "off", label: t("settings.setOff") },
            { value: "works", label: t("settings.setWorks") },
            { value: "usual", label: usual ? t("settings.usualWorks") : t("settings.usualOff") },
          ]}
        />
        {kind === "usual" ? null : (
          <LabelledField label={t("settings.name")}>
            {({ id }) => (
              <Input
                id={id}
                maxLength={LONGEST_NAME}
                placeholder={t("settings.nameExample")}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </LabelledField>
        )}
        <LabelledField label={t("settings.until")} problem={isSpan ? undefined : t("settings.untilLater")}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="date"
              aria-describedby={describedBy}
              min={date}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          )}
        </LabelledField>
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
