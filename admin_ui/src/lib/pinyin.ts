/** Finds Chinese names by signs, by pinyin or by its initials: kh, kehu and 客 all mean 客户. */

import { FIRST_SIGNS } from "./pinyin-syllables";

const HAN = /\p{Script=Han}/u;
/** How labels of fields and options also read these; what a browser sorts has one reading. */
const READ_ALSO: Readonly<Record<string, string>> = {
  行: "hang",
  重: "chong",
  长: "chang zhang",
  長: "chang zhang",
  调: "diao tiao",
  調: "diao tiao",
  会: "hui kuai",
  還: "huan hai",
  还: "huan hai",
  率: "lv shuai",
  地: "di",
  传: "chuan zhuan",
  参: "can shen",
  乐: "le yue",
  降: "jiang xiang",
  差: "cha chai",
  藏: "cang zang",
  厦: "sha xia",
  都: "du dou",
};

let collator: Intl.Collator | undefined;
let firsts: readonly (readonly [sign: string, syllable: string])[] = [];
const known = new Map<string, readonly string[]>();

/** The syllable whose first character stands before a sign or at it. */
function syllableOf(sign: string): string {
  collator ??= new Intl.Collator("zh-CN-u-co-pinyin");
  if (firsts.length === 0) firsts = FIRST_SIGNS.split(" ").map((word) => [word.slice(0, 1), word.slice(1)]);
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (collator.compare(firsts[middle]?.[0] ?? "", sign) <= 0) low = middle + 1;
    else high = middle;
  }
  return firsts[low - 1]?.[1] ?? "";
}

function readings(sign: string): readonly string[] {
  const found = known.get(sign);
  if (found) return found;
  const made = [...new Set([syllableOf(sign), ...(READ_ALSO[sign]?.split(" ") ?? [])])].filter(Boolean);
  known.set(sign, made);
  return made;
}

/** Whether letters are the pinyin, the initials or a mixture of both of the signs from a place on. */
function isSpelled(signs: readonly string[], at: number, letters: string): boolean {
  if (letters === "") return true;
  const sign = signs[at];
  if (sign === undefined) return false;
  if (!HAN.test(sign))
    return letters.startsWith(sign) && isSpelled(signs, at + 1, letters.slice(sign.length));
  return readings(sign).some(
    (syllable) =>
      syllable.startsWith(letters) ||
      (letters.startsWith(syllable) && isSpelled(signs, at + 1, letters.slice(syllable.length))) ||
      (letters.startsWith(syllable.slice(0, 1)) && isSpelled(signs, at + 1, letters.slice(1))),
  );
}

/** How near a name is to what was typed, 0 nearest: it is that, begins with it, contains it, is read so from its first
 * sign on or from a later one; undefined if it is not meant at all. */
function nearness(name: string, typed: string): number | undefined {
  const wanted = typed.trim().toLowerCase();
  const text = name.toLowerCase();
  if (text === wanted) return 0;
  if (text.includes(wanted)) return text.startsWith(wanted) ? 1 : 2;
  const letters = wanted.replaceAll(/\s/g, "");
  if (!/^[a-z0-9]+$/.test(letters) || !HAN.test(text)) return undefined;
  const signs = [...text].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  const from = signs.findIndex((sign, at) => HAN.test(sign) && isSpelled(signs, at, letters));
  return from < 0 ? undefined : Math.min(3 + from, 4);
}

/** Whether a name is meant by what was typed: it contains it, or is read so from one of its signs on. */
export function isMeant(name: string, typed: string): boolean {
  return nearness(name, typed) !== undefined;
}

interface Labelled {
  label?: unknown;
  /** A group has these. */
  options?: readonly Labelled[];
}

const NOT_MEANT = 9;
/** What was typed last, with the ranks found for it: sorting thousands of choices asks for each many times. */
let asked = { typed: "", ranks: new Map<unknown, number>() };

function rankOf(label: unknown, typed: string): number {
  if (asked.typed !== typed) asked = { typed, ranks: new Map() };
  const known = asked.ranks.get(label);
  if (known !== undefined) return known;
  const rank = (typeof label === "string" ? nearness(label, typed) : undefined) ?? NOT_MEANT;
  asked.ranks.set(label, rank);
  return rank;
}

/** An order in which what is nearest to what was typed comes first. */
export function byNearness(typed: string) {
  const rank = ({ label, options }: Labelled) =>
    options ? Math.min(...options.map((option) => rankOf(option.label, typed))) : rankOf(label, typed);
  return (one: Labelled, other: Labelled): number => rank(one) - rank(other) || 0;
}

/** For choices that are found by what they are called; the nearest comes first. */
export const BY_LABEL = {
  filterOption: (typed: string, option?: Labelled) => rankOf(option?.label, typed) < NOT_MEANT,
  filterSort: (one: Labelled, other: Labelled, { searchValue }: { searchValue: string }) =>
    byNearness(searchValue)(one, other),
};
