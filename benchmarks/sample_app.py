"""The app that is measured: leads with 20 fields, rules, stages and saved views, and the accounts they name."""

from __future__ import annotations

from typing import Any

SOURCES = (
    "website",
    "exhibition",
    "referral",
    "cold_call",
    "advertisement",
    "partner",
    "seminar",
    "social_media",
    "mail",
    "telephone",
    "walk_in",
    "unknown",
)
INDUSTRIES = tuple(f"industry_{number:02d}" for number in range(20))
GRADES = ("a", "b", "c", "d")
REGIONS = tuple(f"region_{number:02d}" for number in range(34))
STAGES = ("fresh", "contacted", "qualified", "won", "lost")
CURRENCIES = ("CNY", "USD")
ACCOUNTS = 2_000


def _label(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en": text}


def _field(name: str, kind: str, settings: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "type": kind, "label": _label(name.replace("_", " "))}
    return {**made, **({"settings": settings} if settings else {}), **more}


def _select(name: str, options: tuple[str, ...], **more: Any) -> dict[str, Any]:
    return _field(name, "select", {"options": [{"name": one, "label": _label(one)} for one in options]}, **more)


LEAD_FIELDS = [
    _field("code", "text", {"max_length": 20}, unique=True),
    _field("company_name", "text", {"max_length": 200}, searchable=True),
    _field("contact_name", "text", {"max_length": 100}, searchable=True),
    _field("mobile", "phone", {"region": "CN"}, searchable=True),
    _field("email", "email"),
    _field("website", "url"),
    _field("core_need", "long_text"),
    _select("source", SOURCES, required=True, default={"fixed": "unknown"}),
    _select("industry", INDUSTRIES),
    _select("grade", GRADES),
    _select("region", REGIONS),
    _field("employees", "integer", {"min": "0"}),
    _field("score", "number", {"decimals": 2, "min": "0", "max": "1000"}),
    _field("expected_amount", "money", {"decimals": 2}),
    _field("probability", "percent", {"decimals": 0}),
    _field("purchase_by", "date"),
    _field("last_call_at", "datetime"),
    _field("urgency", "rating", {"max": 5}),
    _field("do_not_call", "boolean"),
    _field("account", "reference", {"entity": "account"}),
]

_RULES = [
    {
        "name": "named",
        "when": {"all": [{"field": "company_name", "op": "blank"}, {"field": "contact_name", "op": "blank"}]},
        "then": [{"action": "block", "field": "company_name", "message": _label("Name the company or the contact.")}],
    },
    {
        "name": "reachable",
        "when": {"all": [{"field": "mobile", "op": "blank"}, {"field": "email", "op": "blank"}]},
        "then": [{"action": "block", "field": "mobile", "message": _label("Say how to reach them.")}],
    },
    {
        "name": "large_is_urgent",
        "when": {"all": [{"field": "employees", "op": "ge", "value": 9_900}, {"field": "urgency", "op": "blank"}]},
        "then": [{"action": "set", "field": "urgency", "value": 5}],
    },
]

_LEAD = {
    "kind": "entity",
    "name": "lead",
    "label": _label("Lead"),
    "plural": _label("Leads"),
    "ownable": True,
    "follow_ups": True,
    "fields": LEAD_FIELDS,
    "title": ["company_name"],
    "default_sort": [{"field": "created_at", "direction": "desc"}],
    "rules": _RULES,
}

LIST_COLUMNS = (
    "company_name",
    "contact_name",
    "mobile",
    "source",
    "grade",
    "expected_amount",
    "purchase_by",
    "account",
    "stage",
    "owner",
    "created_at",
)
LIST_VIEW, GROUP_VIEW = "website_a", "by_source"

_VIEWS = [
    {
        "kind": "view",
        "name": LIST_VIEW,
        "label": _label("Website, grade A"),
        "entity": "lead",
        "type": "table",
        "columns": [{"field": name} for name in LIST_COLUMNS],
        "filter": {
            "all": [
                {"field": "source", "op": "eq", "value": "website"},
                {"field": "grade", "op": "eq", "value": "a"},
            ]
        },
        "sort": [{"field": "expected_amount", "direction": "desc"}],
    },
    {
        "kind": "view",
        "name": GROUP_VIEW,
        "label": _label("By source"),
        "entity": "lead",
        "type": "table",
        "group": [{"field": "source"}],
        "totals": [{"field": "expected_amount", "function": "sum"}],
    },
]

_FLOW = {
    "kind": "stage_flow",
    "name": "lead_flow",
    "label": _label("Progress"),
    "entity": "lead",
    "stages": [
        {"name": name, "label": _label(name), "type": name if name in ("won", "lost") else "open"} for name in STAGES
    ],
}

_ACCOUNT = {
    "kind": "entity",
    "name": "account",
    "label": _label("Account"),
    "plural": _label("Accounts"),
    "fields": [_field("name", "text", {"max_length": 200}, required=True, searchable=True)],
    "title": ["name"],
}

_APP = {
    "kind": "app",
    "name": "bench",
    "label": _label("Bench"),
    "icon": "briefcase",
    "color": "blue",
    "version": "1",
    "languages": ["zh-CN", "en"],
    "menu": [{"type": "entity", "entity": "lead"}, {"type": "entity", "entity": "account"}],
}


def documents() -> list[dict[str, Any]]:
    """Return the documents of the app, in catalogue form."""
    return [_APP, _ACCOUNT, _LEAD, _FLOW, *_VIEWS]


def added_field(number: int) -> dict[str, Any]:
    """Return the documents of the app with that many fields more on the lead."""
    more = [_field(f"added_{index}", "integer") for index in range(number)]
    return {**_LEAD, "fields": [*LEAD_FIELDS, *more]}
