import { expect, test } from "vitest";

import { field } from "../../test/sample-model";
import { readCell as read } from "../read-cell";
import { pasteAt, readTable, writeCell, writeTable } from "./cells";

const ZONE = "Asia/Shanghai";
const readCell = (...[of, text]: [Parameters<typeof read>[0], string]) => read(of, text, ZONE);

const LEVELS = [
  { name: "high", label: { "zh-CN": "高", en: "High" } },
  { name: "low", label: { "zh-CN": "低", en: "Low" } },
];
const COLUMNS = [
  field("item", "text", "品名"),
  field("price", "number", "单价"),
  field("level", "select", "级别", { options: LEVELS }),
  field("who", "user", "负责人"),
];

test("a table comes off the clipboard as spreadsheets put it there", () => {
  expect(readTable("a\tb\r\nc\td\r\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(readTable('"two\nlines"\t"say ""hi"""\nlast\t')).toEqual([
    ["two\nlines", 'say "hi"'],
    ["last", ""],
  ]);
  expect(readTable("alone")).toEqual([["alone"]]);
  expect(readTable("a\t\tc")).toEqual([["a", "", "c"]]);
});

test("what is written out is read back", () => {
  const table = [
    ["plain", 'with "quotes"', "two\nlines"],
    ["a\tb", "", "织表"],
  ];
  expect(readTable(writeTable(table))).toEqual(table);
});

test("texts become values of their column, and what means nothing there is told", () => {
  expect(readCell(field("n", "number", "n"), " ¥1,234.50 ")).toEqual({ value: "1234.50" });
  expect(readCell(field("n", "number", "n"), "(12)")).toEqual({ value: "-12" });
  expect(readCell(field("n", "integer", "n"), "12.5")).toBe("unreadable");
  expect(readCell(field("n", "money", "n"), "12.5")).toEqual({ value: { amount: "12.5" } });
  expect(readCell(field("n", "date", "n"), "2026/3/9")).toEqual({ value: "2026-03-09" });
  expect(readCell(field("n", "date", "n"), "2026年3月9日")).toEqual({ value: "2026-03-09" });
  expect(readCell(field("n", "boolean", "n"), "是")).toEqual({ value: true });
  expect(readCell(field("n", "boolean", "n"), "perhaps")).toBe("unreadable");
  expect(readCell(field("n", "select", "n", { options: LEVELS }), "high")).toEqual({ value: "high" });
  expect(readCell(field("n", "select", "n", { options: LEVELS }), "低")).toEqual({ value: "low" });
  expect(readCell(field("n", "tags", "n", { options: LEVELS }), "高、Low")).toEqual({
    value: ["high", "low"],
  });
  expect(readCell(field("n", "tags", "n", { options: LEVELS }), "高、middle")).toBe("unreadable");
  expect(readCell(field("n", "user", "n"), "李明")).toBe("unreadable");
  expect(readCell(field("n", "user", "n"), "  ")).toEqual({ value: null });
});

test.each([
  ["number", "３", "3"],
  ["number", "9600元", "9600"],
  ["number", "1万", "10000"],
  ["money", "12万", { amount: "120000" }],
  ["integer", "1万", 10_000],
  ["percent", "5%", "5"],
  ["number_range", "8-12万", { min: "80000", max: "120000" }],
  ["duration", "1:30", 5_400],
  ["time", "9点半", "09:30:00"],
  ["datetime", "2026-12-05 09:00", "2026-12-05T01:00:00.000Z"],
])("a %s reads %s as its box does", (type, text, value) => {
  expect(readCell(field("n", type, "n"), text)).toEqual({ value });
});

test("a day without a year is read as its box does", () => {
  expect(readCell(field("n", "date", "n"), "12月5日")).toEqual({
    value: expect.stringMatching(/-12-05$/) as string,
  });
});

test("a unit of the field may stand behind the number", () => {
  const cycle = field("n", "integer", "n", { settings: { unit: "天" } });
  expect(readCell(cycle, "90天")).toEqual({ value: 90 });
  expect(readCell(cycle, "3个月")).toBe("unreadable");
});

test("a cell is written as a reader of the language writes it", () => {
  expect(writeCell(field("n", "select", "n", { options: LEVELS }), "low", "zh-CN")).toBe("低");
  expect(writeCell(field("n", "money", "n"), { amount: "3", currency: "CNY" }, "en")).toBe("3");
  expect(writeCell(field("n", "user", "n"), { id: 1, label: "李明" }, "en")).toBe("李明");
  expect(writeCell(field("n", "tags", "n", { options: LEVELS }), ["low", "high"], "zh-CN")).toBe("低, 高");
  expect(writeCell(field("n", "text", "n"), null, "en")).toBe("");
});

test("a table is put in at a cell, adds rows, and stops at the most there can be", () => {
  const rows = [{ id: 7, item: "old", price: "1" }];
  const pasted = pasteAt(
    rows,
    COLUMNS,
    { row: 0, column: 1 },
    [
      ["2", "高", "李明", "beyond"],
      ["x", "low"],
      ["3", "低"],
    ],
    { most: 2, timeZone: ZONE },
  );
  expect(pasted.rows).toEqual([
    { id: 7, item: "old", price: "2", level: "high" },
    { price: "x", level: "low" },
  ]);
  expect(pasted.unread.map(({ row, field: { name }, text }) => [row, name, text])).toEqual([
    [0, "who", "李明"],
    [1, "price", "x"],
  ]);
  expect(pasted.cut).toBe(1);
  expect(rows).toEqual([{ id: 7, item: "old", price: "1" }]);
});
