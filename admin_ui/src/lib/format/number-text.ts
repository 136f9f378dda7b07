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

/** Whether a text is a decimal as the wire carries it. */
export function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

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

/** Ways to write the units that a field may count in; each line is one unit. */
const SAME_UNITS: readonly (readonly string[])[] = [
  ["d", "day", "days", "天", "日"],
  ["h", "hour", "hours", "小时", "小時", "时"],
  ["min", "minute", "minutes", "分钟", "分鐘", "分"],
  ["w", "week", "weeks", "周", "週", "星期"],
  ["month", "months", "月", "个月", "個月"],
  ["year", "years", "年"],
  ["个", "個"],
  ["kg", "公斤", "千克"],
];

function plain(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\u2212\u2013]/gu, "-")
    .replace(/[,，\s¥￥$€£%]/gu, "")
    .replace(/。/gu, ".")
    .replace(/^\((.+)\)$/u, "-$1");
}

/** The text without the unit of its field behind it, however that is written. */
function withoutUnit(text: string, units: readonly string[]): string {
  const lower = text.toLowerCase();
  const own = units.map((unit) => unit.toLowerCase());
  const words = own.flatMap((unit) => SAME_UNITS.find((same) => same.includes(unit)) ?? [unit]);
  const found = words
    .filter((word) => word !== "" && lower.endsWith(word))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  return text.slice(0, text.length - found.length);
}

function digitsOf([, sign = "", whole = "", fraction = "", unit = ""]: RegExpExecArray): string {
  const digits = `${sign === "-" ? "-" : ""}${whole || "0"}${fraction && `.${fraction}`}`;
  return shiftPoint(digits, UNITS[unit.toLowerCase()] ?? 0);
}

/** A number as it is typed, perhaps with one of `units` behind it, as plain digits; null where it is none. */
export function readNumber(typed: string, units: readonly string[] = []): string | null {
  const text = plain(typed);
  // What a field counts in comes first: 20m is 20 metres there.
  const found = WRITTEN.exec(withoutUnit(text, units.map(plain))) ?? WRITTEN.exec(text);
  return found && (found[2] || found[3]) ? digitsOf(found) : null;
}

/** Whether a typed number names what it is counted in, such as 万. */
export function hasMultiple(typed: string): boolean {
  return /[百千万萬亿億kmb]/iu.test(typed);
}

const BETWEEN = /\s*(?:~|至|到|—+|–|\bto\b|\s-\s)\s*/iu;
const HYPHEN = /(?<=[\d万萬亿億千百元kmb])\s*-\s*(?=[\d¥$€£])/iu;
const AT_LEAST = /^(?:>=|≥|不低于|不低於|至少)\s*(.+)$|^(.+?)\s*(?:以上|起|\+)$/u;
const AT_MOST = /^(?:<=|≤|不超过|不超過|最多)\s*(.+)$|^(.+?)\s*(?:以下|以内|以內|之内|之內)$/u;
const MULTIPLE_AT_END = /(百万|百萬|千万|千萬|百|千|万|萬|亿|億|[kmb])元?$/iu;

export interface TypedRange {
  min: string | null;
  max: string | null;
}

function endsOf(text: string): readonly [string, string] | null {
  for (const sign of [BETWEEN, HYPHEN]) {
    const [low, high, more] = text.split(sign);
    if (low && high && more === undefined) return [low, high];
  }
  const least = AT_LEAST.exec(text);
  if (least) return [least[1] ?? least[2] ?? "", ""];
  const most = AT_MOST.exec(text);
  return most ? ["", most[1] ?? most[2] ?? ""] : null;
}

/** Two ends typed in one text: 8万-12万, 8-12万, 3万～9万, 5万以上; null where it is no range of numbers. */
export function readRange(typed: string, units: readonly string[] = []): TypedRange | null {
  const ends = endsOf(typed.normalize("NFKC").trim());
  if (!ends) return null;
  const [low, high] = ends;
  // A unit behind the upper end counts for both.
  const multiple = MULTIPLE_AT_END.exec(high)?.[1] ?? "";
  const min = low && readNumber(/\d\s*$/u.test(low) ? low + multiple : low, units);
  const max = high && readNumber(high, units);
  return min === null || max === null ? null : { min: min || null, max: max || null };
}

/** Digits in groups of three, the fraction left alone. */
export function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
