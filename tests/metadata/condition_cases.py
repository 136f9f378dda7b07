"""One table of cases for conditions: the evaluator and the SQL compiler are both held to it.

``COMPANIES`` and ``PEOPLE`` are records of the sample app by key: wire values by API name, where a reference
is the key of the record it names. ``CASES`` are (condition in catalogue form, keys of the companies it finds).
The moment is ``NOW`` in Shanghai, asked by user 1 with subordinates 2 and 3. Owners are account ids.
"""

from __future__ import annotations

from typing import Any

NOW = 1_767_225_600_000_000
"""2026-01-01T00:00Z: Thursday, 1 January 2026, 08:00 in Shanghai."""
USER = 1
SUBORDINATES = (2, 3)

COMPANIES: dict[str, dict[str, Any]] = {
    "alpha": {
        "name": "Alpha 软件",
        "code": "AA-100",
        "score": "12.50",
        "employees": 100,
        "revenue": {"amount": "1000.00", "currency": "CNY"},
        "rating": 5,
        "active": True,
        "founded_on": "2026-01-01",
        "renewal_month": "2026-01",
        "last_call_at": "2025-12-31T16:30:00Z",
        "budget": {"min": "50", "max": "80"},
        "tier": "high",
        "source": "website",
        "interests": ["price", "service"],
        "category": ["industry", "steel"],
        "labels": ["hot", "vip"],
        "profile": "生产 Steel 制品",
        "email": "info@alpha.example",
    },
    "beta": {
        "name": "北京钢铁",
        "code": "BB-200",
        "score": "-3.00",
        "employees": 2000,
        "revenue": {"amount": "0.00", "currency": "USD"},
        "active": False,
        "founded_on": "2025-12-29",
        "last_call_at": "2025-12-31T15:59:59Z",
        "tier": "low",
        "interests": ["quality"],
        "labels": ["hot"],
        "profile": "100%_sure",
        "parent_company": "alpha",
        "email": "Sales@beta.example",
    },
    "gamma": {
        "name": "上海 ÉCOLE",
        "score": "12.49",
        "employees": 0,
        "revenue": {"amount": "7.00", "currency": "EUR"},
        "founded_on": "2025-12-28",
        "budget": {"min": "10"},
        "tier": "middle",
        "source": "partner",
        "category": ["services", "legal"],
        "parent_company": "beta",
    },
    "empty": {"name": "Zero_%"},
}
"""Of what has a default, ``tier`` (middle), ``active`` (true) and ``manager`` (the creator), blanks are sent."""
for _values in COMPANIES.values():
    for _name in ("tier", "active", "manager"):
        _values.setdefault(_name, None)

OWNERS: dict[str, int] = {"alpha": 1, "beta": 2, "gamma": 3, "empty": 1}

PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"name": "Ann", "company": "alpha", "role": "decides", "birthday": "1990-05-01"},
    "bob": {"name": "Bob", "company": "alpha", "role": "uses"},
    "cai": {"name": "蔡", "company": "beta", "role": "uses", "former_company": "alpha"},
}

EVERY = ("alpha", "beta", "gamma", "empty")


def _compare(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} if op in ("blank", "not_blank") else {"field": field, "op": op, "value": value}


