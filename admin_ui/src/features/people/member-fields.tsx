/** What the workspace says of a member: department, manager, position, roles, teams; for a new one and for one that is there. */

import { Input, Select, Switch } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { DepartmentSelect } from "../../fields/pieces/department-select";
import { PeopleSelect, useDepartments } from "../../fields/pieces/people";
import type { Referred } from "../../fields/pieces/read";
import { LabelledField } from "../../ui/labelled-field";
import { useRoles, useTeams } from "./use-people";

export interface MemberValues {
  display_name: string;
  position: string;
  department: number | null;
  manager: Referred | null;
  roles: string[];
  teams: number[];
  administrator: boolean;
}

interface MemberFieldsProps {
  values: MemberValues;
  onChange: (changes: Partial<MemberValues>) => void;
  problemAt: (path: string) => string | undefined;
  /** Stands after the name: what a new member signs in with. */
  children?: ReactNode;
}

export function MemberFields({ values, onChange, problemAt, children }: MemberFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <LabelledField label={t("people.fullName")} required problem={problemAt("display_name")}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            maxLength={200}
            autoComplete="off"
            aria-describedby={describedBy}
            value={values.display_name}
            onChange={(event) => onChange({ display_name: event.target.value })}
          />
        )}
      </LabelledField>
      {children}
      <div className="people-pair">
        <Place values={values} onChange={onChange} problemAt={problemAt} />
        <LabelledField label={t("people.position")} problem={problemAt("position")}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              maxLength={100}
              aria-describedby={describedBy}
              value={values.position}
              onChange={(event) => onChange({ position: event.target.value })}
            />
          )}
        </LabelledField>
      </div>
      <LabelledField
        label={t("people.manager")}
        help={t("people.managerHelp")}
        problem={problemAt("manager")}
      >
        {({ id, labelId, describedBy }) => (
          <PeopleSelect
            id={id}
            labelId={labelId}
            describedBy={describedBy}
            many={false}
            value={values.manager ? [values.manager] : null}
            onChange={(list: Referred[] | null) => onChange({ manager: list?.[0] ?? null })}
          />
        )}
      </LabelledField>
      <Grants values={values} onChange={onChange} problemAt={problemAt} />
    </>
  );
}

function Place({ values, onChange, problemAt }: MemberFieldsProps) {
  const { t } = useTranslation();
  const { departments } = useDepartments();
  const home = departments.find(({ id }) => id === values.department);
  return (
    <LabelledField label={t("people.department")} problem={problemAt("department")}>
      {({ id, labelId, describedBy }) => (
        <DepartmentSelect
          id={id}
          labelId={labelId}
          describedBy={describedBy}
          many={false}
          value={home ? [{ id: home.id, label: home.label }] : null}
          onChange={(list) => onChange({ department: list?.[0]?.id ?? null })}
        />
      )}
    </LabelledField>
  );
}

/** Roles, teams, and whether the person may do everything. */
function Grants({ values, onChange, problemAt }: MemberFieldsProps) {
  const { t, i18n } = useTranslation();
  const { data: roles = [] } = useRoles();
  const { data: teams = [] } = useTeams();
  const offered = teams.filter(({ id, closed }) => !closed || values.teams.includes(id));
  return (
    <>
      <LabelledField label={t("people.roles")} help={t("people.rolesHelp")} problem={problemAt("roles")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            mode="multiple"
            optionFilterProp="label"
            disabled={values.administrator}
            aria-describedby={describedBy}
            value={values.roles}
            onChange={(chosen) => onChange({ roles: chosen })}
            options={roles.map((role) => ({ value: role.id, label: textOf(role.label, i18n.language) }))}
          />
        )}
      </LabelledField>
      {offered.length > 0 ? (
        <LabelledField label={t("people.teams")} problem={problemAt("teams")}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              mode="multiple"
              optionFilterProp="label"
              aria-describedby={describedBy}
              value={values.teams}
              onChange={(chosen) => onChange({ teams: chosen })}
              options={offered.map((team) => ({ value: team.id, label: team.label }))}
            />
          )}
        </LabelledField>
      ) : null}
      <LabelledField label={t("people.administrator")} help={t("people.administratorHelp")}>
        {({ id, describedBy }) => (
          <div>
            <Switch
              id={id}
              aria-describedby={describedBy}
              checked={values.administrator}
              onChange={(administrator) => onChange({ administrator })}
            />
          </div>
        )}
      </LabelledField>
    </>
  );
}
