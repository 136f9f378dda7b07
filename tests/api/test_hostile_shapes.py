"""Shapes that no form sends, at the doors of documents and queries: refused at once, with a code, never an error."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.api.conftest import RECORDS, Browser
from tests.samples.sample_app import sample_documents
from tests.samples.sample_fields import field, option

CHECK = "/w/main/apps/sample/check"
HUGE: dict[str, Any] = {
    "list of numbers": [1] * 300_000,
    "list of texts": ["a"] * 100_000,
    "list of objects": [{"id": "x"}] * 50_000,
    "object": {str(number): number for number in range(50_000)},
}
PLACES = [("app", "languages"), ("role", "entities"), ("entity", "fields"), ("view", "columns"), ("form", "sections")]


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize(("kind", "place"), PLACES, ids=[kind for kind, _ in PLACES])
def test_a_huge_list_is_refused_before_anybody_reads_all_of_it(
    admin: Browser, kind: str, place: str, huge: str
) -> None:
    document = next(one for one in sample_documents() if one["kind"] == kind)
    begun = time.process_time()
    answer = admin.post(CHECK, {"documents": [{**document, place: HUGE[huge]}]})
    assert time.process_time() - begun < 2
    assert answer["problems"]
    assert all(problem["code"] and problem["path"] for problem in answer["problems"])


@pytest.mark.parametrize("junk", [[], [[]], {}, {"id": []}, 7, True])
@pytest.mark.parametrize("key", ["id", "name"])
def test_an_app_whose_id_or_name_is_no_text_is_refused(admin: Browser, key: str, junk: Any) -> None:
    app = next(one for one in sample_documents() if one["kind"] == "app")
    answer = admin.post(CHECK, {"documents": [{**app, key: junk}]})
    assert answer["problems"]


@pytest.mark.parametrize("op", ["eq", "ne", "in", "not_in", "any_of", "between", "lt", "contains"])
@pytest.mark.parametrize("junk", [["today"], {}, None, 1, {"relative": "today"}])
def test_a_relative_value_that_is_no_word_is_refused(admin: Browser, op: str, junk: Any) -> None:
    for name in ("name", "score", "tier", "interests", "founded_on", "parent_company"):
        asked = {"filter": {"field": name, "op": op, "value": {"relative": junk}}}
        assert admin.send("POST", f"{RECORDS}/company/query", asked).status_code == 422


def circular() -> dict[str, Any]:
    """Return an entity one of whose fields has options that stand under each other, and another goes by it."""
    first = {**option("a", "A"), "parent": "b"}
    second = {**option("b", "B"), "parent": "a"}
    third = {**option("c", "C"), "parent": "a"}
    fields = [
        field("name", "text", "Name"),
        field("s", "select", "S", settings={"options": [first, second]}),
        field("t", "select", "T", settings={"depends_on": "s", "options": [third]}),
    ]
    return {"kind": "entity", "name": "circle", "label": {"en": "Circle"}, "title": ["name"], "fields": fields}


def test_options_that_stand_under_each_other_are_refused(admin: Browser) -> None:
    answer = admin.post(CHECK, {"documents": [circular()]})
    assert [(one["path"], one["code"]) for one in answer["problems"]] == [
        ("entity.circle.fields.s.settings.options", "option_tree_broken")
    ]


def test_many_new_documents_are_given_a_place_each(admin: Browser) -> None:
    plain = {"kind": "entity", "label": {"en": "Plain"}, "title": ["name"], "fields": [field("name", "text", "Name")]}
    answer = admin.post(CHECK, {"documents": [{**plain, "name": f"plain_{number}"} for number in range(700)]})
    assert answer["problems"] == []
