"""What is told about two versions of an app."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.difference import Difference, differences
from builder.metadata.naming import resolve, with_names
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
BEFORE = {document["id"]: document for document in SAMPLE.documents}


def _after(name: str, edit: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    after = deepcopy(BEFORE)
    edit(next(document for document in after.values() if document["name"] == name))
    return after


def _told(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(one.what, one.element_kind or one.kind, one.name, one.path) for one in found]


def _company_field(name: str, **changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda document: next(item for item in document["fields"] if item["name"] == name).update(changes)


def test_nothing_differs_from_itself() -> None:
    assert differences(BEFORE, deepcopy(BEFORE)) == []


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        (
            "company",
            _company_field("score", settings={"decimals": 3}),
            [
                ("changed", "field", "score", "settings.decimals"),
                ("changed", "field", "score", "settings.min"),
                ("changed", "field", "score", "settings.max"),
            ],
        ),
        ("company", _company_field("barcode", type="text"), [("changed", "field", "barcode", "type")]),
        ("company", _company_field("barcode", label={"en": "Bars"}), [("renamed", "field", "barcode", "label")]),
        ("company", lambda company: company.update(label={"en": "Firm"}), [("renamed", "entity", "company", "label")]),
        ("company", lambda company: company["fields"].pop(1), [("removed", "field", "code", "")]),
        (
            "company",
            lambda company: company["fields"].append(
                {"id": "f_22222222", "name": "z", "type": "text", "label": {"en": "Z"}, "order": "z"}
            ),
            [("added", "field", "z", "")],
        ),
        (
            "company",
            lambda company: company["fields"].insert(0, company["fields"].pop(4)),
            [("moved", "field", "notes", "")],
        ),
        (
            "sources",
            lambda sources: sources["options"].reverse(),
            [("moved", "option", "exhibition", ""), ("moved", "option", "partner", "")],
        ),
        ("big_companies", lambda view: view["filter"]["all"].pop(), [("changed", "view", "big_companies", "filter")]),
        ("company_main", lambda form: form["sections"][1]["tabs"].pop(), [("removed", "tab", "", "")]),
        (
            "company_flow",
            lambda flow: flow["stages"][0].update(probability=20),
            [("changed", "stage", "fresh", "probability")],
        ),
        (
            "company_flow",
            lambda flow: flow["transitions"].update(mode="any"),
            [("changed", "stage_flow", "company_flow", "transitions.mode")],
        ),
        ("seller", lambda role: role["entities"][0]["fields"].pop(), [("removed", "field_access", "", "")]),
        ("seller", lambda role: role["entities"].pop(), [("removed", "grant", "", "")]),
    ],
)
def test_a_change_is_told_as_what_it_is(
    name: str, edit: Callable[[dict[str, Any]], Any], expected: list[tuple[str, str, str, str]]
) -> None:
    assert sorted(_told(differences(BEFORE, _after(name, edit)))) == sorted(expected)


def test_documents_that_come_and_go_are_told_as_wholes() -> None:
    view = SAMPLE.document("view", "my_visits")
    without = {key: document for key, document in BEFORE.items() if key != view["id"]}
    assert _told(differences(BEFORE, without)) == [("removed", "view", "my_visits", "")]
    assert _told(differences(without, BEFORE)) == [("added", "view", "my_visits", "")]
    assert _told(differences({}, BEFORE)) == [("added", item["kind"], item["name"], "") for item in BEFORE.values()]


def test_a_difference_carries_what_a_sentence_needs() -> None:
    [found] = differences(BEFORE, _after("company", _company_field("barcode", type="text")))
    barcode = SAMPLE.company.by_name["barcode"]
    assert found.as_document() == {
        "kind": "entity",
        "document": SAMPLE.company.id,
        "element": barcode.id,
        "what": "changed",
        "path": "type",
        "before": "barcode",
        "after": "text",
        "element_kind": "field",
        "name": "barcode",
        "label": barcode.label,
        "document_label": SAMPLE.company.label,
    }


def test_a_moved_element_is_the_only_one_told() -> None:
    named = with_names(SAMPLE.document("entity", "company"), SAMPLE.model)
    moved = named["fields"].pop(2)
    del moved["order"]
    named["fields"].insert(20, moved)
    [after] = resolve([named], SAMPLE.model, SAMPLE.documents)
    assert _told(differences(BEFORE, {**BEFORE, after["id"]: after})) == [("moved", "field", moved["name"], "")]


@given(st.permutations(range(8)))
def test_the_fewest_moves_are_told(order: list[int]) -> None:
    options = [{"id": f"o_{number:08}", "name": f"n{number}", "label": {"en": "x"}} for number in range(8)]
    document = {"kind": "option_set", "id": "os_00000000", "name": "x", "label": {"en": "X"}}
    before = {"x": {**document, "options": options}}
    after = {"x": {**document, "options": [options[number] for number in order]}}
    longest = _longest_ascent(order)
    assert len(differences(before, after)) == len(order) - longest


def _longest_ascent(numbers: list[int]) -> int:
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        best[place] = 1 + max((best[k] for k in range(place) if numbers[k] < number), default=0)
    return max(best)
