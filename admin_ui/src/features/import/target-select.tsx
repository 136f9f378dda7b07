/** Choosing the field that an entry fills, or that it is to get a field of its own. */

import { Select, type RefSelectProps } from "antd";
import { useState, type Ref } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { byNearness, isMeant } from "../../lib/pinyin";
import type { Target } from "./mapping";

const SKIP = "";
/** No field's name: those have no spaces. */
const NEW = "new field";

interface TargetSelectProps {
  ref: Ref<RefSelectProps>;
  label: string;
  targets: readonly Target[];
  value: string | null;
  /** Whether a new field is being made for this entry. */
  making: boolean;
  mayMake: boolean;
  onChange: (path: string | null) => void;
  /** Called with what was typed to find a field that is not there. */
  onMake: (typed: string) => void;
}

export function TargetSelect({ ref, label, targets, value, making, mayMake, ...props }: TargetSelectProps) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState("");
  const fields = targets.map((target) => ({
    value: target.path,
    label: targetName(target, i18n.language, (part) => t(`part.${part}` as "part.min")),
  }));
  const typed = search.trim();
  const offer = typed ? t("import.newField.offerNamed", { name: typed }) : t("import.newField.offer");
  const make = mayMake ? [{ value: NEW, label: offer }] : [];
  const skip = { value: SKIP, label: t("import.columns.skip") };
  return (
    <Select
      ref={ref}
      aria-label={label}
      style={{ flex: 1, minWidth: 0 }}
      showSearch={{
        onSearch: setSearch,
        // What nothing is called yet can still become a field.
        filterOption: (_, option) =>
          option?.value === NEW || (option !== undefined && isMeant(option.label, typed)),
      }}
      value={making ? NEW : (value ?? SKIP)}
      options={typed ? [skip, ...fields.toSorted(byNearness(typed)), ...make] : [skip, ...make, ...fields]}
      onChange={(path: string) => (path === NEW ? props.onMake(typed) : props.onChange(path || null))}
    />
  );
}

function targetName(target: Target, locale: string, partLabel: (part: string) => string): string {
  const label = textOf(target.field.label, locale);
  return target.part ? `${label} · ${partLabel(target.part)}` : label;
}
