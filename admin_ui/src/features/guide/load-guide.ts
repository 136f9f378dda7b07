/** Loads the guide in a language, when it is opened. */

import type { Locale } from "../../lib/label";
import { guideOf, type Guide, type GuideFiles } from "./guide-texts";

const LOADERS: Record<Locale, () => Promise<{ files: GuideFiles }>> = {
  "zh-CN": () => import("./texts/zh-CN"),
  "zh-TW": () => import("./texts/zh-TW"),
  en: () => import("./texts/en"),
};

export async function loadGuide(locale: Locale): Promise<Guide> {
  return guideOf((await LOADERS[locale]()).files);
}
