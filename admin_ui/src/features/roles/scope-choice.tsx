/** Whose records: one box for each scope, and the conditions that the role has. */

import { Checkbox } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Cell, Scope } from "../../lib/api/roles";
import type { EntityModel } from "../../lib/model";
import { useCellWords } from "./cell-words";
import { SCOPES, toggled } from "./role-model";

interface ScopeChoiceProps {
  entity: EntityModel;
  title: string;
  cell: Cell;
  /** A comment may follow what is seen. */
  follows: boolean;
  onChange: (cell: Cell) => void;
  children?: ReactNode;
}

export function ScopeChoice({ entity, title, cell, follows, onChange, children }: ScopeChoiceProps) {
  const { t } = useTranslation();
  const words = useCellWords(entity);
  const scopes: readonly Scope[] = Array.isArray(cell) ? (cell as readonly Scope[]) : [];
  const [known] = useState(scopes.filter((one) => !SCOPES.includes(one as "own")));
  const all = scopes.includes("all");
  return (
    <div className="roles-choice" role="group" aria-label={title}>
      <strong>{title}</strong>
      {follows ? (
        <Checkbox
          autoFocus
          checked={cell === null}
          onChange={({ target }) => onChange(target.checked ? null : [])}
        >
          {t("roles.asSeen")}
        </Checkbox>
      ) : null}
      {SCOPES.map((scope, index) => (
        <Checkbox
          key={scope}
          autoFocus={!follows && index === 0}
          checked={scopes.includes(scope)}
          disabled={all && scope !== "all"}
          onChange={() => onChange(toggled(scopes, scope))}
        >
          {words.scope(scope)}
        </Checkbox>
      ))}
      {known.map((scope) => (
        <Checkbox
          key={JSON.stringify(scope)}
          checked={scopes.some((one) => JSON.stringify(one) === JSON.stringify(scope))}
          disabled={all}
          onChange={() => onChange(toggled(scopes, scope))}
        >
          {words.scope(scope)}
        </Checkbox>
      ))}
      {known.length > 0 ? <span className="muted small">{t("roles.whereHelp")}</span> : null}
      {children}
    </div>
  );
}
