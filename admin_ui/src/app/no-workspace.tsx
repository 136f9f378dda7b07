/** What a person sees who belongs to no workspace, or may do nothing in one yet. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { EmptyState } from "../ui/empty-state";
import { useSignOut } from "./shell/use-sign-out";

export function NoWorkspace() {
  const { t } = useTranslation();
  return <Nothing text={t("shell.noWorkspace")} />;
}

export function NoApp() {
  const { t } = useTranslation();
  return <Nothing text={t("shell.noApp")} />;
}

function Nothing({ text }: { text: string }) {
  const { t } = useTranslation();
  const leave = useSignOut();
  return (
    <main className="page">
      <EmptyState page text={text}>
        <Button onClick={leave}>{t("shell.signOut")}</Button>
      </EmptyState>
    </main>
  );
}
