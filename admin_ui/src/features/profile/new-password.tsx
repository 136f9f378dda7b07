/** A new password, for who knows the present one; everywhere else the person is signed out. */

import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { changePassword } from "../../lib/api/session";
import { useAppPlace } from "../../lib/app-context";
import { LabelledField } from "../../ui/labelled-field";
import { LeaveGuard } from "../../ui/leave-guard";
import { ProblemNote } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

export function NewPassword() {
  const { t } = useTranslation();
  const { session } = useAppPlace();
  const message = useMessage();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      message.success(t("profile.passwordChanged"));
    },
  });
  const problems = change.error ? asProblem(change.error).problems : [];
  const at = (path: string) => problems.find((problem) => problem.path === path)?.message;

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }

  return (
    <form className="card profile-card" onSubmit={submit} aria-label={t("profile.password")}>
      <LeaveGuard unsaved={current !== "" || next !== ""} />
      <h2>{t("profile.password")}</h2>
      <input type="hidden" autoComplete="username" value={session.user.email} readOnly />
      <LabelledField label={t("profile.current")} required problem={at("current")}>
        {({ id, describedBy }) => (
          <Input.Password
            id={id}
            aria-describedby={describedBy}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t("profile.next")} required help={t("setup.passwordHelp")} problem={at("new")}>
        {({ id, describedBy }) => (
          <Input.Password
            id={id}
            aria-describedby={describedBy}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        )}
      </LabelledField>
      {change.error && problems.length === 0 ? <ProblemNote error={change.error} /> : null}
      <div>
        <Button htmlType="submit" loading={change.isPending} disabled={!current || !next}>
          {t("profile.change")}
        </Button>
      </div>
    </form>
  );
}
