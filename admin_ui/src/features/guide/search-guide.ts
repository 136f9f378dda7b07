/** Finds sections of the guide by words: all of a phrase first, else by its pairs of Chinese characters. */

import { isMeant } from "../../lib/pinyin";
import { plainText, type Guide, type GuidePage, type Section } from "./guide-texts";

export interface Find {
  page: GuidePage;
  section: Section;
  /** What stands around the first word that was found; what is found in it is marked. */
  excerpt: { text: string; found: boolean }[];
}

const MOST = 12;
const BEFORE = 24;
const AROUND = 110;
const CHINESE = /^\p{Script=Han}{3,}$/u;

/** The sections that fit best, best first. */
export function searchGuide(guide: Guide, typed: string): Find[] {
  const words = typed
    .toLowerCase()
    .split(/[\s，。、？！,.?!]+/u)
    .filter(Boolean);
  if (words.length === 0) return [];
  const whole = finds(
    guide,
    words.map((word) => [word]),
  );
  const found = whole.length > 0 ? whole : finds(guide, words.map(pieces));
  return found
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST)
    .map(({ page, section, plain, marks }) => ({ page, section, excerpt: excerptOf(plain, marks) }));
}

/** What a word may be found by: a run of Chinese characters, where nobody puts spaces, by its pairs. */
function pieces(word: string): string[] {
  if (!CHINESE.test(word)) return [word];
  const signs = [...word];
  return signs.slice(1).map((sign, index) => `${signs[index] ?? ""}${sign}`);
}

/** Sections in which every word is found by at least one of its pieces. */
function finds(guide: Guide, words: readonly string[][]) {
  return guide.groups
    .flatMap(({ pages }) => pages)
    .flatMap((page) =>
      page.sections.flatMap((section) => {
        const plain = plainText(section.anchor === "" ? section.text.replace(/^# .*$/m, "") : section.text);
        const places = [page.title, section.heading, plain].map((text) => text.toLowerCase());
        const weights = words.map((word) => weightOf(word, places));
        if (weights.some((weight) => weight === 0)) return [];
        return [
          { page, section, plain, marks: words.flat(), weight: weights.reduce((sum, one) => sum + one) },
        ];
      }),
    );
}

const WEIGHTS = [4, 6, 1];
/** Titles and headings are also found by their pinyin; in a whole text nearly any letters would be found. */
const NAMES = 2;

function isFoundIn(piece: string, text: string, place: number): boolean {
  return place < NAMES && piece.length > 1 ? isMeant(text, piece) : text.includes(piece);
}

function weightOf(wanted: readonly string[], places: readonly string[]): number {
  return wanted
    .flatMap((piece) =>
      places.map((text, index) => (isFoundIn(piece, text, index) ? (WEIGHTS[index] ?? 0) : 0)),
    )
    .reduce((sum, one) => sum + one, 0);
}

function excerptOf(plain: string, marks: readonly string[]): Find["excerpt"] {
  const lower = plain.toLowerCase();
  const first = Math.min(...marks.map((mark) => lower.indexOf(mark)).filter((at) => at >= 0), plain.length);
  const start = first === plain.length ? 0 : Math.max(0, first - BEFORE);
  const shown = plain.slice(start, start + AROUND);
  const escaped = marks.map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = shown.split(new RegExp(`(${escaped.join("|")})`, "iu"));
  const text = parts.map((part, index) => ({ text: part, found: index % 2 === 1 }));
  return [
    ...(start > 0 ? [{ text: "…", found: false }] : []),
    ...text.filter((part) => part.text !== ""),
    ...(start + AROUND < plain.length ? [{ text: "…", found: false }] : []),
  ];
}
