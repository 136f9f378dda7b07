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
        ({"row_colors": [{"when": {"field": "nope", "op": "blank"}, "color": "red"}]}, "row_colors.0.when", 400),
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


@pytest.mark.parametrize(
    ("label", "path", "code"),
    [({"en": 7}, "label.en", "wrong_type"), ({"klingon": "x"}, "label.klingon", "wrong_format")],
)
def test_what_is_wrong_with_a_label_is_told_at_its_language(
    admin: Browser, label: dict[str, Any], path: str, code: str
) -> None:
    problems = admin.send("POST", VIEWS, {**BODY, "label": label}).get_json()["problems"]
    assert [(item["path"], item["code"]) for item in problems] == [(path, code)]


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


LAYOUT = f"{RECORDS}/company/layout"


def shared(browser: Browser, name: str) -> dict[str, Any]:
    """Return a published view by its name."""
    return next(item for item in browser.get(f"{VIEWS}?entity=company")["items"] if item.get("name") == name)


def test_a_layout_is_kept_for_one_person_and_view(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    view = shared(admin, "all_companies")["id"]
    columns = [{"field": "tier", "width": 90}, {"field": "name"}]
    kept = admin.send("PUT", LAYOUT, {"view": view, "columns": columns, "frozen": 1, "dense": True}).get_json()
    assert [item["field"] for item in kept["columns"]] == ["tier", "name"]
    assert (kept["columns"][0]["width"], kept["frozen"], kept["dense"]) == (90, 1, True)
    again = admin.send("PUT", LAYOUT, {"view": view, "columns": columns[:1], "frozen": 2}).get_json()
    assert (len(again["columns"]), again["frozen"]) == (1, 2)
    assert shared(admin, "all_companies")["layout"] == again
    admin.send("PUT", LAYOUT, {"columns": columns})
    assert len(admin.get(LAYOUT)["columns"]) == 2
    people("lea@example.com", roles=("seller",))
    other = Browser(app.test_client()).sign_in("lea@example.com")
    assert "layout" not in shared(other, "all_companies")
    assert admin.send("DELETE", f"{LAYOUT}?view={view}").status_code == 204
    assert "layout" not in shared(admin, "all_companies")


def test_a_view_keeps_that_its_rows_are_low_and_a_layout_may_say_otherwise(admin: Browser) -> None:
    made = admin.post(VIEWS, {**BODY, "dense": True})
    assert made["dense"] is True
    admin.send("PUT", LAYOUT, {"view": made["id"], "dense": False})
    kept = next(item for item in admin.get(VIEWS)["items"] if item["id"] == made["id"])
    assert (kept["dense"], kept["layout"]) == (True, {"dense": False})
    changed = admin.send("PATCH", f"{VIEWS}/{made['id']}", {"dense": False}).get_json()
    assert changed["dense"] is False


def test_a_layout_of_fields_that_are_not_there_or_of_a_strange_view_is_refused(admin: Browser) -> None:
    refused = admin.send("PUT", LAYOUT, {"columns": [{"field": "nonsense"}]})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "unknown_field")
    for view in ("v_nothing0", "99999", "x"):
        assert admin.send("PUT", LAYOUT, {"view": view, "columns": []}).status_code == 404


def test_a_personal_view_bounds_queries_counts_groups_and_bulk_changes(admin: Browser) -> None:
    company = f"{RECORDS}/company"
    for name, tier in (("Big", "high"), ("Small", "low")):
        admin.post(company, {"values": {"name": f"{name} of views", "tier": tier}})
    colors = [{"when": {"field": "name", "op": "starts_with", "value": "Big"}, "color": "red"}]
    view = admin.post(VIEWS, {**BODY, "columns": [{"field": "name"}], "row_colors": colors})["id"]
    page = admin.post(f"{company}/query", {"view": view, "search": "of views"})
    assert [(item["values"], item["color"]) for item in page["items"]] == [({"name": "Big of views"}, "red")]
    asked = {"view": view, "filter": {"field": "name", "op": "contains", "value": "of views"}}
    assert admin.post(f"{company}/count", asked) == {"count": 1, "capped": False}
    groups = admin.post(f"{company}/group", {**asked, "by": [{"field": "tier"}]})["groups"]
    assert [(group["key"], group["measures"]) for group in groups] == [(["high"], [1])]
    assert admin.send("POST", f"{company}/query", {"view": "123456"}).status_code == 404


