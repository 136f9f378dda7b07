"""A small app in catalogue form that has something of everything: what most tests publish and work with.

``company`` (every storable field type, stages, follow-ups, rules), ``person`` (references that restrict and
cascade), ``visit`` (an activity about either); a shared option set, a tag set, views, forms and two roles.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.samples.sample_fields import COMPANY_FIELDS, PERSON_FIELDS, VISIT_FIELDS, label, option

_APP = {
    "kind": "app",
    "name": "sample",
    "label": label("示例", "Sample"),
    "icon": "briefcase",
    "color": "blue",
    "version": "1",
    "languages": ["zh-CN", "en"],
    "menu": [
        {"type": "entity", "entity": "company"},
        {"type": "group", "label": label("更多", "More"), "items": [{"type": "view", "view": "big_companies"}]},
        {"type": "page", "page": "start"},
        {"type": "link", "label": label("帮助", "Help"), "url": "https://example.org/help"},
    ],
    "home": "start",
}

_COMPANY = {
    "kind": "entity",
    "name": "company",
    "label": label("公司", "Company"),
    "plural": label("公司", "Companies"),
    "icon": "building",
    "ownable": True,
    "attachments": True,
    "comments": True,
    "follow_ups": True,
    "fields": COMPANY_FIELDS,
    "title": ["name", "code"],
    "default_sort": [{"field": "name"}],
    "unique_keys": [{"fields": ["name", "founded_on"], "message": label("公司已存在", "This company exists")}],
    "indexes": [{"fields": ["tier", "score"]}],
    "quick_create": "company_quick",
    "key_facts": ["tier", "revenue.amount", "parent_company.name"],
    "rules": [
        {
            "name": "big_needs_code",
            "label": label("大公司须有编码", "Big companies need a code"),
            "when": {"field": "employees", "op": "ge", "value": 1000},
            "then": [{"action": "require", "field": "code"}],
        },
        {
            "name": "low_has_no_budget",
            "when": {"field": "tier", "op": "eq", "value": "low"},
            "then": [{"action": "clear", "field": "budget"}],
        },
        {
            "name": "rated_is_high",
            "when": {
                "all": [{"field": "rating", "op": "ge", "value": 5}, {"field": "tier", "op": "ne", "value": "low"}]
            },
            "then": [{"action": "set", "field": "tier", "value": "high"}],
        },
        {
            "name": "inactive_is_locked",
            "when": {"field": "active", "op": "eq", "value": False},
            "then": [{"action": "lock", "field": "revenue"}],
        },
        {
            "name": "not_its_own_parent",
            "when": {"field": "parent_company.name", "op": "eq", "value": {"field_of_record": "name"}},
            "then": [{"action": "block", "message": label("公司不能是自己的上级", "A company is not its own parent")}],
        },
    ],
}

_PERSON = {
    "kind": "entity",
    "name": "person",
    "label": label("联系人", "Person"),
    "plural": label("联系人", "People"),
    "ownable": True,
    "follow_ups": True,
    "fields": PERSON_FIELDS,
    "title": ["name"],
}

_VISIT = {
    "kind": "entity",
    "name": "visit",
    "label": label("拜访", "Visit"),
    "plural": label("拜访", "Visits"),
    "ownable": True,
    "fields": VISIT_FIELDS,
    "title": ["summary", "channel"],
    "default_sort": [{"field": "happened_at", "direction": "desc"}],
    "activity": {
        "subject": "about",
        "happened_at": "happened_at",
        "channel": "channel",
        "next_at": "next_at",
        "qualifying_channels": ["call", "visit"],
        "parents": ["company"],
    },
}

_FLOW = {
    "kind": "stage_flow",
    "name": "company_flow",
    "label": label("公司进展", "Company progress"),
    "entity": "company",
    "when": {"field": "source", "op": "ne", "value": "partner"},
    "fills": {"probability": "margin", "closed_at": "closed_at"},
    "stages": [
        {"name": "fresh", "label": label("新建", "New"), "type": "open", "probability": 10},
        {
            "name": "working",
            "label": label("跟进", "Working"),
            "type": "open",
            "probability": 50,
            "required_on_exit": ["score"],
            "rot_days": 30,
        },
        {
            "name": "won",
            "label": label("成交", "Won"),
            "type": "won",
            "probability": 100,
            "required_on_entry": ["revenue"],
            "entry_condition": {"field": "revenue.amount", "op": "gt", "value": "0"},
        },
        {"name": "lost", "label": label("丢失", "Lost"), "type": "lost", "probability": 0},
        {"name": "assigned", "label": label("已分配", "Assigned"), "type": "open", "set_by": "system"},
    ],
    "transitions": {
        "mode": "listed",
        "listed": [
            {"from": "fresh", "to": "working"},
            {"from": "fresh", "to": "assigned"},
            {"from": "assigned", "to": "working"},
            {"from": "working", "to": "won", "roles": ["seller"]},
            {"from": "working", "to": "lost"},
            {"from": "lost", "to": "fresh"},
        ],
    },
    "auto_advance": [{"to": "working", "when": {"field": "last_call_at", "op": "not_blank"}}],
}

_PARTNER_FLOW = {
    "kind": "stage_flow",
    "name": "partner_flow",
    "label": label("伙伴进展", "Partner progress"),
    "entity": "company",
    "when": {"field": "source", "op": "eq", "value": "partner"},
    "stages": [
        {"name": "invited", "label": label("已邀请", "Invited"), "type": "open"},
        {"name": "joined", "label": label("已加入", "Joined"), "type": "won"},
    ],
    "transitions": {"mode": "forward"},
}

_SOURCES = {
    "kind": "option_set",
    "name": "sources",
    "label": label("来源", "Sources"),
    "options": [option("website", "官网"), option("exhibition", "展会"), option("partner", "伙伴")],
}

_TAGS = {
    "kind": "tag_set",
    "name": "company_tags",
    "label": label("公司标签", "Company tags"),
    "entities": ["company"],
    "users_can_add": True,
    "tags": [option("hot", "热门", color="red"), option("silent", "沉默"), option("vip", "贵宾")],
}

_MAIN_FORM = {
    "kind": "form",
    "name": "company_main",
    "label": label("公司", "Company"),
    "entity": "company",
    "purpose": "main",
    "sections": [
        {
            "type": "section",
            "label": label("基本", "Basics"),
            "columns": 2,
            "items": [
                {"field": "name", "span": 2},
                {"field": "code"},
                {"field": "tier"},
                {"field": "phone", "required": True},
                {"field": "number", "locked": True},
                {"text": label("请填写完整", "Please fill in all of it")},
            ],
        },
        {
            "type": "tabs",
            "tabs": [
                {
                    "label": label("金额", "Money"),
                    "sections": [{"items": [{"field": "revenue"}, {"field": "budget"}, {"field": "lines"}]}],
                },
                {"label": label("其他", "Other"), "sections": [{"items": [{"field": "labels"}, {"field": "profile"}]}]},
            ],
        },
    ],
    "rules": [
        {
            "name": "high_shows_budget",
            "when": {"field": "tier", "op": "in", "value": ["high", "middle"]},
            "then": [{"action": "show", "field": "budget"}, {"action": "require", "field": "score"}],
        }
    ],
}

_QUICK_FORM = {
    "kind": "form",
    "name": "company_quick",
    "label": label("新公司", "New company"),
    "entity": "company",
    "purpose": "quick",
    "sections": [{"items": [{"field": "name"}, {"field": "tier"}, {"field": "phone"}]}],
}

_VIEWS = [
    {
        "kind": "view",
        "name": "all_companies",
        "label": label("全部公司", "All companies"),
        "entity": "company",
        "type": "table",
        "default": True,
        "columns": [{"field": "name", "width": 240}, {"field": "tier"}, {"field": "revenue"}, {"field": "labels"}],
        "sort": [{"field": "name"}],
        "quick_filters": ["tier", "source", "owner"],
    },
    {
        "kind": "view",
        "name": "big_companies",
        "label": label("大公司", "Big companies"),
        "entity": "company",
        "type": "table",
        "columns": [{"field": "name"}, {"field": "employees"}, {"field": "parent_company.name"}],
        "filter": {
            "all": [
                {"field": "employees", "op": "ge", "value": 100},
                {"field": "tier", "op": "in", "value": ["high", "middle"]},
                {
                    "exists": {
                        "entity": "person",
                        "via": "company",
                        "where": {"field": "role", "op": "eq", "value": "decides"},
                    }
                },
            ]
        },
        "sort": [{"field": "employees", "direction": "desc"}, {"field": "name"}],
        "group": [{"field": "tier"}],
        "totals": [{"field": "employees", "function": "sum"}],
        "row_colors": [{"when": {"field": "labels", "op": "any_of", "value": ["hot"]}, "color": "red"}],
    },
    {
        "kind": "view",
        "name": "company_board",
        "label": label("看板", "Board"),
        "entity": "company",
        "type": "board",
        "board": {"field": "stage", "card": ["name", "revenue"], "sum": "revenue.amount"},
    },
    {
        "kind": "view",
        "name": "my_visits",
        "label": label("我的拜访", "My visits"),
        "entity": "visit",
        "type": "table",
        "columns": [{"field": "about"}, {"field": "channel"}, {"field": "happened_at"}],
        "filter": {
            "all": [
                {"field": "owner", "op": "eq", "value": {"relative": "me"}},
                {"field": "happened_at", "op": "ge", "value": {"relative": "today", "offset": -30, "unit": "day"}},
            ]
        },
    },
]

_PAGES = [
    {
        "kind": "page",
        "name": "start",
        "label": label("首页", "Start"),
        "type": "home",
        "blocks": [
            {"type": "view", "view": "my_visits", "width": 6},
            {
                "type": "number",
                "entity": "company",
                "where": {"field": "active", "op": "eq", "value": True},
                "width": 6,
            },
        ],
    },
    {
        "kind": "page",
        "name": "company_page",
        "label": label("公司", "Company"),
        "type": "record",
        "entity": "company",
        "blocks": [
            {"type": "facts", "fields": ["name", "tier"]},
            {"type": "fields", "form": "company_main"},
            {"type": "related", "entity": "person", "via": "company", "limit": 10},
        ],
    },
]

_ROLES = [
    {
        "kind": "role",
        "name": "seller",
        "label": label("销售", "Seller"),
        "entities": [
            {
                "entity": "company",
                "actions": {
                    "view": ["own", "subordinates", "shared", {"where": {"field": "tier", "op": "eq", "value": "low"}}],
                    "create": True,
                    "edit": ["own", "shared"],
                    "assign": ["own"],
                },
                "fields": [
                    {"field": "margin", "access": "hidden"},
                    {"field": "phone", "access": "masked"},
                    {"field": "score", "access": "read"},
                ],
            },
            {"entity": "person", "actions": {"view": ["own"], "create": True, "edit": ["own"], "delete": ["own"]}},
            {"entity": "visit", "actions": {"view": True, "create": True, "edit": ["own"]}},
        ],
    },
    {
        "kind": "role",
        "name": "director",
        "label": label("总监", "Director"),
        "entities": [
            {
                "entity": "company",
                "actions": {
                    "view": ["department_tree"],
                    "create": True,
                    "edit": ["department"],
                    "delete": ["department"],
                    "import": True,
                    "export": ["all"],
                    "assign": True,
                },
            },
            {"entity": "person", "actions": {"view": True, "edit": True}, "default_field_access": "read"},
        ],
    },
]


def sample_documents() -> list[dict[str, Any]]:
    """Return the app in catalogue form: names for references, no ids; a fresh copy at each call."""
    entities = [_COMPANY, _PERSON, _VISIT]
    others = [_FLOW, _PARTNER_FLOW, _SOURCES, _TAGS, _MAIN_FORM, _QUICK_FORM]
    return deepcopy([_APP, *entities, *others, *_VIEWS, *_PAGES, *_ROLES])
