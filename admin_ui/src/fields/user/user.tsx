/** One person of the workspace. */

import { defineControl } from "../control";
import { ManyPeople, PeopleSelect, PersonShow } from "../pieces/people";
import { readReferred, type Referred } from "../pieces/read";

export const userControl = defineControl<Referred>({
  type: "user",
  read: readReferred,
  width: 130,
  toWire: ({ id }) => id,
  Input: ({ value, onChange, ...props }) => (
    <PeopleSelect
      {...props}
      many={false}
      value={value ? [value] : null}
      onChange={(list) => onChange(list?.[0] ?? null)}
    />
  ),
  Many: ManyPeople,
  Show: ({ value }) => <PersonShow person={value} />,
});
