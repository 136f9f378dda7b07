import { expect, test } from "vitest";

import { isMeant } from "./pinyin";

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
