/** The head of a group: its value, how many records it holds, and its sums. */

import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { grainText, shownKey } from "./group-keys";
import type { GroupHead } from "./segments";
import { SumText } from "./sums";
import type { Total } from "./use-list";

interface GroupRowProps {
  entity: EntityModel;
  head: GroupHead;
  totals: readonly Total[];
  top: number;
  active: boolean;
  onToggle: (key: string) => void;
}

export function groupId(key: string): string {
  return `group-${key.replaceAll(/[^\w-]/g, (letter) => `_${letter.codePointAt(0)}`)}`;
}

export function GroupRow({ entity, head, totals, top, active, onToggle }: GroupRowProps) {
  const { t, i18n } = useTranslation();
  const { group, field, by, depth, open } = head;
  const key = group.key[0];
  const blank = key === null || key === undefined;
  return (
    <div
      role="row"
      aria-expanded={open}
      aria-level={depth + 1}
      className="group-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" id={groupId(head.key)} className={active ? "group-cell active" : "group-cell"}>
        <button
          type="button"
          tabIndex={-1}
          className="group-toggle"
          style={{ paddingInlineStart: 12 + depth * 20 }}
          onClick={() => onToggle(head.key)}
        >
          <ChevronRight size={15} className={open ? "chevron open" : "chevron"} aria-hidden="true" />
          <span className="muted small">{textOf(field.label, i18n.language)}</span>
          {blank ? <span className="muted">{t("group.blank")}</span> : null}
          {!blank && by.grain ? <span className="numeric">{grainText(key, by.grain)}</span> : null}
          {!blank && !by.grain ? <FieldShow field={field} value={shownKey(field, key)} compact /> : null}
          <span className="group-count numeric">{formatCount(Number(group.measures[0]), i18n.language)}</span>
        </button>
        <span className="group-sums">
          {totals.map((total, at) => (
            <SumText key={total.field} entity={entity} total={total} value={group.measures[at + 1]} />
          ))}
        </span>
      </div>
    </div>
  );
}
