/** What can be said about a half-typed code before the server judges it; hints never keep anybody from saving. */

import type { ParseKeys, TFunction } from "i18next";

export type Hint = (t: TFunction) => string;

const said =
  (key: ParseKeys): Hint =>
  (t) =>
    t(key);
const plain = (text: string) => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

/** How far a text is from its one length. */
function lengthHint(text: string, length: number): Hint | null {
  const count = Math.abs(length - text.length);
  if (count === 0) return null;
  return text.length < length ? (t) => t("hint.left", { count }) : (t) => t("hint.tooMany", { count });
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Source: GB 11643, the check character of identity numbers. */
export function idNumberHint(typed: string): Hint | null {
  const text = plain(typed);
  const wrong = lengthHint(text, 18);
  if (wrong) return wrong;
  const total = ID_WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0);
  return /^\d{17}[\dX]$/.test(text) && "10X98765432"[total % 11] === text[17] ? null : said("hint.check");
}

const CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Source: GB 32100, the check character of unified social credit codes. */
export function creditCodeHint(typed: string): Hint | null {
  const text = plain(typed);
  const wrong = lengthHint(text, 18);
  if (wrong) return wrong;
  let weight = 1;
  let total = 0;
  for (const sign of text.slice(0, 17)) {
    total += CREDIT_SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  const fits = [...text].every((sign) => CREDIT_SIGNS.includes(sign));
  return fits && CREDIT_SIGNS[(31 - (total % 31)) % 31] === text[17] ? null : said("hint.check");
}

export function emailHint(typed: string): Hint | null {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(typed.normalize("NFKC").trim()) ? null : said("hint.email");
}

export function phoneHint(typed: string): Hint | null {
  const digits = typed.normalize("NFKC").replace(/\D/g, "");
  if (/^1\d*$/.test(digits) && !typed.trim().startsWith("+") && digits.length !== 11)
    return said("hint.mobile");
  return digits.length < 5 ? said("hint.phone") : null;
}

export function urlHint(typed: string): Hint | null {
  const text = typed.trim();
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : null;
  const fits = parsed && /^https?:$/.test(parsed.protocol) && /\.|^localhost$/.test(parsed.hostname);
  return fits && !/\s/.test(text) ? null : said("hint.url");
}

export function barcodeHint(typed: string, format: unknown): Hint | null {
  const length = { ean13: 13, ean8: 8, upc_a: 12 }[String(format)];
  if (length === undefined) return null;
  const text = plain(typed);
  const wrong = lengthHint(text, length);
  if (wrong) return wrong;
  const total = [...text]
    .reverse()
    .reduce((sum, digit, place) => sum + Number(digit) * (place % 2 ? 3 : 1), 0);
  return total % 10 === 0 ? null : said("hint.check");
}
