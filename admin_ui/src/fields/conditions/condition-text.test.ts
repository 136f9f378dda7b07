import { expect, test } from "vitest";

import type { Condition } from "../../lib/conditions/tree";
import { i18n, startTexts } from "../../lib/i18n";
import type { EntityModel } from "../../lib/model";
import { field, MODEL } from "../../test/sample-model";
import { conditionText, countConditions, type Words } from "./condition-text";

function words(): Words {
  const model = structuredClone(MODEL);
  const entity = model.entities[0] as EntityModel;
  entity.fields.push(
    field("owner", "user", "负责人"),
    field("team", "department", "部门"),
    field("price", "money", "价格"),
    field("seen_at", "datetime", "联系时间"),
  );
  return { model, entity, locale: i18n.language, timeZone: "Asia/Shanghai", t: i18n.t };
}

const HIGH: Condition = { field: "tier", op: "eq", value: "high" };
const NAMED: Condition = { field: "name", op: "contains", value: "远景" };
const MAILED: Condition = { field: "email", op: "not_blank" };

const CASES: [Condition, string][] = [
  [{ all: [HIGH, { any: [NAMED, MAILED] }] }, "等级 是 高价值 且 （名称 包含 远景 或 邮箱 不为空）"],
  [{ all: [{ any: [NAMED] }, HIGH] }, "名称 包含 远景 且 等级 是 高价值"],
  [{ not: { any: [HIGH, NAMED] } }, "不符合（等级 是 高价值 或 名称 包含 远景）"],
  [{ exists: { entity: "company", via: "parent", where: HIGH } }, "有关联的公司（等级 是 高价值）"],
  [{ count: { entity: "company", via: "parent" }, op: "ge", value: 3 }, "关联的公司数量 不小于 3"],
  [
    { sum: { entity: "company", via: "parent", of: "budget" }, op: "gt", value: "1000" },
    "关联的公司的预算合计 大于 1000",
  ],
  [{ field: "seen_at", op: "lt", value: { relative: "now" } }, "联系时间 早于 现在"],
  [
    { field: "seen_at", op: "lt", value: { relative: "now", offset: -24, unit: "hour" } },
    "联系时间 早于 24 小时前",
  ],
  [
    { field: "seen_at", op: "ge", value: { relative: "today", offset: -2, unit: "month" } },
    "联系时间 不早于 2 个月前",
  ],
  [{ field: "seen_at", op: "eq", value: { relative: "this_month", offset: -1 } }, "联系时间 是 上月"],
  [
    {
      field: "seen_at",
      op: "between",
      value: [{ relative: "today" }, { relative: "today", offset: 30, unit: "day" }],
    },
    "联系时间 今天 – 30 天后",
  ],
  [{ field: "seen_at", op: "gt", value: "2026-03-09T06:05:00Z" }, "联系时间 晚于 2026-03-09 14:05"],
  [{ field: "owner", op: "in", value: { relative: "my_subordinates" } }, "负责人 是其中之一 我的下属"],
  [{ field: "team", op: "eq", value: { relative: "my_department" } }, "部门 是 我的部门"],
  [{ field: "owner", op: "eq", value: 7 }, "负责人 是 #7"],
  [{ field: "parent", op: "eq", value: { id: 2, label: "苏州恒达" } }, "上级公司 是 苏州恒达"],
  [{ field: "email", op: "eq", value: { field_of_record: "name" } }, "邮箱 是 名称"],
  [{ field: "price", op: "ge", value: { amount: "50000", currency: "CNY" } }, "价格 不小于 ¥50,000"],
  [{ field: "gone", op: "eq", value: "x" }, "gone 是 x"],
  [{ any: [] }, "没有记录"],
];

test.each(CASES)("a condition is told in words: %j", async (condition, text) => {
  await startTexts("zh-CN");
  expect(conditionText(condition, words())).toBe(text);
});

test("conditions are counted where they ask something, not where they are joined", () => {
  expect(countConditions({ all: [HIGH, { any: [NAMED, { not: HIGH }] }] })).toBe(3);
  expect(countConditions(HIGH)).toBe(1);
});