def _case(field: str, op: str, value: Any, *found: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    return _compare(field, op, value), found


def _relative(name: str, offset: int = 0, unit: str = "day") -> dict[str, Any]:
    return {"relative": name, "offset": offset, "unit": unit}


def _money(amount: str, currency: str) -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def _total_revenue(op: str, value: Any) -> dict[str, Any]:
    return {"sum": {"entity": "company", "via": "parent_company", "of": "revenue"}, "op": op, "value": value}


CASES: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"all": []}, EVERY),
    ({"any": []}, ()),
    ({"not": {"all": []}}, ()),
    # text
    _case("name", "eq", "Alpha 软件", "alpha"),
    _case("name", "eq", "alpha 软件"),
    _case("name", "ne", "Alpha 软件", "beta", "gamma", "empty"),
    _case("code", "ne", "AA-100", "beta", "gamma", "empty"),
    _case("code", "in", ["AA-100", "BB-200", "CC-300"], "alpha", "beta"),
    _case("code", "in", []),
    _case("code", "not_in", ["AA-100"], "beta", "gamma", "empty"),
    _case("code", "not_in", [], *EVERY),
    _case("code", "blank", None, "gamma", "empty"),
    _case("code", "not_blank", None, "alpha", "beta"),
    _case("name", "contains", "ALPHA", "alpha"),
    _case("name", "contains", "钢铁", "beta"),
    _case("name", "contains", "É", "gamma"),
    _case("name", "contains", "é"),
    _case("name", "contains", "école"),
    _case("name", "contains", "cole", "gamma"),
    _case("name", "contains", "_", "empty"),
    _case("name", "contains", "%", "empty"),
    _case("name", "contains", "\\"),
    _case("name", "not_contains", "a", "beta", "gamma", "empty"),
    _case("code", "not_contains", "AA", "beta", "gamma", "empty"),
    _case("name", "starts_with", "上海", "gamma"),
    _case("name", "ends_with", "_%", "empty"),
    _case("profile", "contains", "steel", "alpha"),
    _case("profile", "contains", "100%_", "beta"),
    _case("profile", "not_contains", "steel", "beta", "gamma", "empty"),
    _case("profile", "blank", None, "gamma", "empty"),
    _case("name", "lt", "北京钢铁", "alpha"),
    _case("name", "ge", "上海", "gamma", "empty"),
    _case("name", "between", ["Alpha 软件", "北京钢铁"], "alpha", "beta"),
    _case("email", "eq", "info@alpha.example", "alpha"),
    _case("email", "eq", "INFO@Alpha.example", "alpha"),
    _case("email", "eq", "sales@beta.example", "beta"),
    _case("email", "ne", "SALES@beta.example", "alpha", "gamma", "empty"),
    _case("email", "in", ["Info@alpha.example", "sALES@beta.example"], "alpha", "beta"),
    _case("email", "not_in", ["Info@alpha.example", "sales@beta.example"], "gamma", "empty"),
    _case("email", "starts_with", "sales@", "beta"),
    _case("parent_company.email", "eq", "SALES@beta.example", "gamma"),
    _case("email", "eq", {"field_of_record": "email"}, "alpha", "beta"),
    # numbers, money, parts
    _case("score", "eq", "12.50", "alpha"),
    _case("score", "gt", "12.49", "alpha"),
    _case("score", "ge", "12.49", "alpha", "gamma"),
    _case("score", "lt", "0", "beta"),
    _case("score", "le", "12.49", "beta", "gamma"),
    _case("score", "between", ["-3", "12.49"], "beta", "gamma"),
    _case("score", "ne", "12.50", "beta", "gamma", "empty"),
    ({"not": _compare("score", "gt", "0")}, ("beta", "empty")),
    ({"not": _compare("score", "between", ["0", "20"])}, ("beta", "empty")),
    _case("employees", "eq", 0, "gamma"),
    _case("employees", "blank", None, "empty"),
    _case("revenue.amount", "ge", "0", "alpha", "beta", "gamma"),
    _case("revenue.amount", "gt", "999.99", "alpha"),
    _case("revenue.currency", "eq", "USD", "beta"),
    _case("revenue.currency", "eq", "usd", "beta"),
    _case("revenue.currency", "in", ["usd", "Eur"], "beta", "gamma"),
    _case("revenue.currency", "ne", "usd", "alpha", "gamma", "empty"),
    _case("revenue", "ge", _money("0", "usd"), "beta"),
    _case("revenue", "in", [_money("1000", "cny"), _money("0", "CNY")], "alpha"),
    _case("revenue", "ge", "0", "alpha", "beta", "gamma"),
    _case("revenue", "ge", _money("0", "CNY"), "alpha"),
    _case("revenue", "ge", _money("0", "USD"), "beta"),
    _case("revenue", "ge", _money("0", "EUR"), "gamma"),
    _case("revenue", "ge", _money("0", "JPY")),
    _case("revenue", "eq", {"amount": "1000"}, "alpha"),
    _case("revenue", "lt", _money("1", "CNY")),
    _case("revenue", "ne", _money("1000", "CNY"), "beta", "gamma", "empty"),
    _case("revenue", "ne", _money("1000", "USD"), *EVERY),
    _case("revenue", "in", [_money("1000", "CNY"), _money("0", "CNY"), _money("1000", "USD")], "alpha"),
    _case("revenue", "in", [_money("1000", "CNY"), "0"], "alpha", "beta"),
    _case("revenue", "not_in", [_money("1000", "CNY"), _money("1000", "USD")], "beta", "gamma", "empty"),
    _case("revenue", "between", [_money("0", "CNY"), "2000"], "alpha"),
    _case("parent_company.revenue", "gt", _money("999", "CNY"), "beta"),
    _case("parent_company.revenue", "gt", _money("999", "USD")),
    _case("budget.max", "ge", "80", "alpha"),
    _case("budget.max", "blank", None, "beta", "gamma", "empty"),
    _case("budget.min", "le", "50", "alpha", "gamma"),
    _case("budget", "blank", None, "beta", "empty"),
    _case("budget", "not_blank", None, "alpha", "gamma"),
    # boolean and choices
    _case("active", "eq", True, "alpha"),
    _case("active", "ne", True, "beta", "gamma", "empty"),
    _case("active", "blank", None, "gamma", "empty"),
    _case("tier", "eq", "high", "alpha"),
    _case("tier", "ne", "high", "beta", "gamma", "empty"),
    _case("tier", "in", ["high", "low"], "alpha", "beta"),
    _case("tier", "not_in", ["high", "low"], "gamma", "empty"),
    _case("source", "eq", "partner", "gamma"),
    _case("category", "eq", "steel", "alpha"),
    # several values
    _case("interests", "any_of", ["price", "quality"], "alpha", "beta"),
    _case("interests", "any_of", []),
    _case("interests", "all_of", ["price", "service"], "alpha"),
    _case("interests", "all_of", ["price", "quality"]),
    _case("interests", "all_of", [], *EVERY),
    _case("interests", "none_of", ["price"], "beta", "gamma", "empty"),
    _case("interests", "none_of", [], *EVERY),
    _case("interests", "blank", None, "gamma", "empty"),
    _case("labels", "all_of", ["hot"], "alpha", "beta"),
    ({"not": _compare("labels", "all_of", ["hot", "vip"])}, ("beta", "gamma", "empty")),
    # days and moments
    _case("founded_on", "eq", "2026-01-01", "alpha"),
    _case("founded_on", "eq", _relative("today"), "alpha"),
    _case("founded_on", "lt", _relative("today"), "beta", "gamma"),
    _case("founded_on", "ge", _relative("today", -3), "alpha", "beta"),
    _case("founded_on", "eq", _relative("this_week", 0, "week"), "alpha", "beta"),
    _case("founded_on", "ne", _relative("this_week", 0, "week"), "gamma", "empty"),
    _case("founded_on", "lt", _relative("this_week", 0, "week"), "gamma"),
    _case("founded_on", "le", _relative("this_week", 0, "week"), "alpha", "beta", "gamma"),
    _case("founded_on", "gt", _relative("this_month", -1, "month"), "alpha"),
    _case("founded_on", "eq", _relative("this_year", -1, "year"), "beta", "gamma"),
    _case("renewal_month", "eq", "2026-01", "alpha"),
    _case("last_call_at", "eq", _relative("today"), "alpha"),
    _case("last_call_at", "lt", _relative("today"), "beta"),
    _case("last_call_at", "ge", _relative("now", -1, "day"), "alpha", "beta"),
    _case("last_call_at", "le", _relative("now", -8, "hour"), "beta"),
    _case("last_call_at", "between", [_relative("today"), _relative("today")], "alpha"),
    ({"not": _compare("last_call_at", "eq", _relative("today"))}, ("beta", "gamma", "empty")),
    # people
    _case("owner", "eq", {"relative": "me"}, "alpha", "empty"),
    _case("owner", "in", {"relative": "my_subordinates"}, "beta", "gamma"),
    _case("owner", "ne", {"relative": "me"}, "beta", "gamma"),
    _case("department", "eq", {"relative": "my_department"}),
    _case("department", "ne", {"relative": "my_department"}, *EVERY),
    ({"not": _compare("department", "eq", {"relative": "my_department"})}, EVERY),
    _case("department", "in", {"relative": "my_departments"}),
    _case("department", "not_in", {"relative": "my_departments"}, *EVERY),
    # other fields, and paths
    _case("employees", "eq", {"field_of_record": "employees"}, "alpha", "beta", "gamma"),
    _case("employees", "ne", {"field_of_record": "employees"}, "empty"),
    _case("employees", "lt", {"field_of_record": "parent_company.employees"}, "gamma"),
    _case("name", "gt", {"field_of_record": "parent_company.name"}, "beta", "gamma"),
    _case("parent_company.name", "eq", "Alpha 软件", "beta"),
    _case("parent_company.name", "ne", "Alpha 软件", "alpha", "gamma", "empty"),
    _case("parent_company.parent_company.tier", "eq", "high", "gamma"),
    _case("parent_company.labels", "any_of", ["vip"], "beta"),
    _case("parent_company.labels", "none_of", ["vip"], "alpha", "gamma", "empty"),
    _case("parent_company.labels", "blank", None, "alpha", "empty"),
    _case("parent_company.budget.max", "ge", "80", "beta"),
    _case("parent_company", "blank", None, "alpha", "empty"),
    # related records
    ({"exists": {"entity": "person", "via": "company"}}, ("alpha", "beta")),
    ({"exists": {"entity": "person", "via": "company", "where": _compare("role", "eq", "decides")}}, ("alpha",)),
    ({"not": {"exists": {"entity": "person", "via": "company"}}}, ("gamma", "empty")),
    ({"exists": {"entity": "person", "via": "former_company"}}, ("alpha",)),
    ({"count": {"entity": "person", "via": "company"}, "op": "eq", "value": 0}, ("gamma", "empty")),
    ({"count": {"entity": "person", "via": "company"}, "op": "ge", "value": 2}, ("alpha",)),
    (
        {"sum": {"entity": "company", "via": "parent_company", "of": "employees"}, "op": "ge", "value": "2000"},
        ("alpha",),
    ),
    (_total_revenue("ge", _money("7", "EUR")), ("beta",)),
    (_total_revenue("ge", _money("7", "eur")), ("beta",)),
    (_total_revenue("ge", _money("7", "USD")), ()),
    (_total_revenue("ge", "7"), ()),
    ({"sum": {**_total_revenue("ge", "7")["sum"], "of": "revenue.amount"}, "op": "ge", "value": "7"}, ()),
    (
        {"sum": {**_total_revenue("ge", "7")["sum"], "of": "revenue.amount"}, "op": "ge", "value": _money("7", "EUR")},
        ("beta",),
    ),
    ({"sum": {"entity": "company", "via": "parent_company", "of": "score"}, "op": "lt", "value": "0"}, ("alpha",)),
    (
        {"exists": {"entity": "person", "via": "company", "where": _compare("company.tier", "eq", "low")}},
        ("beta",),
    ),
    # junctions
    ({"all": [_compare("score", "gt", "0"), _compare("tier", "eq", "middle")]}, ("gamma",)),
    ({"any": [_compare("score", "lt", "0"), _compare("tier", "eq", "high")]}, ("alpha", "beta")),
    ({"not": {"any": [_compare("score", "lt", "0"), _compare("tier", "eq", "high")]}}, ("gamma", "empty")),
    ({"not": {"all": [_compare("score", "gt", "0"), {"not": _compare("code", "blank")}]}}, ("beta", "gamma", "empty")),
]
