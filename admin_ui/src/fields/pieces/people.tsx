/** People: chosen by name, shown with their initial. */

import { findPeople } from "../../lib/api/apps";
import { useAppPlace } from "../../lib/app-context";
import { Avatar } from "../../ui/avatar";
import type { InputProps } from "../control";
import { LookupSelect } from "./lookup-select";
import { readManyReferred, type Referred } from "./read";

type PeopleInputProps = Omit<InputProps<Referred[]>, "controls"> & { many: boolean };

export function PeopleSelect({ value, many, ...props }: PeopleInputProps) {
  const { workspace } = useAppPlace();
  return (
    <LookupSelect
      {...props}
      chosen={value ?? []}
      many={many}
      source={["people", workspace]}
      find={async (text) => (await findPeople(workspace, text)).map(({ id, label }) => ({ id, label }))}
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
