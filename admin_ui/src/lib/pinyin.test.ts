import { expect, test } from "vitest";

import { byNearness, isMeant } from "./pinyin";

test.each([
  ["客户", "kh"],
  ["客户", "kehu"],
  ["客户名称", "khmc"],
  ["客户名称", "mc"],
  ["客户名称", "kehumc"],
  ["行业", "hy"],
  ["線索", "xs"],
  ["產品明細", "cpmx"],
  ["税率", "shuilv"],
  ["ERP 系统", "xt"],
  ["下次跟进时间", "gj"],
  ["Customer name", "name"],
])("%s is meant by %s", (name, typed) => {
  expect(isMeant(name, typed)).toBe(true);
});

test.each([
  ["客户", "hk"],
  ["客户", "khm"],
  ["Customer", "cr"],
  ["线索", "客"],
])("%s is not meant by %s", (name, typed) => {
  expect(isMeant(name, typed)).toBe(false);
});

test("what is called so comes before what is only read so", () => {
  const names = ["客户名称", "手机 C", "城市", "C · DL001", "c"].map((label) => ({ label }));
  expect(names.toSorted(byNearness("c")).map(({ label }) => label)).toEqual([
    "c",
    "C · DL001",
    "手机 C",
    "城市",
    "客户名称",
  ]);
});

test("a group with something called so comes before one where it is only read so", () => {
  const fields = { label: "字段", options: [{ label: "客户名称" }] };
  const columns = { label: "列", options: [{ label: "D · 2" }, { label: "C · DL001" }] };
  expect([fields, columns].toSorted(byNearness("c"))).toEqual([columns, fields]);
});
