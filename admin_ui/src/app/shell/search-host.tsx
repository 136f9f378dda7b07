/** Opens the search over everything, by a key or from the bars, and gives it what can be done from everywhere. */

import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { mayBuild, useAppPlace } from "../../lib/app-context";
import { keepEarlyKeys, takeEarlyKeys } from "../../lib/early-keys";
import { switchLocale } from "../../lib/i18n";
import { LOCALES } from "../../lib/label";
import { useKeepLocale } from "../../ui/use-keep-locale";
import { useThemeChoice } from "../theme-context";
import { useHelpParams } from "./use-help";
import { useSignOut } from "./use-sign-out";

const SearchPalette = lazy(async () => ({
  default: (await import("../../features/search-everything/search-palette")).SearchPalette,
}));
const LANGUAGE_NAMES = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };

/** Whether the search is open, with the key that opens it. */
export function useSearchKey(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      if (!open) keepEarlyKeys();
      setOpen(!open);
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open]);
  return [open, setOpen];
}

function useCommands() {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app } = place;
  const navigate = useNavigate();
  const { theme, choose } = useThemeChoice();
  const keepLocale = useKeepLocale();
  const leave = useSignOut();
  const { page } = useHelpParams();
  return useMemo(() => {
    const other = theme === "dark" ? "light" : "dark";
    const languages = LOCALES.filter((locale) => locale !== i18n.language).map((locale) => ({
      name: locale,
      label: LANGUAGE_NAMES[locale],
      words: `language yuyan yy ${locale}`,
      run: () => void switchLocale(locale).then(() => keepLocale(locale)),
    }));
    const templates = {
      name: "templates",
      label: t("templates.title"),
      words: "template moban mb",
      run: () => void navigate({ to: "/w/$workspace/-/templates", params: { workspace } }),
    };
    return [
      {
        name: "me",
        label: t("profile.title"),
        words: "profile account password ziliao mima mm wd",
        run: () => void navigate({ to: "/w/$workspace/$app/-me", params: { workspace, app } }),
      },
      {
        name: "trash",
        label: t("trash.title"),
        words: "trash recycle deleted restore huishouzhan hsz huifu hf",
        run: () => void navigate({ to: "/w/$workspace/$app/-trash", params: { workspace, app }, search: {} }),
      },
      {
        name: "help",
        label: t("help.title"),
        words: "help guide manual bangzhu shouce bz sysc ?",
        run: () =>
          void navigate({
            to: "/w/$workspace/$app/-help/$page",
            params: { workspace, app, page },
            search: {},
          }),
      },
      {
        name: "theme",
        label: t(other === "dark" ? "shell.toDark" : "shell.toLight"),
        words: "theme zhuti qianse shense zt",
        run: () => choose(other),
      },
      ...languages,
      ...(mayBuild(place) ? [templates] : []),
      { name: "out", label: t("shell.signOut"), words: "sign out log out tuichu tc", run: leave },
    ];
  }, [t, i18n.language, place, workspace, app, page, navigate, theme, choose, keepLocale, leave]);
}

export function SearchHost({ onClose }: { onClose: () => void }) {
  const commands = useCommands();
  useEffect(() => () => void takeEarlyKeys(), []);
  return (
    <Suspense fallback={null}>
      <SearchPalette commands={commands} onClose={onClose} />
    </Suspense>
  );
}
