/** One role: its matrix, the fields of an entity, and a bar with what is changed, saved as one publish. */

import { useMutation } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeRole, type Grant, type RoleDetail } from "../../lib/api/roles";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { LeaveGuard } from "../../ui/leave-guard";
import { ProblemNote } from "../../ui/problem-note";
import { AffectedDialog } from "./affected-dialog";
import { FieldGrid } from "./field-grid";
import { RoleHeading } from "./role-heading";
import { RoleMatrix } from "./role-matrix";
import { changesOf, rowOf, withRow, type Rows } from "./role-model";
import { useAppPath, useRole, useRoleSaved } from "./use-roles";

interface RoleEditorProps {
  id: string;
  /** Whose fields are shown first. */
  entity: string | undefined;
  onRole: (role: string | undefined) => void;
}

export function RoleEditor({ id, entity, onRole }: RoleEditorProps) {
  const found = useRole(id);
  const [open, setOpen] = useState(entity); // no address of its own: what is unsaved would ask before it is left
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Loaded key={found.data.version} role={found.data} entity={open} onEntity={setOpen} onRole={onRole} />
  );
}

interface LoadedProps extends Omit<RoleEditorProps, "id"> {
  role: RoleDetail;
  onEntity: (entity: string | undefined) => void;
}

function Loaded({ role, entity, onEntity, onRole }: LoadedProps) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const [changed, setChanged] = useState<Rows>({});
  const chosen = model.entities.find(({ name }) => name === entity);
  const change = (row: Grant) => setChanged((before) => withRow(role, before, row));
  return (
    <div className="roles-editor">
      <RoleHeading role={role} unsaved={Object.keys(changed).length > 0} onRole={onRole} />
      {role.administrator ? (
        <div className="note">{t("roles.administratorHelp")}</div>
      ) : (
        <>
          <RoleMatrix {...{ role, changed }} chosen={entity} onChange={change} onChoose={onEntity} />
          {chosen ? (
            <FieldGrid
              key={chosen.name}
              entity={chosen}
              row={rowOf(role, changed, chosen.name)}
              onChange={change}
              onClose={() => onEntity(undefined)}
            />
          ) : null}
        </>
      )}
      <ChangeBar role={role} changed={changed} onDiscard={() => setChanged({})} />
    </div>
  );
}

interface ChangeBarProps {
  role: RoleDetail;
  changed: Rows;
  onDiscard: () => void;
}

function ChangeBar({ role, changed, onDiscard }: ChangeBarProps) {
  const { t, i18n } = useTranslation();
  const path = useAppPath();
  const saved = useRoleSaved();
  const said = useChangesInWords(role, changed);
  const [asking, setAsking] = useState(false);
  const name = textOf(role.label, i18n.language);
  const grants = Object.values(changed);
  const save = useMutation({
    mutationFn: () =>
      changeRole(path, role, { grants, message: t("roles.message", { name, changes: said }) }),
    onSuccess: async ({ revision }) => {
      onDiscard();
      await saved(t("roles.saved", { name }), revision);
    },
  });
  if (grants.length === 0) return null;
  return (
    <div className="roles-bar" role="region" aria-label={t("roles.changes")}>
      <LeaveGuard unsaved={!save.isSuccess} />
      {save.error ? <ProblemNote error={save.error} /> : null}
      <div className="row-line wrap-line">
        <span className="grow roles-said">{said}</span>
        <Button type="link" onClick={() => setAsking(true)}>
          {t("roles.forWhom")}
        </Button>
        <Button onClick={onDiscard}>{t("leave.discard")}</Button>
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
          {t("action.save")}
        </Button>
      </div>
      {asking ? <AffectedDialog role={role} body={{ grants }} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

/** What is changed: each entity with its actions. */
function useChangesInWords(role: RoleDetail, changed: Rows): string {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const parts = Object.values(changed).map((row) => {
    const { actions, fields } = changesOf(rowOf(role, {}, row.entity), row);
    const entity = model.entities.find(({ name }) => name === row.entity);
    const what = [
      ...actions.map((action) => t(`roles.action.${action}`)),
      ...(fields ? [t("roles.fields")] : []),
    ];
    return t("roles.changedOf", {
      entity: textOf(entity?.label, i18n.language) || row.entity,
      what: what.join(t("nextStep.comma")),
    });
  });
  return parts.join(t("roles.semicolon"));
}
