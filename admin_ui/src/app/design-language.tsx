/** Ant Design in the product's theme and in the language of the interface. */

import { App as AntApp, ConfigProvider } from "antd";
import type { Locale as AntLocale } from "antd/es/locale";
import dayjs from "dayjs";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Locale } from "../lib/label";
import { beginWeeks } from "../lib/week-start";
import { Messages } from "../ui/messages";
import { useMedia } from "../ui/use-media";
import { paint, type ThemeName } from "../ui/palette";
import { preferredTheme, rememberTheme, themeOf } from "./theme";
import { ThemeChoiceProvider } from "./theme-context";

const LOADERS: Record<Locale, () => Promise<AntLocale>> = {
  "zh-CN": async () => {
    await import("dayjs/locale/zh-cn");
    return (await import("antd/es/locale/zh_CN")).default;
  },
  "zh-TW": async () => {
    await import("dayjs/locale/zh-tw");
    return (await import("antd/es/locale/zh_TW")).default;
  },
  en: async () => (await import("antd/es/locale/en_US")).default,
};

/** The server's nonce for styles made while the page runs. */
function styleNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>("meta[property='csp-nonce']")?.nonce || undefined;
}

function useAntLocale(): AntLocale | undefined {
  const { i18n } = useTranslation();
  const [texts, setTexts] = useState<AntLocale>();
  useEffect(() => {
    let current = true;
    const locale = i18n.language as Locale;
    void LOADERS[locale]().then((loaded) => {
      if (!current) return;
      dayjs.locale(locale.toLowerCase());
      beginWeeks();
      setTexts(loaded);
    });
    return () => {
      current = false;
    };
  }, [i18n.language]);
  return texts;
}

export function DesignLanguage({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState<ThemeName>(preferredTheme);
  const locale = useAntLocale();
  const nonce = useMemo(() => styleNonce(), []);
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const design = useMemo(() => themeOf(theme, !still), [theme, still]);
  useEffect(() => paint(theme), [theme]);
  const choice = useMemo(
    () => ({
      theme,
      choose: (next: ThemeName) => {
        rememberTheme(next);
        setTheme(next);
      },
    }),
    [theme],
  );
  // Without its texts antd builds another tree: everything below would be made twice.
  if (!locale) return null;
  return (
    <ThemeChoiceProvider value={choice}>
      <ConfigProvider
        theme={design}
        button={{ autoInsertSpace: false }}
        locale={locale}
        {...(nonce ? { csp: { nonce } } : {})}
      >
        <Messages>
          <AntApp component={false}>{children}</AntApp>
        </Messages>
      </ConfigProvider>
    </ThemeChoiceProvider>
  );
}
