/** Texts that come in several languages: labels, helps and messages of documents. */

export type Label = Readonly<Record<string, string>>;
export type Locale = "zh-CN" | "zh-TW" | "en";

export const LOCALES: readonly Locale[] = ["zh-CN", "zh-TW", "en"];
const FALLBACKS: Record<Locale, readonly Locale[]> = {
  "zh-CN": ["zh-TW", "en"],
  "zh-TW": ["zh-CN", "en"],
  en: ["zh-CN", "zh-TW"],
};

/** The label in the locale, else in the nearest language that has one. */
export function textOf(label: Label | null | undefined, locale: string): string {
  if (!label) return "";
  const known = isLocale(locale) ? locale : "en";
  for (const candidate of [locale, ...FALLBACKS[known]]) {
    const text = label[candidate];
    if (text) return text;
  }
  return Object.values(label)[0] ?? "";
}

export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}

/** The locale that suits a browser's languages best: zh-TW, zh-HK and zh-Hant read traditional characters. */
export function guessLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const lower = language.toLowerCase();
    if (/^zh-(tw|hk|mo|hant)/.test(lower)) return "zh-TW";
    if (lower.startsWith("zh")) return "zh-CN";
    if (lower.startsWith("en")) return "en";
  }
  return "en";
}
