/** The name and description of a role: a new one, a copy, or one that is renamed. */

import { useMutation } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeRole, createRole, type RoleDetail, type RoleSaved } from "../../lib/api/roles";
import { textOf } from "../../lib/label";
import { formKeys } from "../../ui/form-keys";
import { LabelledField } from "../../ui/labelled-field";
import { ProblemNote } from "../../ui/problem-note";
import { useAppPath, useRoleSaved } from "./use-roles";

interface RoleDialogProps {
  /** The role that is renamed. */
  role?: RoleDetail;
  /** The role that a new one begins as. */
  copied?: RoleDetail;
  onClose: () => void;
  onMade: (role: string) => void;
}

export function RoleDialog({ role, copied, onClose, onMade }: RoleDialogProps) {
  const { t, i18n } = useTranslation();
  const path = useAppPath();
  const saved = useRoleSaved();
  const before = textOf(role?.label, i18n.language);
  const copyName = copied ? t("roles.copyOf", { name: textOf(copied.label, i18n.language) }) : "";
  const [name, setName] = useState(role ? before : copyName);
  const [description, setDescription] = useState(textOf((role ?? copied)?.description, i18n.language));
  const save = useMutation({
    mutationFn: (): Promise<RoleSaved> => {
      const label = { ...(role?.label ?? {}), [i18n.language]: name.trim() };
      const said = { ...((role ?? copied)?.description ?? {}), [i18n.language]: description.trim() };
      const body = { label, description: said, message: t(role ? "roles.renamed" : "roles.made", { name }) };
      if (role) return changeRole(path, role, body);
      return createRole(path, { ...body, ...(copied ? { copy: copied.id } : {}) });
    },
    onSuccess: async (kept) => {
      onMade(kept.role.id);
      await saved(t(role ? "roles.renamed" : "roles.made", { name }), kept.revision);
    },
  });
  const ready = name.trim() !== "";
  const submit = () => {
    if (ready && !save.isPending) save.mutate();
  };
  const title = role ? t("roles.rename") : copied ? t("roles.copy") : t("roles.new");
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      <div className="stack" {...formKeys(submit, true)}>
        <LabelledField label={t("roles.name")} required>
          {({ id }) => (
            <Input
              id={id}
              autoFocus
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t("roles.description")}>
          {({ id }) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={500}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </LabelledField>
        {save.error ? <ProblemNote error={save.error} /> : null}
        <div className="row-line roles-foot">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" loading={save.isPending} disabled={!ready} onClick={submit}>
            {t("action.save")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
