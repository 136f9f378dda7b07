/** The interface's own texts: one language is loaded at a time, and switching needs no reload. */

import i18n from "i18next";
import { initReactI18next } from "react-i18next";

import { requestContext } from "./api/client";
import { guessLocale, isLocale, type Locale } from "./label";
import type en from "./locales/en.json";

export type Texts = typeof en;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Texts };
  }
}

const STORED = "formloom.locale";

const LOADERS: Record<Locale, () => Promise<{ default: Record<string, unknown> }>> = {
  "zh-CN": () => import("./locales/zh-CN.json"),
  "zh-TW": () => import("./locales/zh-TW.json"),
  en: () => import("./locales/en.json"),
};

/** The language chosen on this device, else the one that suits the browser. */
export function preferredLocale(): Locale {
  const stored = window.localStorage.getItem(STORED) ?? "";
  return isLocale(stored) ? stored : guessLocale(navigator.languages);
}

/** Show everything in another language; the choice is kept on this device. */
export async function switchLocale(locale: Locale): Promise<void> {
  // Kept before the texts are there: who chooses and reloads at once gets what was chosen.
  window.localStorage.setItem(STORED, locale);
  if (!i18n.hasResourceBundle(locale, "translation")) {
    i18n.addResourceBundle(locale, "translation", (await LOADERS[locale]()).default);
  }
  requestContext.locale = locale;
  document.documentElement.lang = locale;
  await i18n.changeLanguage(locale);
}

/** Load the first language; to be awaited before anything is drawn. */
export async function startTexts(locale: Locale): Promise<void> {
  if (!i18n.isInitialized) {
    await i18n.use(initReactI18next).init({
      resources: {},
      fallbackLng: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  }
  await switchLocale(locale);
}

export { i18n };
