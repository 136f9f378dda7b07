/** When a member is away, and who stands in for them meanwhile. */

import { Input, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { PeopleSelect } from "../../fields/pieces/people";
import type { Referred } from "../../fields/pieces/read";
import { LabelledField } from "../../ui/labelled-field";

export interface AbsenceValues {
  /** First and last day, as 2026-12-01. */
  from: string;
  until: string;
  deputy: Referred | null;
}

interface AbsenceFieldsProps {
  absence: AbsenceValues | null;
  onChange: (absence: AbsenceValues | null) => void;
  problemAt: (path: string) => string | undefined;
}

const DAYS = [
  { name: "from", label: "people.awayFrom" },
  { name: "until", label: "people.awayUntil" },
] as const;

export function AbsenceFields({ absence, onChange, problemAt }: AbsenceFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <LabelledField label={t("people.away")} help={t("people.awayHelp")}>
        {({ id, describedBy }) => (
          <div>
            <Switch
              id={id}
              aria-describedby={describedBy}
              checked={absence !== null}
              onChange={(away) => onChange(away ? { from: "", until: "", deputy: null } : null)}
            />
          </div>
        )}
      </LabelledField>
      {absence ? (
        <div className="people-three">
          {DAYS.map(({ name, label }) => (
            <LabelledField key={name} label={t(label)} required problem={problemAt(`absence.${name}`)}>
              {({ id, describedBy }) => (
                <Input
                  id={id}
                  type="date"
                  aria-describedby={describedBy}
                  value={absence[name]}
                  onChange={(event) => onChange({ ...absence, [name]: event.target.value })}
                />
              )}
            </LabelledField>
          ))}
          <LabelledField label={t("people.deputy")} problem={problemAt("absence.deputy")}>
            {({ id, labelId, describedBy }) => (
              <PeopleSelect
                id={id}
                labelId={labelId}
                describedBy={describedBy}
                many={false}
                value={absence.deputy ? [absence.deputy] : null}
                onChange={(list: Referred[] | null) => onChange({ ...absence, deputy: list?.[0] ?? null })}
              />
            )}
          </LabelledField>
        </div>
      ) : null}
    </>
  );
}
