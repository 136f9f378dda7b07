/** One cell of the matrix: says whose records an action reaches, and changes it. */

import { Popover } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Grant, RoleAction, Scope } from "../../lib/api/roles";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { useCellWords } from "./cell-words";
import { isNothing, isYesOrNo, withCell } from "./role-model";
import { ScopeChoice } from "./scope-choice";

interface CellButtonProps {
  entity: EntityModel;
  row: Grant;
  action: RoleAction;
  changed: boolean;
  onChange: (row: Grant) => void;
}

export function CellButton({ entity, row, action, changed, onChange }: CellButtonProps) {
  const { t, i18n } = useTranslation();
  const words = useCellWords(entity);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const cell = row.actions[action];
  const said = words.cell(cell);
  const scopes = Array.isArray(cell) ? (cell as readonly Scope[]) : [];
  const title = t("roles.cell", {
    entity: textOf(entity.label, i18n.language),
    action: t(`roles.action.${action}`),
  });
  const shape = `roles-cell${isNothing(cell) ? " is-none" : ""}${changed ? " is-changed" : ""}`;
  if (isYesOrNo(action)) {
    return (
      <button
        type="button"
        className={shape}
        aria-label={`${title}: ${said}`}
        onClick={() => onChange(withCell(row, action, cell !== true))}
      >
        {Array.isArray(cell) ? t("roles.bound") : said}
      </button>
    );
  }
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
            cell={cell}
            follows={action === "comment"}
            onChange={(next) => onChange(withCell(row, action, next))}
          />
        </div>
      }
    >
      <button
        ref={button}
        type="button"
        className={shape}
        aria-label={`${title}: ${said}`}
        aria-expanded={open}
        title={scopes.map((one) => words.scope(one)).join(t("roles.plus"))}
      >
        {said}
      </button>
    </Popover>
  );
}
