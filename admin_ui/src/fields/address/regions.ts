/** The provinces, cities and counties of China as a tree, out of their compact lines. */

import { DIVISIONS } from "./divisions";

export type RegionLevel = "province" | "city" | "district";

export interface Region {
  name: string;
  level: RegionLevel;
  /** Pinyin in small letters: `hangzhoushi`, and its initials `hzs`. */
  pinyin: string;
  initials: string;
  children: readonly Region[];
}

function region(text: string, level: RegionLevel, children: readonly Region[] = []): Region {
  const [name = "", spoken = ""] = text.split(" ");
  const initials = spoken.replace(/[^A-Z]/g, "").toLowerCase();
  return { name, level, pinyin: spoken.toLowerCase(), initials, children };
}

function several(text: string, separator: string): string[] {
  return text ? text.split(separator) : [];
}

function unit(text: string): Region {
  if (text.startsWith("d")) return region(text.slice(1), "district");
  const [name = "", counties = ""] = text.slice(1).split(":");
  return region(
    name,
    "city",
    several(counties, ",").map((county) => region(county, "district")),
  );
}

export const REGIONS: readonly Region[] = DIVISIONS.map((line) => {
  const [name = "", units = ""] = line.split("=");
  return region(name, "province", several(units, ";").map(unit));
});

/** Whether a name is meant by what was typed: its signs, its pinyin or their initials. */
export function isMeant({ name, pinyin, initials }: Region, typed: string): boolean {
  const wanted = typed.trim().toLowerCase().replace(/[\s']/g, "");
  return name.includes(wanted) || initials.startsWith(wanted) || pinyin.startsWith(wanted);
}