def test_a_view_is_shared_changed_locked_and_withdrawn(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    assert admin.send("POST", f"{RECORDS}/company", {"values": {"name": "Seen by all"}}).status_code == 201
    response = admin.send("POST", f"{VIEWS}/shared", {**BODY, "label": {"en": "For all"}, "default": True})
    made = response.get_json()
    assert (response.status_code, made["personal"], made["label"]) == (201, False, {"en": "For all"})
    assert "default" not in shared(admin, "all_companies")
    path = f"{VIEWS}/shared/{made['id']}"
    changed = admin.send("PATCH", path, {"label": {"en": "For everybody"}, "filter": None, "locked": True}).get_json()
    assert (changed["label"], "filter" in changed, changed["locked"]) == ({"en": "For everybody"}, False, True)
    assert admin.post(f"{RECORDS}/company/count", {"view": made["id"]})["count"] >= 1
    refused = admin.send("PATCH", path, {"columns": [{"field": "tier"}]})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "view_locked")
    layout = admin.send("PUT", LAYOUT, {"view": made["id"], "columns": []})
    assert (layout.status_code, layout.get_json()["code"]) == (409, "view_locked")
    assert admin.send("DELETE", path).status_code == 409
    people("ned@example.com", roles=("director",))
    other = Browser(app.test_client()).sign_in("ned@example.com")
    assert other.send("PATCH", path, {"locked": False}).status_code == 403
    assert other.send("POST", f"{VIEWS}/shared", BODY).status_code == 403
    assert admin.send("PATCH", path, {"locked": False}).status_code == 200
    assert admin.send("DELETE", path).status_code == 204
    assert admin.send("DELETE", path).status_code == 404


FAST = f"{RECORDS}/company/fast_lists"


def test_administrators_make_a_slow_list_fast_and_take_it_back(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    body = {
        "filter": {"field": "revenue.amount", "op": "gt", "value": "5"},
        "sort": [{"field": "response_time", "direction": "desc"}],
    }
    response = admin.send("POST", FAST, body)
    made = response.get_json()
    assert (response.status_code, made["state"], made["job"], made["used_at"]) == (201, "ready", None, None)
    assert made["compared"] == ["revenue.amount"]
    assert admin.get(FAST)["items"] == [made]
    admin.post(f"{RECORDS}/company/query", body)
    (used,) = admin.get(FAST)["items"]
    assert used["used_at"] is not None
    people("olaf@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("olaf@example.com")
    for method, path in (("POST", FAST), ("GET", FAST), ("DELETE", f"{FAST}/{made['id']}")):
        refused = seller.send(method, path, body if method == "POST" else None)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "not_allowed")
    assert admin.send("DELETE", f"{FAST}/{made['id']}").status_code == 204
    assert admin.send("DELETE", f"{FAST}/{made['id']}").get_json()["code"] == "unknown_fast_list"
    assert admin.get(FAST)["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "path", "code"),
    [
        ({"filter": {"field": "nope", "op": "blank"}}, 400, "filter.field", "unknown_field"),
        ({"sort": [{"field": "nope"}]}, 400, "sort.0.field", "unknown_field"),
        ({"filter": {"field": "profile", "op": "contains", "value": "x"}}, 422, "filter", "no_index_helps"),
        ({"search": "x"}, 400, "search", "unknown_field"),
    ],
)
def test_what_cannot_be_made_fast_is_refused(
    admin: Browser, body: dict[str, Any], status: int, path: str, code: str
) -> None:
    response = admin.send("POST", FAST, body)
    problems = [(item["path"], item["code"]) for item in response.get_json()["problems"]]
    assert (response.status_code, problems) == (status, [(path, code)])
