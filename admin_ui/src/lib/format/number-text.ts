/** Numbers as people type them: 12.5万, 1,200, ３０, 2亿, 1.5k; exact, because they stay texts. */

const UNITS: Record<string, number> = {
  百: 2,
  千: 3,
  万: 4,
  萬: 4,
  百万: 6,
  百萬: 6,
  千万: 7,
  千萬: 7,
  亿: 8,
  億: 8,
  k: 3,
  m: 6,
  b: 9,
};
const WRITTEN = /^([-+]?)(\d*)(?:\.(\d*))?\s*(百万|百萬|千万|千萬|百|千|万|萬|亿|億|k|m|b)?元?$/iu;

/** The same number with its point moved to the right, or to the left for negative places. */
export function shiftPoint(text: string, places: number): string {
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!found || places === 0) return text;
  const [, sign = "", whole = "", fraction = ""] = found;
  const digits = (places > 0 ? whole : whole.padStart(-places + 1, "0")) + fraction;
  const point = (places > 0 ? whole.length : Math.max(whole.length, -places + 1)) + places;
  const padded = digits.padEnd(point, "0");
  const left = padded.slice(0, point).replace(/^0+(?=\d)/, "") || "0";
  const right = padded.slice(point).replace(/0+$/, "");
  return `${sign}${left}${right ? `.${right}` : ""}`;
}

/** A typed number as plain digits; what is no number stays as it was typed. */
export function plainNumber(typed: string): string {
  const text = typed
    .normalize("NFKC")
    .replace(/[,，\s¥￥$€£%]/gu, "")
    .replace(/。/gu, ".");
  const found = WRITTEN.exec(text);
  if (!found || (!found[2] && !found[3])) return text;
  const [, sign = "", whole = "", fraction, unit = ""] = found;
  const plain = `${sign === "-" ? "-" : ""}${whole || "0"}${fraction === undefined ? "" : `.${fraction}`}`;
  return unit ? shiftPoint(plain, UNITS[unit.toLowerCase()] ?? 0) : plain;
}

/** Digits in groups of three, the fraction left alone. */
export function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
