/** Numbers and money as a reader of each language writes them. */

import { textOf, type Label } from "../label";
import { isNumber } from "./number-text";

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** A decimal text with grouping; its digits are kept exactly, however long. What is no number stays as it is. */
export function formatDecimal(text: string, locale: string, grouping = true): string {
  if (!isNumber(text)) return text;
  const digits = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: grouping };
  // Intl formats a numeric text exactly; only its type says number.
  return format(locale, options).format(text as unknown as number);
}

/** Signs that several countries use belong to one currency each; those of all others are theirs alone. */
const SIGNS = new Map([
  ["CNY", "¥"],
  ["JPY", "JP¥"],
  ["USD", "$"],
]);

/** The sign of a currency, the same in every language: two currencies never look alike. */
function signOf(currency: string): string {
  const known = SIGNS.get(currency);
  if (known !== undefined) return known;
  const parts = format("en", { style: "currency", currency }).formatToParts(0);
  const sign = parts.find(({ type }) => type === "currency")?.value ?? currency;
  SIGNS.set(currency, sign);
  return sign;
}

function writeMoney(amount: string, currency: string, locale: string, how: Intl.NumberFormatOptions): string {
  if (!isNumber(amount)) return amount;
  const code = /^[A-Z]{3}$/.test(currency) ? currency : "CNY";
  const options = { style: "currency", currency: code, currencyDisplay: "narrowSymbol", ...how } as const;
  return (
    format(locale, options)
      // Intl takes a numeric text exactly; only its type says number.
      .formatToParts(amount as unknown as number)
      .map(({ type, value }) => (type === "currency" ? signOf(code) : value))
      .join("")
  );
}

/** An amount with its currency sign, without empty cents. */
export function formatMoney(amount: string, currency: string, locale: string, mostDigits = 2): string {
  const whole = mostDigits > 2 || /^-?\d+(\.0*)?$/.test(amount);
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: mostDigits > 2 ? mostDigits : 0 };
  return writeMoney(amount, currency, locale, whole ? digits : {});
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** Whether a unit is a currency: money is written with its sign wherever it stands. */
export function isCurrency(unit: unknown): unit is string {
  return typeof unit === "string" && CURRENCIES.has(unit);
}

/** A number with its unit behind it, and an amount with its sign before it. */
export function formatUnit(text: string, unit: unknown, locale: string, grouping = true): string {
  if (isCurrency(unit)) return formatMoney(text, unit, locale);
  const number = formatDecimal(text, locale, grouping);
  const word = unitText(unit, locale);
  return word ? `${number} ${word}` : number;
}

/** What stands behind a number: the same everywhere, or a word for each language. */
export function unitText(unit: unknown, locale: string): string {
  if (typeof unit === "string") return unit;
  return typeof unit === "object" && unit !== null ? textOf(unit as Label, locale) : "";
}

export function formatCount(count: number, locale: string): string {
  return format(locale, {}).format(count);
}

/** How many bytes, in the largest unit that leaves a whole number. */
export function formatSize(bytes: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let rest = bytes;
  let at = 0;
  while (rest >= 1000 && at < units.length - 1) {
    rest /= 1000;
    at += 1;
  }
  const digits = at === 0 || rest >= 100 ? 0 : 1;
  const unit = units[at] ?? "byte";
  return format(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(
    rest,
  );
}

const IN_FEW_SIGNS: Intl.NumberFormatOptions = { notation: "compact", maximumFractionDigits: 1 };

/** A large number in few signs: 286.4万, 2.9M. */
export function formatCompact(number: number, locale: string): string {
  return format(locale, IN_FEW_SIGNS).format(number);
}

/** An amount in the units in which people speak of large ones: ¥3,860 万, ¥3.9M. */
export function formatMoneyShort(amount: string, currency: string, locale: string): string {
  if (Math.abs(Number(amount)) < 100_000) return formatMoney(amount, currency, locale);
  return writeMoney(amount, currency, locale, IN_FEW_SIGNS);
}
