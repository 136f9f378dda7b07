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

/** Whether a name is meant by what was typed: it contains it, or is read so from one of its signs on. */
export function isMeant(name: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const text = name.toLowerCase();
  if (text.includes(wanted)) return true;
  const letters = wanted.replaceAll(/\s/g, "");
  if (!/^[a-z0-9]+$/.test(letters) || !HAN.test(text)) return false;
  const signs = [...text].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  return signs.some((sign, at) => HAN.test(sign) && isSpelled(signs, at, letters));
}

/** For choices that are found by what they are called. */
export const BY_LABEL = {
  filterOption: (typed: string, option?: { label?: unknown }) =>
    typeof option?.label === "string" && isMeant(option.label, typed),
};
