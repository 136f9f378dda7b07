/** Takes a whole Chinese address apart: province, city, county, the rest, and a postal code. */

import { REGIONS, type Region } from "./regions";

export type AddressPart = "country" | "province" | "city" | "district" | "postal_code" | "detail";
export type Address = Partial<Record<AddressPart, string>>;

const PEOPLES =
  "土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|朝鲜族|回族|蒙古族|蒙古|哈萨克|柯尔克孜";
const ENDS = new RegExp(
  `(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|(?:${PEOPLES})*自治州|省|市|地区|盟)$`,
  "u",
);
const BEFORE = /^(?:地址|收货地址|联系地址|公司地址)?[\s:：]*(?:中华人民共和国|中国)?[\s,，]*/u;
const BETWEEN = /^[\s,，、/-]+/u;
const CODE = /(?:邮编|邮政编码)?[\s:：,，(（]*(?<!\d)(\d{6})[)）]?\s*$/u;

/** Full-width signs as plain ones, lines as one. */
function oneLine(text: string): string {
  return text
    .replace(/[\uff10-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, " ")
    .trim();
}

interface Match {
  way: readonly Region[];
  rest: string;
}

/** How much of a text a name takes: all of it, or, where that is enough, without 省 or 市. */
function taken(text: string, { name }: Region, short: boolean): number {
  if (text.startsWith(name)) return name.length;
  const stem = name.replace(ENDS, "");
  if (!short || stem.length < 2 || !text.startsWith(stem)) return 0;
  // 恩施州 stands for 恩施土家族苗族自治州.
  return name.endsWith("自治州") && text[stem.length] === "州" ? stem.length + 1 : stem.length;
}

/** The region of a list that a text begins with, the longest name of all. */
function begin(text: string, regions: readonly Region[], short: boolean): Match | null {
  let best: Match | null = null;
  let most = 0;
  for (const item of regions) {
    const length = taken(text, item, short);
    if (length > most) {
      most = length;
      best = { way: [item], rest: text.slice(length).replace(BETWEEN, "") };
    }
  }
  return best;
}

/** A county named right behind its province, its city left out. */
function countyOf(text: string, cities: readonly Region[]): Match | null {
  for (const city of cities) {
    const found = begin(text, city.children, false);
    if (found) return { ...found, way: [city, ...found.way] };
  }
  return null;
}

/** What stands under a region at the beginning of a text. */
function below(text: string, parent: Region): Match {
  // 北京市北京市朝阳区, 北京市市辖区朝阳区: a city of its own kind is no level.
  const plain = text.startsWith(parent.name) ? text.slice(parent.name.length) : text;
  const rest = plain.replace(/^市辖区/u, "").replace(BETWEEN, "");
  const isProvince = parent.level === "province";
  const found = begin(rest, parent.children, isProvince && parent.children[0]?.level === "city");
  if (!found) return (isProvince ? countyOf(rest, parent.children) : null) ?? { way: [], rest };
  const last = found.way[0];
  if (!last || last.children.length === 0) return found;
  const inner = below(found.rest, last);
  return { way: [...found.way, ...inner.way], rest: inner.rest };
}

/** A city or county without its province: only where its name is whole and there is but one such city. */
function withoutProvince(text: string): Match | null {
  for (const province of REGIONS) {
    const cities = province.children.filter(({ level }) => level === "city");
    const found = begin(text, cities, false);
    const city = found?.way[0];
    if (!found || !city) continue;
    const inner = below(found.rest, city);
    return { way: [province, city, ...inner.way], rest: inner.rest };
  }
  return null;
}

/** The parts of a whole address; nothing for a text that names no region of China. */
export function takeApart(text: string): Address | null {
  let line = oneLine(text).replace(BEFORE, "");
  const code = CODE.exec(line)?.[1];
  if (code) line = line.replace(CODE, "");
  const province = begin(line, REGIONS, true);
  const top = province?.way[0];
  let match: Match | null = withoutProvince(line);
  if (province && top) {
    const inner = below(province.rest, top);
    match = { way: [top, ...inner.way], rest: inner.rest };
  }
  if (!match) return null;
  const address: Address = {};
  for (const { level, name } of match.way) address[level] = name;
  if (match.rest) address.detail = match.rest;
  if (code) address.postal_code = code;
  return address;
}
