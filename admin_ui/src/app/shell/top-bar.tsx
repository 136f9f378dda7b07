/** The top bar: menu switch, language, theme, me. */

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { App, Button, Dropdown } from "antd";
import { LogOut, Moon, PanelLeft, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { signOut } from "../../lib/api/session";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { Avatar } from "../../ui/avatar";
import { LanguageMenu } from "../../ui/language-menu";
import { useProblemText } from "../../ui/problem-note";
import { useKeepLocale } from "../../ui/use-keep-locale";
import { useThemeChoice } from "../theme-context";

export function TopBar({ onToggleMenu }: { onToggleMenu: () => void }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const { theme, choose } = useThemeChoice();
  const keepLocale = useKeepLocale();

  return (
    <header className="top-bar">
      <Button
        type="text"
        icon={<PanelLeft size={17} aria-hidden="true" />}
        aria-label={t("shell.toggleMenu")}
        onClick={onToggleMenu}
      />
      <span className="clip muted">{textOf(model.app.label, i18n.language)}</span>
      <span className="grow" />
      <LanguageMenu onChosen={keepLocale} />
      <Button
        type="text"
        icon={theme === "dark" ? <Sun size={16} aria-hidden="true" /> : <Moon size={16} aria-hidden="true" />}
        aria-label={theme === "dark" ? t("shell.light") : t("shell.dark")}
        onClick={() => choose(theme === "dark" ? "light" : "dark")}
      />
      <Me />
    </header>
  );
}

function Me() {
  const { t } = useTranslation();
  const { session } = useAppPlace();
  const router = useRouter();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const say = useProblemText();

  async function leave() {
    try {
      await signOut();
    } catch (error) {
      // Without a session there is nothing left to end.
      if (asProblem(error).status !== 401) {
        message.error(say(asProblem(error)));
        return;
      }
    }
    queries.clear();
    await router.navigate({ to: "/sign-in", search: {} });
  }

  const items = [
    { key: "who", type: "group" as const, label: session.user.email },
    {
      key: "out",
      icon: <LogOut size={15} aria-hidden="true" />,
      label: t("shell.signOut"),
      onClick: () => void leave(),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button type="text" aria-label={t("shell.me", { name: session.user.display_name })}>
        <Avatar name={session.user.display_name || session.user.email} large />
      </Button>
    </Dropdown>
  );
}
