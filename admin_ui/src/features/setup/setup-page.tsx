/** The first page of a new installation: who is the first administrator, and in which language. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { createFirstAdmin } from "../../lib/api/session";
import { isLocale } from "../../lib/label";
import { sessionQuery, setupQuery } from "../../lib/queries";
import { Brand } from "../../ui/brand";
import { HelpLink } from "../../ui/help-link";
import { LabelledField } from "../../ui/labelled-field";
import { LanguageMenu } from "../../ui/language-menu";
import { ProblemNote } from "../../ui/problem-note";

const FIELDS = [
  { name: "display_name", label: "setup.name", type: "text", complete: "name" },
  { name: "email", label: "setup.email", type: "email", complete: "username" },
  { name: "password", label: "setup.password", type: "password", complete: "new-password" },
  { name: "workspace_name", label: "setup.workspace", type: "text", complete: "organization" },
] as const;

type Values = Record<(typeof FIELDS)[number]["name"], string>;

export function SetupPage() {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>({
    display_name: "",
    email: "",
    password: "",
    workspace_name: "",
  });
  const create = useMutation({
    mutationFn: () =>
      createFirstAdmin({
        ...values,
        locale: isLocale(i18n.language) ? i18n.language : "en",
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
    onSuccess: async (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      queries.removeQueries({ queryKey: setupQuery.queryKey });
      await router.navigate({ to: "/" });
    },
  });
  const problems = create.error ? asProblem(create.error).problems : [];
  const complete = FIELDS.every(({ name }) => values[name].trim() !== "");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (complete) create.mutate();
  }

  return (
    <main className="entry-page">
      <form className="card entry-card" onSubmit={submit} noValidate>
        <div className="row-line">
          <Brand />
          <span className="grow" />
          <LanguageMenu labelled />
          <HelpLink page="first-steps" />
        </div>
        <div>
          <h1>{t("setup.title")}</h1>
          <div className="muted">{t("setup.intro")}</div>
        </div>
        {FIELDS.map(({ name, label, type, complete: hint }, index) => (
          <LabelledField
            key={name}
            label={t(label)}
            required
            help={name === "password" ? t("setup.passwordHelp") : undefined}
            problem={problems.find(({ path }) => path.split(".").at(-1) === name)?.message}
          >
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                type={type}
                autoFocus={index === 0}
                autoComplete={hint}
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </LabelledField>
        ))}
        {create.error && problems.length === 0 ? <ProblemNote error={create.error} /> : null}
        <Button type="primary" htmlType="submit" loading={create.isPending} disabled={!complete}>
          {t("setup.create")}
        </Button>
      </form>
    </main>
  );
}
