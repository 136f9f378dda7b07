/** One member: what the workspace says of them, an absence, a link, letting them go. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Modal, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { namePeople } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { changeMember, readMember, type Member } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { spaced } from "../../fields/phone/phone";
import type { Referred } from "../../fields/pieces/read";
import { formKeys } from "../../ui/form-keys";
import { ProblemNote } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { AbsenceFields, type AbsenceValues } from "./absence-fields";
import { MemberActions } from "./member-actions";
import { MemberFields, type MemberValues } from "./member-fields";
import { StatePill } from "./member-list";
import { usePeopleChanged } from "./use-people";

interface MemberDialogProps {
  id: number;
  onClose: () => void;
}

interface Loaded {
  member: Member;
  names: Referred[];
}

export function MemberDialog({ id, onClose }: MemberDialogProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const found = useQuery({
    queryKey: ["staff", workspace, "member", id],
    queryFn: async (): Promise<Loaded> => {
      const member = await readMember(workspace, id);
      const ids = [member.manager, member.absence?.deputy].filter((one) => typeof one === "number");
      return { member, names: ids.length > 0 ? await namePeople(workspace, ids) : [] };
    },
    staleTime: Infinity, // what is typed would be lost under what is read again
    gcTime: 0,
  });
  return (
    <Modal open title={found.data?.member.label ?? t("people.member")} footer={null} onCancel={onClose}>
      {found.isPending ? <Skeleton active title={false} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Form loaded={found.data} onClose={onClose} /> : null}
    </Modal>
  );
}

function named(names: readonly Referred[], id: number | null | undefined): Referred | null {
  if (id == null) return null;
  return names.find((one) => one.id === id) ?? { id, label: `#${id}` };
}

function Form({ loaded: { member, names }, onClose }: { loaded: Loaded; onClose: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const message = useMessage();
  const changed = usePeopleChanged();
  const [values, setValues] = useState<MemberValues>({
    display_name: member.label,
    position: member.position,
    department: member.department ?? null,
    manager: named(names, member.manager),
    roles: member.roles,
    teams: member.teams,
    administrator: member.administrator,
  });
  const [absence, setAbsence] = useState<AbsenceValues | null>(
    member.absence ? { ...member.absence, deputy: named(names, member.absence.deputy) } : null,
  );
  const save = useMutation({
    mutationFn: () =>
      changeMember(workspace, member.id, {
        ...values,
        manager: values.manager?.id ?? null,
        absence: absence ? { ...absence, deputy: absence.deputy?.id ?? null } : null,
      }),
    onSuccess: async (kept) => {
      message.success(t("people.saved", { name: kept.label }));
      await changed();
      onClose();
    },
  });
  const problems = save.error ? asProblem(save.error).problems : [];
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const ready = values.display_name.trim() !== "";
  const submit = () => {
    if (ready) save.mutate();
  };
  return (
    <div className="stack" {...formKeys(submit, true)}>
      <div className="row-line wrap-line muted small">
        <StatePill member={member} />
        {[member.email, spaced(member.mobile), member.username].filter(Boolean).map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <MemberActions member={member} onChanged={onClose} />
      <MemberFields
        values={values}
        onChange={(changes) => setValues((before) => ({ ...before, ...changes }))}
        problemAt={problemAt}
      />
      <AbsenceFields absence={absence} onChange={setAbsence} problemAt={problemAt} />
      {save.error && problems.length === 0 ? <ProblemNote error={save.error} /> : null}
      <div className="row-line people-foot">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="primary" loading={save.isPending} disabled={!ready} onClick={submit}>
          {t("action.save")}
        </Button>
      </div>
    </div>
  );
}
