/** A department that is added or changed: its name, what it lies under, who heads it. */

import { useMutation } from "@tanstack/react-query";
import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { namePeople, type Department } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { addDepartment, changeDepartment } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { DepartmentSelect } from "../../fields/pieces/department-select";
import { PeopleSelect, useDepartments } from "../../fields/pieces/people";
import type { Referred } from "../../fields/pieces/read";
import { formKeys } from "../../ui/form-keys";
import { LabelledField } from "../../ui/labelled-field";
import { ProblemNote } from "../../ui/problem-note";
import { useNamed } from "./use-named";
import { usePeopleChanged } from "./use-people";

/** A new department under another, or one that is there. */
export type DepartmentAsked = { parent: number | null } | { department: Department };

interface DepartmentDialogProps {
  asked: DepartmentAsked;
  onClose: () => void;
}

export function DepartmentDialog({ asked, onClose }: DepartmentDialogProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const { departments } = useDepartments();
  const before = "department" in asked ? asked.department : undefined;
  const [name, setName] = useState(before?.label ?? "");
  const [parent, setParent] = useState(before ? before.parent : "parent" in asked ? asked.parent : null);
  const head = useNamed(before?.head ?? null, (ids) => namePeople(workspace, ids));
  const changed = usePeopleChanged();
  const save = useMutation({
    mutationFn: async () => {
      const id = before ? before.id : await addDepartment(workspace, name, parent);
      const rest = before ? { name, parent } : {};
      if (before || head.value)
        await changeDepartment(workspace, id, { ...rest, head: head.value?.id ?? null });
    },
    onSuccess: async () => {
      await changed();
      onClose();
    },
  });
  const problems = save.error ? asProblem(save.error).problems : [];
  const at = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const submit = () => {
    if (name.trim()) save.mutate();
  };
  const above = departments.find(({ id }) => id === parent);
  return (
    <Modal
      open
      title={before ? t("people.changeDepartment") : t("people.addDepartment")}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !name.trim() }}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="stack" {...formKeys(submit, true)}>
        <LabelledField label={t("people.name")} required problem={at("name")}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              autoFocus
              maxLength={200}
              aria-describedby={describedBy}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t("people.above")} problem={at("parent")}>
          {({ id, labelId, describedBy }) => (
            <DepartmentSelect
              id={id}
              labelId={labelId}
              describedBy={describedBy}
              many={false}
              placeholder={t("people.top")}
              among={(item) => item.id !== before?.id}
              value={above ? [{ id: above.id, label: above.label }] : null}
              onChange={(list) => setParent(list?.[0]?.id ?? null)}
            />
          )}
        </LabelledField>
        <LabelledField label={t("people.head")} help={t("people.headHelp")} problem={at("head")}>
          {({ id, labelId, describedBy }) => (
            <PeopleSelect
              id={id}
              labelId={labelId}
              describedBy={describedBy}
              many={false}
              value={head.value ? [head.value] : null}
              onChange={(list: Referred[] | null) => head.set(list?.[0] ?? null)}
            />
          )}
        </LabelledField>
        {save.error && problems.length === 0 ? <ProblemNote error={save.error} /> : null}
      </div>
    </Modal>
  );
}
