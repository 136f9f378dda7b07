/** A department of the workspace, chosen from the tree that they form. */

import { defineControl } from "../control";
import { DepartmentSelect } from "../pieces/department-select";
import { readManyReferred, readReferred, type Referred } from "../pieces/read";

export const departmentControl = defineControl<Referred>({
  type: "department",
  read: readReferred,
  width: 130,
  toWire: ({ id }) => id,
  Input: ({ value, onChange, ...props }) => (
    <DepartmentSelect
      {...props}
      many={false}
      value={value ? [value] : null}
      onChange={(list) => onChange(list?.[0] ?? null)}
    />
  ),
  Many: ({ value, onChange, ...props }) => (
    <DepartmentSelect {...props} many value={readManyReferred(value)} onChange={onChange} />
  ),
  Show: ({ value }) => <span className="clip">{value.label}</span>,
});
