/** Several people of the workspace. */

import { defineControl } from "../control";
import { ManyPeople, PeopleSelect, PersonShow } from "../pieces/people";
import { readManyReferred, type Referred } from "../pieces/read";

export const usersControl = defineControl<Referred[]>({
  type: "users",
  read: readManyReferred,
  width: 180,
  toWire: (people) => people.map(({ id }) => id),
  Input: (props) => <PeopleSelect {...props} many />,
  Many: ManyPeople,
  Show: ({ value, compact }) => (
    <span className={compact ? "pills" : "pills wrap"}>
      {value.map((person) => (
        <PersonShow key={person.id} person={person} />
      ))}
    </span>
  ),
});
