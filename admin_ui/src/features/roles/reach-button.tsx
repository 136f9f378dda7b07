/** One choice for every action on the records of an entity that are there. */

import { Popover } from "antd";
import { Rows3 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Grant } from "../../lib/api/roles";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { withReach } from "./role-model";
import { ScopeChoice } from "./scope-choice";

interface ReachButtonProps {
  entity: EntityModel;
  row: Grant;
  onChange: (row: Grant) => void;
}

export function ReachButton({ entity, row, onChange }: ReachButtonProps) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const title = t("roles.reachOf", { entity: textOf(entity.label, i18n.language) });
  function close() {
    setOpen(false);
    button.current?.focus();
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={
        <div onKeyDown={(event) => (event.key === "Escape" ? close() : undefined)}>
          <ScopeChoice
            entity={entity}
            title={title}
            cell={row.actions.view}
            follows={false}
            onChange={(next) => onChange(withReach(row, next))}
          >
            <span className="muted small">{t("roles.reachHelp")}</span>
          </ScopeChoice>
        </div>
      }
    >
      <button
        ref={button}
        type="button"
        className="roles-icon"
        aria-label={title}
        title={title}
        aria-expanded={open}
      >
        <Rows3 size={15} aria-hidden="true" />
      </button>
    </Popover>
  );
}
