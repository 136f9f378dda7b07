"""Anything as the value of any field: kept as it is or refused with a code, and a refusal changes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import pytest

from builder.metadata.field_types import FIELD_TYPES
from tests.api.conftest import Browser, services_of
from tests.promises.conftest import Promised
from tests.promises.dumps import changed, dump
from tests.promises.hostile import UNKEPT, VALUES, send, told
from tests.promises.type_samples import TYPES

GIVEN = [name for name in TYPES if FIELD_TYPES[name].written_by_people]
TEXTUAL = ("text", "long_text")
ALIKE: list[set[str]] = [
    {"eq", "ne", "lt", "le", "gt", "ge"},
    {"contains", "not_contains", "starts_with", "ends_with"},
    {"in", "not_in", "any_of", "all_of", "none_of", "between"},
]
"""Operators whose values are read alike; the last ones take lists."""
BLANK = ([], {}, [[]], [None], [""], [{}])


@pytest.mark.parametrize("type_name", GIVEN)
def test_any_value_is_kept_or_refused_with_a_code(promised: Promised, type_name: str) -> None:
    browser, path = promised.browser, promised.path(type_name)
    kept, refused = sent_together(promised, type_name)
    for at, value in kept.items():
        assert is_same(type_name, VALUES[at], value), (type_name, told(VALUES[at]), told(value))
    database = services_of(promised.app).workspaces.database
    before = dump(database)
    again = create_many(promised, type_name, sorted(refused))
    assert (again["change_set"], again["created"], len(again["failed"])) == (None, 0, len(refused))
    for at in {tuple(sorted(codes)): at for at, codes in refused.items()}.values():
        response = send(browser, path, {"values": {"name": "h", "value": VALUES[at]}})
        problem = response.get_json()
        assert 400 <= response.status_code < 500, (told(VALUES[at]), problem)
        assert {one["code"] for one in problem["problems"]} == refused[at], told(VALUES[at])
        assert all(one["path"].startswith("values.value") and one["message"] for one in problem["problems"])
    for value in UNKEPT:
        response = send(browser, path, {"values": {"name": "h", "value": value}})
        assert (response.status_code, response.get_json()["code"]) == (400, "nul_character")
    assert changed(before, dump(database)) == []


def create_many(promised: Promised, type_name: str, places: Iterable[int]) -> dict[str, Any]:
    """Create a record for each hostile value at these places, in one request."""
    records = [{"values": {"name": f"h{at}", "value": VALUES[at]}} for at in places]
    response = send(promised.browser, f"{promised.path(type_name)}/bulk", {"action": "create", "records": records})
    done: dict[str, Any] = response.get_json()
    assert response.status_code == 200, done
    return done


def sent_together(promised: Promised, type_name: str) -> tuple[dict[int, Any], dict[int, set[str]]]:
    """Create a record for each hostile value at once; return what was kept and what was refused, by place."""
    browser, path = promised.browser, promised.path(type_name)
    done = create_many(promised, type_name, range(len(VALUES)))
    refused = {one["index"]: {problem["code"] for problem in one["problems"]} for one in done["failed"]}
    assert done["created"] == len(VALUES) - len(refused)
    mine = {"filter": {"field": "name", "op": "starts_with", "value": "h"}, "fields": ["name", "value"]}
    kept: dict[int, Any] = {}
    page = browser.post(f"{path}/query", mine)
    while True:
        kept |= {int(item["values"]["name"][1:]): item["values"]["value"] for item in page["items"]}
        if not page["next"]:
            break
        page = browser.post(f"{path}/query", {**mine, "cursor": page["next"]})
    browser.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert kept.keys() == set(range(len(VALUES))) - refused.keys()
    return kept, refused


AT_ENDS = "\ufeff\u200b\u2060 \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000"
"""Blanks, and characters without width, which go with them at the ends of a text."""


def is_same(type_name: str, given: Any, kept: Any) -> bool:
    """Whether what came out means what went in; nothing but blanks becomes blank, except documents without a word."""
    if kept is None:
        return not str(given).strip() or given in BLANK or type_name == "rich_text"
    if type_name in TEXTUAL and isinstance(given, str):
        composed = unicodedata.normalize("NFC", given)
        return bool(kept == re.sub(r"\r\n", " " if type_name == "text" else "\n", composed).strip(AT_ENDS))
    return type_name != "json" or bool(kept == (float(given) if is_too_wide(given) else given))


def is_too_wide(value: Any) -> bool:
    """Whether a number is wider than 64 bits: JSON knows such numbers as fractions only."""
    return isinstance(value, int) and not -(2**63) <= value < 2**64


@pytest.mark.parametrize("type_name", TYPES)
def test_any_value_in_a_condition_is_answered_or_refused_with_a_code(promised: Promised, type_name: str) -> None:
    browser, path = promised.browser, f"{promised.path(type_name)}/query"
    for operators in ALIKE:
        offered = sorted(FIELD_TYPES[type_name].operators & operators)
        if offered:
            values = [[value, value] for value in VALUES] if operators is ALIKE[-1] else VALUES
            fine = answered(browser, path, [{"field": "value", "op": offered[0], "value": value} for value in values])
            for op in offered:
                few = [{"not": {**tree, "op": op}} for tree in fine[-5:]]
                response = send(browser, path, {"filter": {"all": few}, "fields": ["value"]})
                assert response.status_code == 200, (op, response.get_json())
    for value in UNKEPT:
        response = send(browser, path, {"filter": {"field": "value", "op": "eq", "value": value}})
        assert (response.status_code, response.get_json()["code"]) == (400, "nul_character")


def answered(browser: Browser, path: str, trees: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conditions that are answered; all others are refused, each by its place and with a code."""
    while True:
        response = send(browser, path, {"filter": {"any": trees}, "fields": ["value"]})
        if response.status_code == 200:
            return trees
        problems = response.get_json()["problems"]
        assert response.status_code in (400, 422)
        assert all(problem["code"] and problem["message"] for problem in problems)
        refused = {int(problem["path"].split(".")[2]) for problem in problems}
        trees = [tree for at, tree in enumerate(trees) if at not in refused]


def test_a_condition_as_large_as_is_allowed_is_answered(promised: Promised) -> None:
    path = f"{promised.path('address')}/query"
    leaf = {"field": "value", "op": "not_blank"}
    for tree in ({"any": [leaf] * 499}, {"all": [{"not": leaf}] * 249}, {"not": {"all": [leaf] * 498}}):
        assert send(promised.browser, path, {"filter": tree, "fields": []}).status_code == 200


def test_a_bulk_change_that_changes_nothing_leaves_no_change_set(promised: Promised) -> None:
    path, browser = promised.path("rating"), promised.browser
    before = browser.get("/w/main/change-sets")["items"]
    bad = {"values": {"name": "n", "value": "many"}}
    for body in (
        {"action": "create", "records": [bad]},
        {"action": "update", "ids": [999_999_999], "values": {"value": 1}},
        {"action": "delete", "ids": [999_999_999]},
        {"action": "update", "ids": []},
    ):
        done = browser.post(f"{path}/bulk", body)
        assert (done["change_set"], done["created"], done["updated"]) == (None, 0, 0)
    assert browser.get("/w/main/change-sets")["items"] == before
