/** What a role is called, who has it, and what can be done with it as a whole. */

import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { Copy, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteRole, type RoleDetail } from "../../lib/api/roles";
import { textOf } from "../../lib/label";
import { ProblemNote } from "../../ui/problem-note";
import { useAskToDiscard } from "../../ui/use-ask-to-discard";
import { Affected } from "./affected-dialog";
import { RoleDialog } from "./role-dialog";
import { useAppPath, useRoleSaved } from "./use-roles";

interface RoleHeadingProps {
  role: RoleDetail;
  unsaved: boolean;
  onRole: (role: string | undefined) => void;
}

export function RoleHeading({ role, unsaved, onRole }: RoleHeadingProps) {
  const { t, i18n } = useTranslation();
  const path = useAppPath();
  const ask = useAskToDiscard();
  const [open, setOpen] = useState<"name" | "copy" | "delete" | null>(null);
  const description = textOf(role.description, i18n.language);
  const close = () => setOpen(null);
  return (
    <div className="row-line wrap-line roles-heading">
      <div className="grow">
        <h2>{textOf(role.label, i18n.language)}</h2>
        {description ? <div className="muted small">{description}</div> : null}
        <Link className="small" to="/w/$workspace/$app/-people" params={path} search={{}}>
          {t("roles.members", { count: role.members })}
        </Link>
      </div>
      <Button
        icon={<Pencil size={15} aria-hidden="true" />}
        onClick={() => ask(unsaved, () => setOpen("name"))}
      >
        {t("roles.rename")}
      </Button>
      <Button
        icon={<Copy size={15} aria-hidden="true" />}
        onClick={() => ask(unsaved, () => setOpen("copy"))}
      >
        {t("roles.copy")}
      </Button>
      <Button icon={<Trash2 size={15} aria-hidden="true" />} onClick={() => setOpen("delete")}>
        {t("action.delete")}
      </Button>
      {open === "name" ? <RoleDialog role={role} onClose={close} onMade={close} /> : null}
      {open === "copy" ? <RoleDialog copied={role} onClose={close} onMade={onRole} /> : null}
      {open === "delete" ? (
        <DeleteDialog role={role} onClose={close} onGone={() => onRole(undefined)} />
      ) : null}
    </div>
  );
}

function DeleteDialog({
  role,
  onClose,
  onGone,
}: {
  role: RoleDetail;
  onClose: () => void;
  onGone: () => void;
}) {
  const { t, i18n } = useTranslation();
  const path = useAppPath();
  const saved = useRoleSaved();
  const name = textOf(role.label, i18n.language);
  const remove = useMutation({
    mutationFn: () => deleteRole(path, role),
    onSuccess: async (revision) => {
      onGone();
      await saved(t("roles.deleted", { name }), revision);
    },
  });
  return (
    <Modal
      open
      title={t("roles.deleteTitle", { name })}
      okText={t("action.delete")}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={t("action.cancel")}
      onOk={() => remove.mutate()}
      onCancel={onClose}
    >
      <div className="stack">
        <p>{t("roles.deleteHelp")}</p>
        <Affected role={role} body={{ deleted: true }} />
        {remove.error ? <ProblemNote error={remove.error} /> : null}
      </div>
    </Modal>
  );
}
