/** Where a link of an administrator leads: the person sets a password, or joins with the account they have. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { Button, Input, Skeleton } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { signOut } from "../../lib/api/session";
import { lookAtLink, spendLink, type JoinLink } from "../../lib/api/staff";
import { sessionQuery } from "../../lib/queries";
import { spaced } from "../../fields/phone/phone";
import { Brand } from "../../ui/brand";
import { LabelledField } from "../../ui/labelled-field";
import { LanguageMenu } from "../../ui/language-menu";
import { ProblemNote } from "../../ui/problem-note";

export function JoinPage() {
  const { hash } = useRouter().state.location;
  const link = useQuery({
    queryKey: ["link", hash],
    queryFn: () => lookAtLink(hash),
    enabled: hash !== "",
    retry: false,
    gcTime: 0,
  });
  return (
    <main className="entry-page">
      <div className="card entry-card">
        <div className="row-line">
          <Brand />
          <span className="grow" />
          <LanguageMenu labelled />
        </div>
        {link.isPending && hash !== "" ? <Skeleton active title={false} /> : null}
        {link.error || hash === "" ? <Ended error={link.error} /> : null}
        {link.data ? <Use link={link.data} token={hash} /> : null}
      </div>
    </main>
  );
}

function Ended({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("join.ended")}</h1>
      {error ? <ProblemNote error={error} /> : <div>{t("join.incomplete")}</div>}
      <Link to="/sign-in" search={{}}>
        {t("join.toSignIn")}
      </Link>
    </>
  );
}

/** Leads to the sign-in and back; whoever is signed in here is somebody else. */
function SignInFirst({ token }: { token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  async function leave() {
    await queries
      .fetchQuery(sessionQuery)
      .then(signOut)
      .catch(() => undefined); // nobody was signed in
    queries.clear();
    await router.navigate({ to: "/sign-in", search: { next: `/join#${token}` } });
  }
  return (
    <Button type="link" onClick={() => void leave()}>
      {t("join.toSignIn")}
    </Button>
  );
}

/** A number is easier to read in groups. */
function nameOf(signInName: string): string {
  return signInName.startsWith("+") ? spaced(signInName) : signInName;
}

const TITLES = {
  first_password: "join.title",
  join: "join.title",
  new_password: "join.newPassword",
} as const;

function Use({ link, token }: { link: JoinLink; token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const asks = link.purpose !== "join";
  const use = useMutation({
    mutationFn: () => spendLink(token, asks ? password : null),
    onSuccess: async (session) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      await router.navigate({ to: "/w/$workspace", params: { workspace: link.workspace }, replace: true });
    },
  });
  const problem = use.error ? asProblem(use.error) : undefined;
  const at = problem?.problems.find(({ path }) => path === "password")?.message;

  function submit(event: FormEvent) {
    event.preventDefault();
    use.mutate();
  }
  const words = {
    name: link.display_name,
    workspace: link.workspace_name,
    signInName: nameOf(link.sign_in_name),
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <h1>{t(TITLES[link.purpose], words)}</h1>
      <div className="muted">{asks ? t("join.setPassword", words) : t("join.withAccount", words)}</div>
      <input type="hidden" autoComplete="username" value={link.sign_in_name} readOnly />
      {asks ? (
        <LabelledField label={t("profile.next")} required help={t("setup.passwordHelp")} problem={at}>
          {({ id, describedBy }) => (
            <Input.Password
              id={id}
              autoFocus
              autoComplete="new-password"
              aria-describedby={describedBy}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </LabelledField>
      ) : null}
      {problem && !at ? <ProblemNote error={use.error} /> : null}
      {problem?.code === "sign_in_as" ? <SignInFirst token={token} /> : null}
      <Button type="primary" htmlType="submit" loading={use.isPending} disabled={asks && !password}>
        {asks ? t("join.enter") : t("join.join")}
      </Button>
    </form>
  );
}
