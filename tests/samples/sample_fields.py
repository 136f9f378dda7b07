"""The fields of the sample app's entities: one of every type that can be stored."""

from __future__ import annotations

from typing import Any


def label(chinese: str, english: str) -> dict[str, str]:
    """Return a label in two languages."""
    return {"zh-CN": chinese, "en": english}


def field(name: str, kind: str, chinese: str, settings: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a field document in catalogue form."""
    made: dict[str, Any] = {"name": name, "type": kind, "label": label(chinese, name.replace("_", " ").capitalize())}
    if settings is not None:
        made["settings"] = settings
    return {**made, **more}


def option(name: str, chinese: str, **more: Any) -> dict[str, Any]:
    """Return an option or tag in catalogue form."""
    return {"name": name, "label": label(chinese, name.replace("_", " ").capitalize()), **more}


COMPANY_FIELDS = [
    field("name", "text", "名称", {"max_length": 200}, required=True, searchable=True),
    field("code", "text", "编码", {"pattern": "[A-Z]{2}-[0-9]{3,6}"}, unique=True),
    field("number", "auto_number", "编号", {"parts": [{"fixed": "C-"}, {"counter": {"digits": 5}}]}),
    field("profile", "long_text", "简介", searchable=True),
    field("notes", "rich_text", "备注"),
    field("score", "number", "评分", {"decimals": 2, "min": "-1000", "max": "1000000"}),
    field("employees", "integer", "员工数"),
    field("revenue", "money", "营收", {"decimals": 2}),
    field("margin", "percent", "毛利率"),
    field("rating", "rating", "星级"),
    field("active", "boolean", "启用", default={"fixed": True}),
    field("founded_on", "date", "成立日期"),
    field("renewal_month", "date", "续约月份", {"precision": "month"}),
    field("last_call_at", "datetime", "最近通话"),
    field("closed_at", "datetime", "关闭时间"),
    field("opens_at", "time", "营业时间"),
    field("response_time", "duration", "响应时长"),
    field("contract_period", "date_range", "合同期"),
    field("budget", "number_range", "预算", {"decimals": 2}),
    field(
        "tier",
        "select",
        "等级",
        {"options": [option("high", "高价值", color="red"), option("middle", "潜力"), option("low", "普通")]},
        default={"fixed": "middle"},
    ),
    field("source", "select", "来源", {"option_set": "sources"}),
    field(
        "interests",
        "multi_select",
        "兴趣",
        {"options": [option("price", "价格"), option("service", "服务"), option("quality", "质量")]},
    ),
    field(
        "category",
        "cascade",
        "类别",
        {
            "options": [
                option("industry", "工业"),
                option("steel", "钢铁", parent="industry"),
                option("services", "服务业"),
                option("legal", "法律", parent="services"),
            ]
        },
    ),
    field("labels", "tags", "标签", {"tag_set": "company_tags"}),
    field("email", "email", "邮箱", mask="email", searchable=True),
    field("phone", "phone", "电话", mask="phone", searchable=True),
    field("website", "url", "网址"),
    field("credit_code", "credit_code", "统一社会信用代码", unique=True),
    field("address", "address", "地址"),
    field("place", "location", "位置"),
    field("brand_color", "color", "品牌色"),
    field("manager", "user", "负责人", default={"current": "user"}),
    field("helpers", "users", "协作人"),
    field("unit", "department", "归属部门"),
    field("parent_company", "reference", "上级公司", {"entity": "company", "on_delete": "clear"}),
    field("partners", "references", "合作伙伴", {"entity": "company"}),
    field("related_to", "reference_any", "相关", {"entities": ["company", "person"]}),
    field(
        "lines",
        "sub_table",
        "明细",
        {
            "fields": [
                field("item", "text", "品名", required=True),
                field("quantity", "integer", "数量"),
                field("price", "number", "单价", {"decimals": 2}),
                field("grade", "select", "档次", {"options": [option("basic", "基本"), option("premium", "高级")]}),
            ]
        },
    ),
    field("extra", "json", "附加数据"),
    field("barcode", "barcode", "条码"),
    field("website_hidden", "text", "内部网址", api_hidden=True),
]

PERSON_FIELDS = [
    field("name", "text", "姓名", required=True, searchable=True),
    field("company", "reference", "公司", {"entity": "company", "on_delete": "cascade"}),
    field("former_company", "reference", "前公司", {"entity": "company", "on_delete": "restrict"}),
    field("id_number", "id_number", "身份证号", mask="id_number"),
    field("mobile", "phone", "手机", mask="phone", searchable=True),
    field("email", "email", "邮箱", unique=True),
    field("birthday", "date", "生日"),
    field("role", "select", "角色", {"options": [option("decides", "决策人"), option("uses", "使用者")]}),
]

VISIT_FIELDS = [
    field("about", "reference_any", "对象", {"entities": ["company", "person"]}, required=True),
    field(
        "channel",
        "select",
        "方式",
        {"options": [option("call", "电话"), option("visit", "拜访"), option("note", "便签")]},
        default={"fixed": "call"},
    ),
    field("happened_at", "datetime", "时间", required=True, default={"current": "now"}),
    field("summary", "long_text", "摘要", searchable=True),
    field("next_at", "datetime", "下次时间"),
]
