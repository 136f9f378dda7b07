/** Sign-in with an address, a mobile number or a user name and the password; leads back to where the person wanted to go. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { changeSession, signIn } from "../../lib/api/session";
import { switchLocale } from "../../lib/i18n";
import { isLocale, type Locale } from "../../lib/label";
import { SESSION_ENDED, sessionQuery } from "../../lib/queries";
import { tellTabs } from "../../lib/session-news";
import { Brand } from "../../ui/brand";
import { LabelledField } from "../../ui/labelled-field";
import { HelpLink } from "../../ui/help-link";
import { LanguageMenu } from "../../ui/language-menu";
import { ProblemNote } from "../../ui/problem-note";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const { next } = route.useSearch();
  const ended = queries.getQueryData(SESSION_ENDED) === true;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  /** A language that was asked for here holds for the account too. */
  const [chosen, setChosen] = useState<Locale>();
  const enter = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: async (found) => {
      const wish = chosen !== undefined && chosen !== found.user.locale ? chosen : null;
      const session = wish ? await changeSession({ locale: wish }) : found;
      queries.setQueryData(sessionQuery.queryKey, session);
      queries.removeQueries({ queryKey: SESSION_ENDED });
      tellTabs("in");
      const locale = session.user.locale ?? "";
      if (isLocale(locale)) await switchLocale(locale);
      if (next) router.history.push(next);
      else await router.navigate({ to: "/" });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    enter.mutate();
  }

  return (
    <main className="entry-page">
      <form className="card entry-card" onSubmit={submit} noValidate>
        <div className="row-line">
          <Brand />
          <span className="grow" />
          <LanguageMenu labelled onChosen={setChosen} />
          <HelpLink page="index" />
        </div>
        <h1>{t("signIn.title")}</h1>
        {ended ? (
          <div className="note" role="status">
            {t("signIn.ended")}
          </div>
        ) : null}
        <LabelledField label={t("signIn.name")}>
          {({ id }) => (
            <Input
              id={id}
              autoFocus
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t("signIn.password")}>
          {({ id }) => (
            <Input
              id={id}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </LabelledField>
        {enter.error ? <ProblemNote error={enter.error} /> : null}
        <Button type="primary" htmlType="submit" loading={enter.isPending} disabled={!name || !password}>
          {t("signIn.enter")}
        </Button>
      </form>
    </main>
  );
}
