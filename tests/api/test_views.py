"""Views that people keep for themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import RECORDS, Browser
from tests.samples.sample_app import sample_documents

VIEWS = "/w/main/apps/sample/views"
BODY = {
    "entity": "company",
    "label": {"zh-CN": "大客户", "en": "Big ones"},
    "columns": [{"field": "name"}, {"field": "revenue.amount", "width": 120}],
    "filter": {"field": "tier", "op": "eq", "value": "high"},
    "sort": [{"field": "revenue.amount", "direction": "desc"}],
}


def test_a_personal_view_is_kept_changed_and_deleted(admin: Browser) -> None:
    response = admin.send("POST", VIEWS, BODY)
    made = response.get_json()
    assert (response.status_code, made["personal"], made["entity"], made["type"]) == (201, True, "company", "table")
    assert (made["filter"], made["sort"]) == (BODY["filter"], BODY["sort"])
    assert [column["field"] for column in made["columns"]] == ["name", "revenue.amount"]
    path = f"{VIEWS}/{made['id']}"
    changed = admin.send("PATCH", path, {"label": {"en": "Biggest"}, "filter": None, "page_size": 100}).get_json()
    assert (changed["label"], changed["page_size"], "filter" in changed) == ({"en": "Biggest"}, 100, False)
    listed = admin.get(f"{VIEWS}?entity=company")["items"]
    assert changed in listed
    assert any(item["name"] == "big_companies" and not item["personal"] for item in listed)
    assert admin.send("DELETE", path).status_code == 204
    assert admin.send("DELETE", path).status_code == 404


@pytest.mark.parametrize(
    ("change", "path", "status"),
    [
        ({"filter": {"field": "nonsense", "op": "eq", "value": 1}}, "filter", 400),
        ({"columns": [{"field": "nonsense"}]}, "columns.0.field", 400),
        ({"board": {"field": "nonsense"}}, "board.field", 400),
        ({"board": {"field": "tier", "card": ["name", "nonsense"]}}, "board.card", 400),
        ({"quick_filters": ["nonsense"]}, "quick_filters.0", 400),
        ({"columns": [{}]}, "columns.0.field", 422),
        ({"columns": [{"field": 7}]}, "columns.0.field", 422),
        ({"columns": [{"field": "name", "width": 1}]}, "columns.0.width", 422),
        ({"sort": [{"field": "name", "direction": "up"}]}, "sort.0.direction", 422),
        ({"row_colors": [{"when": {"field": "tier", "op": "eq", "value": "high"}, "color": "mud"}]}, "row_colors", 422),
        ({"label": {}}, "label", 400),
        ({"type": "spiral"}, "type", 400),
        ({"locked": True}, "locked", 400),
        ({"page_size": 5}, "page_size", 400),
    ],
)
def test_a_view_that_makes_no_sense_is_refused(admin: Browser, change: dict[str, Any], path: str, status: int) -> None:
    response = admin.send("POST", VIEWS, {**BODY, **change})
    problems = response.get_json()["problems"]
    assert response.status_code == status, problems
    assert any(item["path"].startswith(path) for item in problems), problems


def test_nobody_sees_or_changes_the_views_of_others(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    made = admin.post(VIEWS, BODY)
    people("vera@example.com", roles=("seller",))
    other = Browser(app.test_client()).sign_in("vera@example.com")
    assert made["id"] not in [item["id"] for item in other.get(VIEWS)["items"] if item["personal"]]
    assert other.send("PATCH", f"{VIEWS}/{made['id']}", {"page_size": 20}).status_code == 404
    assert other.send("DELETE", f"{VIEWS}/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "make",
    [
        lambda name: {"filter": {"field": name, "op": "not_blank"}},
        lambda name: {"columns": [{"field": name}]},
        lambda name: {"sort": [{"field": name}]},
        lambda name: {"group": [{"field": name}]},
        lambda name: {"totals": [{"field": name, "function": "sum"}]},
        lambda name: {"row_colors": [{"when": {"field": name, "op": "not_blank"}, "color": "red"}]},
        lambda name: {"quick_filters": [name]},
        lambda name: {"calendar": {"start": name}},
        lambda name: {"board": {"field": "tier", "sum": name}},
    ],
)
def test_a_hidden_field_and_one_that_is_not_there_are_refused_alike(
    app: Flask, admin: Browser, people: Callable[..., int], make: Callable[[str], dict[str, Any]]
) -> None:
    del admin
    email = f"wes{id(make)}@example.com"
    people(email, roles=("seller",))
    other = Browser(app.test_client()).sign_in(email)

    def refusal(name: str) -> Any:
        response = other.send("POST", VIEWS, {**BODY, **make(name)})
        problems = [(item["path"], item["code"]) for item in response.get_json()["problems"]]
        return response.status_code, response.get_json()["code"], problems

    assert refusal("margin") == refusal("margim")
    assert refusal("margin")[:2] == (400, "unknown_field")


def test_a_published_view_bounds_a_query(admin: Browser) -> None:
    view = next(item for item in admin.get(VIEWS)["items"] if item["name"] == "big_companies")
    admin.post(f"{RECORDS}/company/query", {"view": view["id"]})
    response = admin.send("POST", f"{RECORDS}/company/query", {"view": "v_nothing0"})
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_view")


def test_a_view_whose_field_is_gone_shows_nothing_and_can_be_deleted(admin: Browser) -> None:
    made = admin.post(VIEWS, {**BODY, "filter": {"field": "barcode", "op": "not_blank"}})
    company = next(document for document in sample_documents() if document["name"] == "company")
    without = {**company, "fields": [field for field in company["fields"] if field["name"] != "barcode"]}
    admin.post("/w/main/apps/sample/publish", {"documents": [without]})
    shown = next(item for item in admin.get(VIEWS)["items"] if item["id"] == made["id"])
    assert (shown["broken"], shown["filter"]) == (True, {"any": []})
    assert admin.send("DELETE", f"{VIEWS}/{made['id']}").status_code == 204
