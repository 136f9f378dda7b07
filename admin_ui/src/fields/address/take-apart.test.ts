import { expect, test } from "vitest";

import { countryChoices, countryCode, countryName, isInChina } from "./countries";
import { isMeant, REGIONS } from "./regions";
import { takeApart } from "./take-apart";

test("the divisions are whole: 34 provinces, every city named once in its province", () => {
  expect(REGIONS).toHaveLength(34);
  const counties = REGIONS.flatMap(({ children }) =>
    children.flatMap((child) => (child.level === "district" ? [child] : child.children)),
  );
  expect(counties.length).toBeGreaterThan(2800);
  expect(counties.length).toBeLessThan(3400);
  for (const { children } of REGIONS)
    expect(new Set(children.map(({ name }) => name)).size).toBe(children.length);
  expect(counties.every(({ pinyin, initials }) => pinyin && initials)).toBe(true);
});

test.each([
  [
    "浙江省杭州市西湖区文三路 90 号东部软件园 310012",
    {
      province: "浙江省",
      city: "杭州市",
      district: "西湖区",
      detail: "文三路 90 号东部软件园",
      postal_code: "310012",
    },
  ],
  [
    "浙江杭州西湖区文三路90号",
    { province: "浙江省", city: "杭州市", district: "西湖区", detail: "文三路90号" },
  ],
  ["北京市北京市朝阳区建国路88号", { province: "北京市", district: "朝阳区", detail: "建国路88号" }],
  ["北京朝阳区建国路", { province: "北京市", district: "朝阳区", detail: "建国路" }],
  ["杭州市余杭区五常大道", { province: "浙江省", city: "杭州市", district: "余杭区", detail: "五常大道" }],
  [
    "浙江省义乌市稠州北路1号",
    { province: "浙江省", city: "金华市", district: "义乌市", detail: "稠州北路1号" },
  ],
  ["湖北省仙桃市沔阳大道", { province: "湖北省", district: "仙桃市", detail: "沔阳大道" }],
  ["广东省东莞市松山湖", { province: "广东省", city: "东莞市", detail: "松山湖" }],
  ["新疆乌鲁木齐市天山区", { province: "新疆维吾尔自治区", city: "乌鲁木齐市", district: "天山区" }],
  ["湖北恩施州航空路", { province: "湖北省", city: "恩施土家族苗族自治州", detail: "航空路" }],
  [
    "地址：中国，江苏省 苏州市 工业园区 星湖街 1 号",
    { province: "江苏省", city: "苏州市", detail: "工业园区 星湖街 1 号" },
  ],
  ["香港特别行政区油尖旺区弥敦道", { province: "香港特别行政区", district: "油尖旺区", detail: "弥敦道" }],
])("%s is taken apart", (text, parts) => {
  expect(takeApart(text)).toEqual(parts);
});

test.each(["1 Infinite Loop, Cupertino", "文三路90号", ""])("%s names no region of China", (text) => {
  expect(takeApart(text)).toBeNull();
});

test("regions are found by signs, pinyin and initials", () => {
  const chongqing = REGIONS.find(({ name }) => name === "重庆市");
  for (const typed of ["重庆", "cq", "chongqing", "Chong Qing"]) {
    expect(chongqing && isMeant(chongqing, typed)).toBe(true);
  }
});

test("a country is shown by its name, whatever it was stored as", () => {
  expect(countryName("JP", "zh-CN")).toBe("日本");
  expect(countryName("日本", "en")).toBe("Japan");
  expect(countryName("Atlantis", "en")).toBe("Atlantis");
  expect(countryCode("germany")).toBe("DE");
  expect([undefined, "CN", "中国", "China", "JP"].map(isInChina)).toEqual([true, true, true, true, false]);
  expect(countryChoices("zh-CN")[0]).toEqual({ value: "CN", label: "中国" });
  expect(new Set(countryChoices("en").map(({ value }) => value)).size).toBe(249);
});
