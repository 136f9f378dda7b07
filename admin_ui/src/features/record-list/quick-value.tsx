/** The value of a quick filter: options stand there to be ticked, oneself is one click. */

import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";

import { isRelative } from "../../lib/conditions/tree";
import { textOf } from "../../lib/label";
import type { FieldModel } from "../../lib/model";
import { Pill } from "../../ui/pill";
import { FilterValue } from "./filter-value";
import type { FilterRow } from "./filter-tree";

interface QuickValueProps {
  row: FilterRow;
  field: FieldModel;
  entity: string;
  label: string;
  onChange: (value: unknown) => void;
  onClose: () => void;
}

/** More of them are found faster by typing. */
const MOST_TICKED = 30;

export function QuickValue({ onClose, ...props }: QuickValueProps) {
  const { field, row } = props;
  const offered = field.options.filter(({ disabled }) => !disabled);
  const several = ["any_of", "in"].includes(row.op);
  if (several && offered.length > 0 && offered.length <= MOST_TICKED) return <Ticks {...props} />;
  if (field.type === "user" && row.op === "eq") return <PersonOrMe {...props} onClose={onClose} />;
  return <FilterValue {...props} />;
}

function Ticks({ row, field, label, onChange }: Omit<QuickValueProps, "onClose">) {
  const { i18n } = useTranslation();
  const chosen = Array.isArray(row.value) ? (row.value as string[]) : [];
  const options = field.options.filter(({ name, disabled }) => !disabled || chosen.includes(name));
  function toggle(name: string, ticked: boolean) {
    const next = ticked ? [...chosen, name] : chosen.filter((one) => one !== name);
    onChange(next.length > 0 ? next : null);
  }
  return (
    <div className="quick-ticks" role="group" aria-label={label}>
      {options.map(({ name, label: text, color }) => (
        <Checkbox
          key={name}
          checked={chosen.includes(name)}
          onChange={({ target }) => toggle(name, target.checked)}
        >
          <Pill text={textOf(text, i18n.language)} color={color} />
        </Checkbox>
      ))}
    </div>
  );
}

function PersonOrMe({ onClose, ...props }: QuickValueProps) {
  const { t } = useTranslation();
  const { row, onChange } = props;
  const me = isRelative(row.value);
  function choose() {
    onChange(me ? null : { relative: "me" });
    onClose();
  }
  return (
    <div className="stack">
      <Button aria-pressed={me} type={me ? "primary" : "default"} onClick={choose}>
        {t("filter.me")}
      </Button>
      <FilterValue {...props} row={me ? { ...row, value: null } : row} person />
    </div>
  );
}
