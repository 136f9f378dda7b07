/** A link to one record of another entity. */

import { targetOf } from "../../lib/model";
import { defineControl } from "../control";
import { readReferred, type Referred } from "../pieces/read";
import { ManyRecords, RecordLink, RecordsSelect } from "../pieces/records";

export const referenceControl = defineControl<Referred>({
  type: "reference",
  read: readReferred,
  width: 180,
  toWire: ({ id }) => id,
  Input: ({ value, onChange, ...props }) => (
    <RecordsSelect
      {...props}
      many={false}
      target={targetOf(props.field) ?? ""}
      value={value && !value.hidden ? [value] : null}
      onChange={(list) => onChange(list?.[0] ?? null)}
    />
  ),
  Many: ManyRecords,
  Show: ({ value, field }) => <RecordLink record={value} target={targetOf(field)} />,
});
