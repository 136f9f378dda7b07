/** The language switch; the page stays where it is. */

import { Button } from "antd";
import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";

import { switchLocale } from "../lib/i18n";
import { LOCALES, type Locale } from "../lib/label";
import { DropMenu } from "./drop-menu";

/** Each language in its own words, so that everybody finds theirs. */
const NAMES: Record<Locale, string> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };

interface LanguageMenuProps {
  onChosen?: (locale: Locale) => void;
  labelled?: boolean;
}

export function LanguageMenu({ onChosen, labelled = false }: LanguageMenuProps) {
  const { t, i18n } = useTranslation();
  const items = LOCALES.map((locale) => ({
    key: locale,
    label: <span lang={locale}>{NAMES[locale]}</span>,
    onClick: () => {
      void switchLocale(locale).then(() => onChosen?.(locale));
    },
  }));
  return (
    <DropMenu menu={{ items, selectedKeys: [i18n.language] }}>
      <Button
        type="text"
        icon={<Languages size={16} aria-hidden="true" />}
        {...(labelled ? {} : { "aria-label": t("shell.language") })}
      >
        {labelled ? NAMES[i18n.language as Locale] : null}
      </Button>
    </DropMenu>
  );
}
