/** Roles of the app with their members, and what each of them lets people do; for administrators. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RoleHead } from "../../lib/api/roles";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { EmptyState } from "../../ui/empty-state";
import { NotHere } from "../../ui/not-here";
import { ProblemNote } from "../../ui/problem-note";
import { RoleDialog } from "./role-dialog";
import { RoleEditor } from "./role-editor";
import { useAppRoles } from "./use-roles";
import "./roles.css";

const route = getRouteApi("/signed-in/w/$workspace/$app/-roles");

export function RolesPage() {
  const { t } = useTranslation();
  const place = useAppPlace();
  const navigate = useNavigate();
  const { role, entity } = route.useSearch();
  const [making, setMaking] = useState(false);
  const found = useAppRoles();
  if (!mayBuild(place)) return <NotHere />;

  function show(next: { role?: string; entity?: string }, replace = false) {
    void navigate({ to: ".", search: next, replace });
  }
  return (
    <div className="page roles-page">
      <div className="page-title wrap-line">
        <h1>{t("roles.title")}</h1>
        <span className="grow" />
        <Button icon={<Plus size={15} aria-hidden="true" />} onClick={() => setMaking(true)}>
          {t("roles.new")}
        </Button>
      </div>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? (
        <Roles roles={found.data} role={role} entity={entity} show={show} onMake={() => setMaking(true)} />
      ) : null}
      {making ? (
        <RoleDialog
          onClose={() => setMaking(false)}
          onMade={(id) => {
            setMaking(false);
            show({ role: id });
          }}
        />
      ) : null}
    </div>
  );
}

interface RolesProps {
  roles: readonly RoleHead[];
  role: string | undefined;
  entity: string | undefined;
  show: (next: { role?: string; entity?: string }, replace?: boolean) => void;
  onMake: () => void;
}

function Roles({ roles, role, entity, show, onMake }: RolesProps) {
  const { t } = useTranslation();
  const usual = roles.find(({ administrator }) => !administrator) ?? roles[0];
  const chosen = roles.find(({ id }) => id === role) ?? usual;
  if (!chosen) {
    return (
      <EmptyState text={t("roles.none")}>
        <Button onClick={onMake}>{t("roles.new")}</Button>
      </EmptyState>
    );
  }
  return (
    <div className="roles-columns">
      <RoleList roles={roles} chosen={chosen.id} onChoose={(id) => show({ role: id })} />
      <RoleEditor
        key={chosen.id}
        id={chosen.id}
        entity={entity}
        onRole={(id) => show(id ? { role: id } : {}, true)}
      />
    </div>
  );
}

interface RoleListProps {
  roles: readonly RoleHead[];
  chosen: string;
  onChoose: (role: string) => void;
}

function RoleList({ roles, chosen, onChoose }: RoleListProps) {
  const { t, i18n } = useTranslation();
  return (
    <nav className="card roles-list" aria-label={t("roles.title")}>
      {roles.map((role) => (
        <button
          key={role.id}
          type="button"
          className="roles-entry"
          aria-current={role.id === chosen ? "true" : undefined}
          onClick={() => onChoose(role.id)}
        >
          <span className="clip grow">{textOf(role.label, i18n.language)}</span>
          <span className="muted small numeric">{t("roles.members", { count: role.members })}</span>
        </button>
      ))}
    </nav>
  );
}
