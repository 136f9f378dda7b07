/** A department of the workspace. */

import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import { readDepartments, type Department } from "../../lib/api/apps";
import { useAppPlace } from "../../lib/app-context";
import { defineControl, type InputProps } from "../control";
import { readManyReferred, readReferred, type Referred } from "../pieces/read";

/** The departments as they lie under each other, the parent's name before the child's. */
function pathOf(department: Department, all: readonly Department[]): string {
  const parent = all.find(({ id }) => id === department.parent);
  return parent ? `${pathOf(parent, all)} / ${department.label}` : department.label;
}

interface DepartmentSelectProps extends Omit<InputProps<Referred[]>, "controls"> {
  many: boolean;
}

function DepartmentSelect({ value, onChange, many, ...props }: DepartmentSelectProps) {
  const { workspace } = useAppPlace();
  const { data = [], isFetching } = useQuery({
    queryKey: ["departments", workspace],
    queryFn: () => readDepartments(workspace),
    staleTime: 60_000,
  });
  const known: Referred[] = data.map((item) => ({ id: item.id, label: pathOf(item, data) }));
  for (const item of value ?? []) if (!known.some(({ id }) => id === item.id)) known.push(item);
  const ids = (value ?? []).map(({ id }) => id);
  return (
    <Select<number | number[]>
      id={props.id}
      {...(many ? { mode: "multiple" as const } : {})}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%" }}
      value={many ? ids : ids[0]}
      options={known.map(({ id, label }) => ({ value: id, label }))}
      loading={isFetching}
      disabled={props.disabled ?? false}
      aria-labelledby={props.labelId}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(chosen: number | number[] | undefined) => {
        const wanted = Array.isArray(chosen) ? chosen : chosen === undefined ? [] : [chosen];
        const items = known.filter(({ id }) => wanted.includes(id));
        onChange(items.length > 0 ? items : null);
      }}
    />
  );
}

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
