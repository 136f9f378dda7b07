/** Links to several records of another entity. */

import { targetOf } from "../../lib/model";
import { defineControl } from "../control";
import { readManyReferred, type Referred } from "../pieces/read";
import { ManyRecords, RecordLink, RecordsSelect } from "../pieces/records";

export const referencesControl = defineControl<Referred[]>({
  type: "references",
  read: readManyReferred,
  width: 200,
  toWire: (records) => records.filter(({ hidden }) => !hidden).map(({ id }) => id),
  Input: (props) => <RecordsSelect {...props} many target={targetOf(props.field) ?? ""} />,
  Many: ManyRecords,
  Show: ({ value, field, compact }) => (
    <span className={compact ? "pills" : "pills wrap"}>
      {value.map((record) => (
        <RecordLink key={record.id} record={record} target={targetOf(field)} />
      ))}
    </span>
  ),
});
