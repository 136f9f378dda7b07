/** A small app as the server describes it: what the tests of the screens work with. */

import type { AppModel, FieldModel } from "../lib/model";
import type { Operator } from "../lib/conditions/tree";

const TEXT: Operator[] = ["eq", "ne", "contains", "blank", "not_blank"];
const CHOICE: Operator[] = ["eq", "ne", "in", "not_in", "blank", "not_blank"];

export function field(name: string, type: string, label: string, more: Partial<FieldModel> = {}): FieldModel {
  return {
    id: `f_${name}`,
    name,
    type,
    label: { "zh-CN": label, en: label },
    required: false,
    system: false,
    access: "write",
    operators: type === "select" ? CHOICE : TEXT,
    sortable: true,
    parts: [],
    settings: {},
    options: [],
    fields: [],
    ...more,
  };
}

function option(name: string, label: string, color?: string) {
  return { name, label: { "zh-CN": label, en: name }, ...(color ? { color } : {}) };
}

const TIERS = [option("high", "高价值", "red"), option("low", "普通")];
const STAGES = [
  option("fresh", "新建"),
  option("working", "跟进"),
  option("checked", "审核"),
  option("won", "成交"),
];

function stage(
  name: string,
  label: string,
  type: "open" | "won",
  more: { required_on_entry?: string[]; by_hand?: boolean } = {},
) {
  return {
    id: `s_${name}`,
    name,
    label: { "zh-CN": label, en: name },
    type,
    by_hand: true,
    required_on_entry: [],
    required_on_exit: [],
    ...more,
  };
}

export const MODEL: AppModel = {
  app: {
    id: "a_1",
    name: "sales",
    label: { "zh-CN": "销售", en: "Sales" },
    menu: [],
    languages: ["zh-CN", "en"],
  },
  settings: {
    languages: ["zh-CN", "en"],
    default_language: "zh-CN",
    time_zone: "Asia/Shanghai",
    currency: "CNY",
    week_start: 1,
    date_order: "ymd",
  },
  revision: 1,
  entities: [
    {
      id: "e_company",
      name: "company",
      label: { "zh-CN": "公司", en: "Company" },
      plural: { "zh-CN": "公司", en: "Companies" },
      title: ["name"],
      default_sort: [{ field: "name" }],
      actions: ["view", "create", "edit", "delete", "import"],
      ownable: false,
      has_stages: true,
      search: true,
      quick_create: null,
      key_facts: ["tier"],
      fields: [
        field("name", "text", "名称", { required: true }),
        field("tier", "select", "等级", { options: TIERS }),
        field("email", "email", "邮箱"),
        field("budget", "number", "预算"),
        field("parent", "reference", "上级公司", { settings: { entity: "company" } }),
        field("active", "boolean", "启用"),
        field("stage", "select", "阶段", { system: true, access: "read", options: STAGES }),
      ],
      flows: [
        {
          id: "w_1",
          name: "company_flow",
          label: { "zh-CN": "公司进展", en: "Progress" },
          when: null,
          mode: "any",
          listed: [],
          stages: [
            stage("fresh", "新建", "open"),
            stage("working", "跟进", "open"),
            stage("checked", "审核", "open", { by_hand: false }),
            stage("won", "成交", "won", { required_on_entry: ["budget"] }),
          ],
        },
      ],
      rules: [
        {
          when: { field: "tier", op: "eq", value: "low" },
          then: [
            { action: "hide", field: "budget" },
            { action: "message", message: { "zh-CN": "普通客户没有预算", en: "No budget for low tiers" } },
          ],
        },
      ],
    },
  ],
  forms: [],
  views: [
    {
      id: "v_all",
      label: { "zh-CN": "全部公司", en: "All companies" },
      entity: "company",
      type: "table",
      default: true,
      columns: [{ field: "name" }, { field: "tier" }, { field: "parent" }, { field: "active" }],
    },
    {
      id: "v_high",
      label: { "zh-CN": "高价值", en: "High" },
      entity: "company",
      type: "table",
      columns: [{ field: "name" }],
    },
  ],
};
