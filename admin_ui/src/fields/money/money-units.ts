/** In what an amount is typed: its currency and those it may be in, and 万 or 亿 where the field says so. */

import type { AppModel, FieldModel } from "../../lib/model";

/** How many places amounts are shown and typed in: 4 for 万, 8 for 亿; only Chinese counts in them. */
export function placesOf({ settings }: FieldModel, locale: string): number {
  if (!locale.startsWith("zh")) return 0;
  return { "10000": 4, "100000000": 8 }[String(settings.show_in)] ?? 0;
}

/** The currency of an amount, and all that it may be in. */
export function currenciesOf(
  { settings: own }: FieldModel,
  { settings }: AppModel,
  chosen: string | undefined,
): { currency: string; all: string[] } {
  const taken = Array.isArray(own.currencies) ? (own.currencies as string[]) : null;
  const standard = typeof own.currency === "string" ? own.currency : settings.currency;
  const currency = chosen || (taken && !taken.includes(standard) ? taken[0] : undefined) || standard;
  const usual = [settings.currency, ...(settings.currencies ?? [])];
  return { currency, all: [...new Set([currency, ...(taken ?? usual)])] };
}
