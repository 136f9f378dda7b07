import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { guideOf } from "./guide-texts";
import { searchGuide } from "./search-guide";

const FILES = {
  texts: {
    "a/index.zh-CN.md": "# 手册\n\n## 开始\n- [导入](import.zh-CN.md)\n- [列表](lists.zh-CN.md)\n",
    "a/import.zh-CN.md":
      "# 导入\n\n把 Excel 文件变成记录。\n\n## 1. 选择文件\n拖进来。\n\n## 撤销\n收回**导入**的记录。\n",
    "a/lists.zh-CN.md": "# 列表\n\n看记录。\n\n## 导出\n写成文件。见[导入](import.zh-CN.md)。\n",
  },
  pictures: { "x/pictures/zh-CN/list.webp": "/static/assets/list-1.webp" },
};

test("pages stand in the order of the contents, cut at their headings", () => {
  const guide = guideOf(FILES);
  expect(guide.groups.map(({ heading, pages }) => [heading, pages.map(({ title }) => title)])).toEqual([
    ["开始", ["导入", "列表"]],
  ]);
  expect(guide.pages.get("import")?.sections.map(({ anchor }) => anchor)).toEqual(["", "1-选择文件", "撤销"]);
  expect(guide.picture("pictures/zh-CN/list.webp")).toBe("/static/assets/list-1.webp");
});

const found = (typed: string) =>
  searchGuide(guideOf(FILES), typed).map(({ page, section }) => `${page.name}#${section.anchor}`);

test("words are found in any order and case, titles before texts", () => {
  expect(found("excel")).toEqual(["import#"]);
  expect(found("记录 EXCEL")).toEqual(["import#"]);
  expect(found("导入")[0]).toBe("import#");
  expect(found("zzz")).toEqual([]);
  expect(found("  ")).toEqual([]);
  expect(found("(")).toEqual([]);
});

test("a Chinese phrase that stands nowhere is found by its parts", () => {
  expect(found("怎么撤销导入")[0]).toBe("import#撤销");
});

test("the excerpt shows what was found, without marks of the text", () => {
  const [first] = searchGuide(guideOf(FILES), "收回");
  expect(first?.excerpt.map(({ text }) => text).join("")).toBe("收回导入的记录。");
  expect(first?.excerpt.find((part) => part.found)?.text).toBe("收回");
});

test("help opens the page that belongs to the screen, and leads through the guide", async () => {
  const { person, container, history } = await openAt("/w/main/sales/-me");
  await person.click(await screen.findByRole("link", { name: "帮助" }));
  const contents = await screen.findByRole("navigation", { name: "目录" });
  expect(screen.getByRole("heading", { level: 1, name: "我的资料" })).toBeInTheDocument();
  expect(history.location.pathname).toBe("/w/main/sales/-help/profile");
  expect(await faults(container)).toEqual([]);
  await person.click(within(contents).getByRole("link", { name: "导入" }));
  expect(await screen.findByRole("heading", { level: 1, name: "导入" })).toBeInTheDocument();
});

test("a search leads to the section, in the language of the reader", async () => {
  const { person, history } = await openAt("/w/main/sales/-help/index", "en");
  await person.type(await screen.findByLabelText("Search the guide"), "QR label");
  await person.click(await screen.findByRole("link", { name: /Copy, print, QR/ }));
  expect(await screen.findByRole("heading", { level: 1, name: "A record" })).toBeInTheDocument();
  expect(history.location.hash).toBe("#copy-print-qr");
});

test("whoever is not signed in reads the guide on its own", async () => {
  const { person } = await openAt("/help/first-steps", "zh-TW");
  expect(await screen.findByRole("heading", { level: 1, name: "最初五分鐘" })).toBeInTheDocument();
  await person.click(screen.getAllByRole("link", { name: "工作台" })[0] as HTMLElement);
  expect(await screen.findByRole("heading", { level: 1, name: "工作台" })).toBeInTheDocument();
});

test("an unknown page offers a way on", async () => {
  await openAt("/w/main/sales/-help/nothing");
  expect(await screen.findByRole("link", { name: "回到首页" })).toBeInTheDocument();
});
