/** What a count, sum, average or extreme of records comes to: a number, or an amount of money in each currency. */

import { formatCompact, formatCount, formatDecimal, formatMoney, formatMoneyShort } from "./format/numbers";

export interface Money {
  amount: string;
  currency: string;
}

export type Measured = string | number | readonly Money[] | null;

const LARGE = 10_000;

export function amountsIn(value: unknown): Money[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Money => typeof item === "object" && item !== null && "amount" in item);
}

/** Takes what the server answers for one measure; amounts of which there is none come to nothing, like other numbers. */
export function readMeasured(found: unknown): Measured {
  if (Array.isArray(found)) return found.length > 0 ? amountsIn(found) : null;
  return typeof found === "string" || typeof found === "number" ? found : null;
}

/** What is left when the same is taken off that other records come to: amounts by currency, exactly. */
export function without(measured: Measured, taken: Measured): Measured {
  if (measured === null && taken === null) return null;
  if (isPlain(measured) || isPlain(taken)) return lessBy(plain(measured), plain(taken));
  const left = new Map((measured ?? []).map(({ amount, currency }) => [currency, amount]));
  for (const { amount, currency } of taken ?? [])
    left.set(currency, lessBy(left.get(currency) ?? "0", amount));
  return [...left].map(([currency, amount]) => ({ amount, currency }));
}

function isPlain(measured: Measured): measured is string | number {
  return typeof measured === "string" || typeof measured === "number";
}

function plain(measured: Measured): string {
  return isPlain(measured) ? String(measured) : "0";
}

function lessBy(from: string, amount: string): string {
  const decimals = Math.max(...[from, amount].map((one) => one.split(".")[1]?.length ?? 0));
  const scaled = (text: string) => {
    const [whole = "0", rest = ""] = text.split(".");
    return BigInt(whole + rest.padEnd(decimals, "0"));
  };
  const left = scaled(from) - scaled(amount);
  const digits = String(left < 0n ? -left : left).padStart(decimals + 1, "0");
  const end = digits.length - decimals;
  return `${left < 0n ? "-" : ""}${digits.slice(0, end)}${decimals > 0 ? `.${digits.slice(end)}` : ""}`;
}

/** Whether it comes to zero, in every currency. */
export function isNothing(measured: Measured): boolean {
  return typeof measured === "object"
    ? (measured ?? []).every(({ amount }) => Number(amount) === 0)
    : Number(measured) === 0;
}

/** Writes it in few signs, and exactly for those who want to know. */
export function writeMeasured(measured: Measured, locale: string): { short: string; exact: string } {
  if (typeof measured === "object") {
    const amounts = measured ?? [];
    if (amounts.length === 0) return { short: formatCount(0, locale), exact: formatCount(0, locale) };
    const short = amounts.map(({ amount, currency }) => formatMoneyShort(amount, currency, locale));
    const exact = amounts.map(({ amount, currency }) => formatMoney(amount, currency, locale));
    return { short: short.join(" + "), exact: exact.join(" + ") };
  }
  const number = Number(measured);
  const exact = formatDecimal(String(measured), locale);
  if (Math.abs(number) >= LARGE) return { short: formatCompact(number, locale), exact };
  return { short: Number.isInteger(number) ? exact : formatDecimal(number.toFixed(1), locale), exact };
}
