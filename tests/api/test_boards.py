"""Boards, calendars and trees over HTTP, and the views that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import RECORDS, Browser
from tests.samples.sample_app import sample_documents
from tests.samples.sample_fields import label

COMPANIES = f"{RECORDS}/company"
VIEWS: list[dict[str, Any]] = [
    {
        "name": "company_calendar",
        "type": "calendar",
        "calendar": {"start": "last_call_at", "also": ["founded_on", "contract_period"], "color": "tier"},
    },
    {"name": "company_gallery", "type": "gallery", "gallery": {"card": ["name", "phone"], "color": "labels"}},
    {"name": "company_tree", "type": "tree", "tree": {"parent": "parent_company", "card": ["tier"]}},
    {"name": "company_people", "type": "board", "board": {"field": "manager", "sum": "score", "color": "tier"}},
]
NOVEMBER = {"from": "2026-11-01", "until": "2026-12-01"}


@pytest.fixture(scope="module")
def builder(admin: Browser) -> Browser:
    """The administrator, with views of every kind published."""
    views = [{"kind": "view", "entity": "company", "label": label("视图", one["name"]), **one} for one in VIEWS]
    admin.post("/w/main/apps/sample/publish", {"documents": [*sample_documents(), *views]})
    return admin


def made(browser: Browser, **values: Any) -> dict[str, Any]:
    found: dict[str, Any] = browser.post(COMPANIES, {"values": values})
    return found


def test_a_card_that_is_moved_stands_in_the_other_column(builder: Browser) -> None:
    card = made(builder, name="Board Co", tier="high")
    asked = {"field": "tier", "filter": {"field": "name", "op": "eq", "value": "Board Co"}}
    before = builder.post(f"{COMPANIES}/board", asked)
    assert [len(column["items"]) for column in before["columns"]] == [0, 1, 0, 0]
    builder.patch(f"{COMPANIES}/{card['id']}", {"values": {"tier": "low"}}, card["version"])
    after = builder.post(f"{COMPANIES}/board", asked)
    assert [len(column["items"]) for column in after["columns"]] == [0, 0, 0, 1]
    assert builder.post(f"{COMPANIES}/board/totals", asked) == {
        "totals": [{"key": "low", "count": 1, "capped": False, "sum": None}],
        "exact": True,
    }


def test_a_calendar_shows_a_record_under_each_of_its_dates(builder: Browser) -> None:
    made(builder, name="Calendar Co", founded_on="2026-11-05", last_call_at="2026-11-06T01:00:00Z")
    asked = {
        "dates": [{"start": "last_call_at"}, {"start": "founded_on"}],
        "filter": {"field": "name", "op": "eq", "value": "Calendar Co"},
        "fields": ["founded_on"],
        **NOVEMBER,
    }
    found = builder.post(f"{COMPANIES}/calendar", asked)
    assert [(item["title"], item["date"]) for item in found["items"]] == [("Calendar Co", 0), ("Calendar Co", 1)]
    assert found["days"] == []


def test_no_record_comes_to_stand_under_itself(builder: Browser) -> None:
    top = made(builder, name="Top Co")
    below = made(builder, name="Below Co", parent_company=top["id"])
    lowest = made(builder, name="Lowest Co", parent_company=below["id"])
    for parent in (below, lowest):
        body = {"values": {"parent_company": parent["id"]}}
        refused = builder.send("PATCH", f"{COMPANIES}/{top['id']}", body, If_Match=f'"{top["version"]}"')
        problems = refused.get_json()["problems"]
        assert refused.status_code == 422
        assert ("values.parent_company", "under_itself") in {(one["path"], one["code"]) for one in problems}
    moved = builder.patch(f"{COMPANIES}/{lowest['id']}", {"values": {"parent_company": top["id"]}}, lowest["version"])
    assert moved["values"]["parent_company"]["id"] == top["id"]
    level = builder.post(f"{COMPANIES}/tree", {"field": "parent_company", "parent": top["id"]})
    assert {item["title"]: item["children"] for item in level["items"]} == {"Below Co": 0, "Lowest Co": 0}


def test_two_moves_at_once_that_make_a_circle_are_both_refused(builder: Browser) -> None:
    left, right = made(builder, name="Left Co"), made(builder, name="Right Co")
    records = [
        {"id": left["id"], "version": left["version"], "values": {"parent_company": right["id"]}},
        {"id": right["id"], "version": right["version"], "values": {"parent_company": left["id"]}},
    ]
    done = builder.post(f"{COMPANIES}/bulk", {"action": "update", "records": records})
    assert (done["updated"], [item["id"] for item in done["failed"]]) == (0, [left["id"], right["id"]])


@pytest.mark.parametrize(
    ("path", "body", "status", "where"),
    [
        ("board", {}, 400, "field"),
        ("board", {"field": "tier", "limit": 0}, 400, "limit"),
        ("board", {"field": "tier", "columns": "high"}, 400, "columns"),
        ("board", {"field": "tier", "colums": []}, 400, "colums"),
        ("board", {"field": "name"}, 422, "field"),
        ("board", {"field": "tier", "columns": ["high", None, "nope"]}, 422, "columns.2"),
        ("board", {"field": "tier", "columns": [["high"]]}, 422, "columns.0"),
        ("board", {"field": "owner", "columns": ["high"]}, 422, "columns.0"),
        ("query", {"row_colors": [{"color": "red", "when": {"field": "nope", "op": "eq", "value": 1}}]}, 400, "row_co"),
        ("calendar", {"dates": [], **NOVEMBER}, 400, "dates"),
        ("board", {"field": "tier", "filter": {"field": "nonsense", "op": "eq", "value": 1}}, 400, "filter"),
        ("board/totals", {"field": "tier", "sum": "name"}, 422, "measures.1.function"),
        ("calendar", {"dates": [{"start": "founded_on"}]}, 400, "from"),
        ("calendar", {"dates": [{}], **NOVEMBER}, 400, "dates.0.start"),
        ("calendar", {"dates": [{"start": "founded_on"}], "from": "2026-11-01", "until": "2027-12-01"}, 422, "until"),
        ("tree", {"field": "parent_company", "parent": -1}, 400, "parent"),
        ("tree", {"field": "manager"}, 422, "field"),
    ],
)
def test_what_makes_no_sense_is_refused(
    builder: Browser, path: str, body: dict[str, Any], status: int, where: str
) -> None:
    refused = builder.send("POST", f"{COMPANIES}/{path}", body)
    told = [problem["path"] for problem in refused.get_json()["problems"]]
    assert (refused.status_code, [one for one in told if one.startswith(where)] != []) == (status, True), told


@pytest.mark.parametrize(
    ("until", "code"),
    [("2026-10-01", "range_reversed"), ("2026-11-01", "range_reversed"), ("2027-12-01", "span_too_long")],
)
def test_what_is_wrong_with_a_span_is_told(builder: Browser, until: str, code: str) -> None:
    asked = {"dates": [{"start": "founded_on"}], "from": "2026-11-01", "until": until}
    (problem,) = builder.send("POST", f"{COMPANIES}/calendar", asked).get_json()["problems"]
    assert (problem["path"], problem["code"]) == ("until", code)


def test_who_may_see_no_record_sees_no_board(app: Flask, builder: Browser, people: Callable[..., int]) -> None:
    people("nobody@example.com", roles=())
    nobody = Browser(app.test_client()).sign_in("nobody@example.com")
    for path, body in (
        ("board", {"field": "tier"}),
        ("board/totals", {"field": "tier"}),
        ("calendar", {"dates": [{"start": "founded_on"}], **NOVEMBER}),
        ("tree", {"field": "parent_company"}),
    ):
        assert nobody.send("POST", f"{COMPANIES}/{path}", body).status_code == 404


def test_a_view_keeps_what_its_reader_sees(app: Flask, builder: Browser, people: Callable[..., int]) -> None:
    people("seller@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("seller@example.com")
    seen = {view["name"]: view for view in seller.get("/w/main/apps/sample/views?entity=company")["items"]}
    assert seen["company_gallery"]["gallery"] == {"card": ["name", "phone"], "color": "labels"}
    assert seen["company_calendar"]["calendar"]["also"] == ["founded_on", "contract_period"]
    roles = [one for one in sample_documents() if one["kind"] == "role"]
    grants = roles[0]["entities"][0]["fields"]
    grants += [{"field": "parent_company", "access": "hidden"}, {"field": "manager", "access": "masked"}]
    grants += [{"field": "founded_on", "access": "hidden"}]
    builder.post("/w/main/apps/sample/publish", {"documents": roles})
    seen = {view["name"]: view for view in seller.get("/w/main/apps/sample/views?entity=company")["items"]}
    assert "company_tree" not in seen
    assert "company_people" not in seen
    assert seen["company_calendar"]["calendar"]["also"] == ["contract_period"]
