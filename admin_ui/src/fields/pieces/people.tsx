/** People: oneself first, others by name, pinyin or address; shown with their initial. */

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { findPeople, readDepartments, type Department } from "../../lib/api/apps";
import { useAppPlace } from "../../lib/app-context";
import { Avatar } from "../../ui/avatar";
import type { InputProps } from "../control";
import { LookupSelect, type Offered } from "./lookup-select";
import { readManyReferred, type Referred } from "./read";

type PeopleInputProps = Pick<
  InputProps<Referred[]>,
  "value" | "onChange" | "id" | "labelId" | "describedBy" | "disabled" | "invalid" | "placeholder"
> & { many: boolean };

/** All departments of the workspace; they are few and change seldom. */
export function useDepartments(): { departments: readonly Department[]; loading: boolean } {
  const { workspace } = useAppPlace();
  const { data = [], isFetching } = useQuery({
    queryKey: ["departments", workspace],
    queryFn: () => readDepartments(workspace),
    staleTime: 60_000,
  });
  return { departments: data, loading: isFetching };
}

export function PeopleSelect({ value, many, ...props }: PeopleInputProps) {
  const { t } = useTranslation();
  const { workspace, session } = useAppPlace();
  const { departments } = useDepartments();
  const me = session.user;

  async function find(text: string): Promise<Offered[]> {
    const found = await findPeople(workspace, text);
    const offered = found.map(({ id, label, department, email }): Offered => {
      const home = departments.find((item) => item.id === department)?.label;
      return { id, label, facts: id === me.id ? t("people.me") : (home ?? email) };
    });
    const mine = offered.find(({ id }) => id === me.id);
    if (text) return mine ? [mine, ...offered.filter((item) => item !== mine)] : offered;
    const myself = mine ?? { id: me.id, label: me.display_name, facts: t("people.me") };
    return [myself, ...offered.filter(({ id }) => id !== me.id)];
  }

  return (
    <LookupSelect
      {...props}
      chosen={value ?? []}
      many={many}
      source={["people", workspace, String(departments.length)]}
      find={find}
      mark={({ label }) => <Avatar name={label} />}
    />
  );
}

export function ManyPeople({ value, onChange, ...props }: InputProps<unknown>) {
  return <PeopleSelect {...props} many value={readManyReferred(value)} onChange={onChange} />;
}

export function PersonShow({ person }: { person: Referred }) {
  return (
    <span className="row-line person">
      <Avatar name={person.label} />
      <span className="clip">{person.label}</span>
    </span>
  );
}
