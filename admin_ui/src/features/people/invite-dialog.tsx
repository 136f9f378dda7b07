/** A person becomes a member: who they are, what they sign in with, and then the link to hand to them. */

import { useMutation } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { inviteMember, makeMemberLink, type MemberLink } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { formKeys } from "../../ui/form-keys";
import { LabelledField } from "../../ui/labelled-field";
import { ProblemNote } from "../../ui/problem-note";
import { LinkNote } from "./link-note";
import { MemberFields, type MemberValues } from "./member-fields";
import { usePeopleChanged } from "./use-people";

const SIGN_IN = [
  { name: "email", label: "people.email", type: "email" },
  { name: "mobile", label: "people.mobile", type: "tel" },
  { name: "username", label: "people.username", type: "text" },
] as const;

type Names = Record<(typeof SIGN_IN)[number]["name"], string>;

interface InviteDialogProps {
  department: number | null;
  onClose: () => void;
}

export function InviteDialog({ department, onClose }: InviteDialogProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const changed = usePeopleChanged();
  const [names, setNames] = useState<Names>({ email: "", mobile: "", username: "" });
  const [values, setValues] = useState<MemberValues>({
    display_name: "",
    position: "",
    department,
    manager: null,
    roles: [],
    teams: [],
    administrator: false,
  });
  const invite = useMutation({
    mutationFn: async (): Promise<{ name: string; link: MemberLink }> => {
      const manager = values.manager?.id ?? null;
      const member = await inviteMember(workspace, { ...values, ...names, manager });
      await changed();
      return { name: member.label, link: await makeMemberLink(workspace, member.id) };
    },
  });
  const problems = invite.error ? asProblem(invite.error).problems : [];
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const ready = values.display_name.trim() !== "" && Object.values(names).some((name) => name.trim() !== "");
  const submit = () => {
    if (ready) invite.mutate();
  };
  if (invite.data) {
    return (
      <Modal
        open
        title={t("people.invited", { name: invite.data.name })}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            {t("people.done")}
          </Button>
        }
      >
        <LinkNote link={invite.data.link} text={t("people.linkToJoin", { name: invite.data.name })} />
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t("people.invite")}
      okText={t("people.invite")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={invite.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="stack" {...formKeys(submit, true)}>
        <MemberFields
          values={values}
          onChange={(changes) => setValues((before) => ({ ...before, ...changes }))}
          problemAt={problemAt}
        >
          <div className="muted small">{t("people.signInHelp")}</div>
          <div className="people-three">
            {SIGN_IN.map(({ name, label, type }) => (
              <LabelledField key={name} label={t(label)} problem={problemAt(name)}>
                {({ id, describedBy }) => (
                  <Input
                    id={id}
                    type={type}
                    autoComplete="off"
                    aria-describedby={describedBy}
                    value={names[name]}
                    onChange={(event) => setNames((before) => ({ ...before, [name]: event.target.value }))}
                  />
                )}
              </LabelledField>
            ))}
          </div>
        </MemberFields>
        {invite.error && problems.length === 0 ? <ProblemNote error={invite.error} /> : null}
      </div>
    </Modal>
  );
}
