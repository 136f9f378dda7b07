/** The top bar: menu switch, search over everything, a new record, language, theme, me. */

import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { CircleQuestionMark, LogOut, Moon, PanelLeft, Search, Sun, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Bell } from "../../features/notifications/bell";
import { useAppPlace } from "../../lib/app-context";
import { DropMenu } from "../../ui/drop-menu";
import { Avatar } from "../../ui/avatar";
import { LanguageMenu } from "../../ui/language-menu";
import { useKeepLocale } from "../../ui/use-keep-locale";
import { useThemeChoice } from "../theme-context";
import { CreateMenu } from "./create-menu";
import { useHelpParams } from "./use-help";
import { useSignOut } from "./use-sign-out";

interface TopBarProps {
  phone: boolean;
  onToggleMenu: () => void;
  onSearch: () => void;
}

export function TopBar({ phone, onToggleMenu, onSearch }: TopBarProps) {
  const { t } = useTranslation();
  const keepLocale = useKeepLocale();
  return (
    <header className="top-bar">
      <Button
        type="text"
        icon={<PanelLeft size={17} aria-hidden="true" />}
        aria-label={t("shell.toggleMenu")}
        onClick={onToggleMenu}
      />
      <button type="button" className="top-search" onClick={onSearch}>
        <Search size={16} aria-hidden="true" />
        <span className="clip grow">{t("search.placeholder")}</span>
        {phone ? null : <kbd aria-hidden="true">{isMac() ? "⌘K" : "Ctrl K"}</kbd>}
      </button>
      <span className="grow" />
      <LanguageMenu onChosen={keepLocale} />
      {phone ? null : <ThemeSwitch />}
      {phone ? null : <Help />}
      <Bell phone={phone} />
      {phone ? null : <CreateMenu />}
      <Me phone={phone} />
    </header>
  );
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(window.navigator.userAgent);
}

/** The other of the two themes, and how to change to it. */
function useOtherTheme() {
  const { t } = useTranslation();
  const { theme, choose } = useThemeChoice();
  const Icon = theme === "dark" ? Sun : Moon;
  return {
    icon: <Icon size={16} aria-hidden="true" />,
    label: theme === "dark" ? t("shell.light") : t("shell.dark"),
    onClick: () => choose(theme === "dark" ? "light" : "dark"),
  };
}

function ThemeSwitch() {
  const { icon, label, onClick } = useOtherTheme();
  return <Button type="text" icon={icon} aria-label={label} onClick={onClick} />;
}

/** Opens the guide at the page that belongs to the screen. */
function Help() {
  const { t } = useTranslation();
  return (
    <Link
      className="icon-link"
      to="/w/$workspace/$app/-help/$page"
      params={useHelpParams()}
      search={{}}
      aria-label={t("help.open")}
    >
      <CircleQuestionMark size={17} aria-hidden="true" />
    </Link>
  );
}

function Me({ phone }: { phone: boolean }) {
  const { t } = useTranslation();
  const { workspace, app, session } = useAppPlace();
  const leave = useSignOut();
  const help = useHelpParams();
  const theme = useOtherTheme();
  const items = [
    { key: "who", type: "group" as const, label: session.user.email },
    {
      key: "me",
      icon: <UserRound size={15} aria-hidden="true" />,
      label: (
        <Link to="/w/$workspace/$app/-me" params={{ workspace, app }}>
          {t("profile.title")}
        </Link>
      ),
    },
    {
      key: "help",
      icon: <CircleQuestionMark size={15} aria-hidden="true" />,
      label: (
        <Link to="/w/$workspace/$app/-help/$page" params={help} search={{}}>
          {t("help.title")}
        </Link>
      ),
    },
    // The bar of a phone has no room for it.
    ...(phone ? [{ key: "theme", ...theme }] : []),
    {
      key: "out",
      icon: <LogOut size={15} aria-hidden="true" />,
      label: t("shell.signOut"),
      onClick: leave,
    },
  ];
  return (
    <DropMenu menu={{ items }}>
      <Button type="text" aria-label={t("shell.me", { name: session.user.display_name })}>
        <Avatar name={session.user.display_name || session.user.email} large />
      </Button>
    </DropMenu>
  );
}
