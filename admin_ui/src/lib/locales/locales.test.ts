import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import en from "./en.json";
import zhCN from "./zh-CN.json";
import zhTW from "./zh-TW.json";

const SOURCE = join(import.meta.dirname, "..", "..");

/** Keys as a component asks for them: plural forms of one text are one key. */
function keysOf(tree: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "string") found.set(key.replace(/_(one|other)$/, ""), value);
    else for (const [inner, text] of keysOf(value, key)) found.set(inner, text);
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    const source = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    return source ? [readFileSync(path, "utf8")] : [];
  });
}

const CODE = sources(SOURCE).join("\n");
const LITERALS = new Set(
  [...CODE.matchAll(/["'`]([A-Za-z]+(?:\.[A-Za-z_]+)+|[A-Za-z]+)["'`]/g)].map((match) => match[1]),
);
/** Keys made from a part that is known only when the page runs: `operator.${op}`. */
const PREFIXES = [...CODE.matchAll(/`([A-Za-z]+(?:\.[A-Za-z]+)*\.)\$\{/g)].map((match) => match[1] ?? "");

test("every language has the same texts", () => {
  const keys = [...keysOf(en).keys()].sort();
  expect([...keysOf(zhCN).keys()].sort()).toEqual(keys);
  expect([...keysOf(zhTW).keys()].sort()).toEqual(keys);
});

test("no text is unused", () => {
  const unused = [...keysOf(en).keys()].filter(
    (key) => !LITERALS.has(key) && !PREFIXES.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

test("the same values are filled into a text in every language", () => {
  const holes = (text: string | undefined) =>
    [...(text ?? "").matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  for (const [key, text] of keysOf(en)) {
    expect([key, holes(keysOf(zhCN).get(key))]).toEqual([key, holes(text)]);
    expect([key, holes(keysOf(zhTW).get(key))]).toEqual([key, holes(text)]);
  }
});

test("Traditional Chinese has its own words", () => {
  const text = [...keysOf(zhTW).values()].join("\n");
  for (const word of ["欄位", "匯入", "檢視", "資料", "使用者", "新增", "儲存"]) expect(text).toContain(word);
  // Written for Taiwan, not converted: none of these words of the mainland.
  for (const word of ["字段", "導入", "視圖", "數據", "用戶", "保存", "默認", "文件", "信息", "搜索"]) {
    expect(text).not.toContain(word);
  }
  // No simplified character slipped in.
  expect(text).not.toMatch(/[这们将记录视图变创与为产发号导删关开启应进还输选项门间]/);
});
