/** A choice of departments, from the tree that they form. */

import { TreeSelect } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Department } from "../../lib/api/apps";
import type { InputProps } from "../control";
import { useDepartments } from "./people";
import type { Referred } from "./read";

interface Branch {
  value: number;
  title: string;
  /** The words by which it is found. */
  spelled: string;
  disabled?: boolean;
  children?: Branch[];
}

/** The departments as they lie under each other; one whose parent is not there stands at the top. */
function branches(all: readonly Department[], gone: readonly Referred[]): Branch[] {
  const under = new Map<number | null, Department[]>();
  const known = new Set(all.map(({ id }) => id));
  for (const item of all) {
    const parent = item.parent !== null && known.has(item.parent) ? item.parent : null;
    under.set(parent, [...(under.get(parent) ?? []), item]);
  }
  const made = ({ id, label, spelled }: Department): Branch => {
    const children = (under.get(id) ?? []).map(made);
    return { value: id, title: label, spelled, ...(children.length > 0 ? { children } : {}) };
  };
  const lost = gone.map(({ id, label }) => ({ value: id, title: label, spelled: label, disabled: true }));
  return [...(under.get(null) ?? []).map(made), ...lost];
}

function isMeant(typed: string, { title, spelled }: { title?: unknown; spelled?: string }): boolean {
  const wanted = typed.trim().toLowerCase();
  return (
    String(title).toLowerCase().includes(wanted) ||
    (spelled ?? "").split(" ").some((word) => word.startsWith(wanted))
  );
}

interface DepartmentSelectProps extends Pick<
  InputProps<Referred[]>,
  "value" | "onChange" | "id" | "labelId" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  many: boolean;
  /** What is offered where it is not all of them, such as a place for a department itself. */
  among?: (item: Department) => boolean;
}

/** Departments chosen from the tree that they form; closed ones are offered to who has them. */
export function DepartmentSelect({ value, onChange, many, among, ...props }: DepartmentSelectProps) {
  const { t } = useTranslation();
  const { departments, loading } = useDepartments();
  const tree = useMemo(() => {
    const gone = loading ? [] : (value ?? []).filter(({ id }) => !departments.some((item) => item.id === id));
    const mine = (value ?? []).map(({ id }) => id);
    const offered = departments.filter(
      (item) => mine.includes(item.id) || (!item.closed && (among?.(item) ?? true)),
    );
    return branches(offered, gone);
  }, [departments, loading, value, among]);
  const ids = (value ?? []).map(({ id }) => id);

  function choose(chosen: number | number[] | undefined) {
    const wanted = Array.isArray(chosen) ? chosen : chosen === undefined ? [] : [chosen];
    const known = [...departments, ...(value ?? [])];
    const items = wanted.flatMap((id) => known.find((item) => item.id === id) ?? []);
    onChange(items.length > 0 ? items.map(({ id, label }) => ({ id, label })) : null);
  }
  return (
    <TreeSelect<number | number[], Branch>
      id={props.id}
      multiple={many}
      allowClear={{ label: t("action.clear") }}
      treeDefaultExpandAll
      treeLine
      showSearch={{ filterTreeNode: (typed, node) => isMeant(typed, node) }}
      style={{ width: "100%" }}
      // Null empties it; without a value it would keep what it showed last.
      value={many ? ids : ((ids[0] ?? null) as number)}
      treeData={tree}
      loading={loading}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? t("field.search")}
      notFoundContent={t("field.nothingFound")}
      aria-labelledby={props.labelId}
      aria-describedby={props.describedBy}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={choose}
    />
  );
}
