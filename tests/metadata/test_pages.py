"""Pages: what blocks may say is checked, found as references, and keeps its identity."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from builder.errors import Invalid
from builder.metadata.checks import find_problems
from builder.metadata.compile import compile_model
from builder.metadata.elements import element_lists
from builder.metadata.naming import resolve, with_names
from builder.metadata.paths import path_text
from tests.samples.sample_app import sample_documents

LABEL = {"en": "Label"}
HOT = {"field": "tier", "op": "eq", "value": "high"}


def page(kind: str, *blocks: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sample app with one more page."""
    more: dict[str, Any] = {"kind": "page", "name": "extra", "label": LABEL, "type": kind, "blocks": list(blocks)}
    if kind == "record":
        more["entity"] = "company"
    return [*sample_documents(), more]


def told(kind: str, *blocks: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        documents = resolve(page(kind, *blocks), None, [])
    except Invalid as invalid:
        return [(problem.path, problem.code) for problem in invalid.problems]
    return [(problem.path, problem.code) for problem in find_problems(documents, None)]


FIGURE = {"label": LABEL, "entity": "person", "via": "company", "function": "count"}
SUM = {"label": LABEL, "entity": "company", "function": "sum", "of": "revenue.amount", "where": HOT}
GOOD = [
    ("record", {"type": "stage_path", "place": "head"}),
    ("record", {"type": "next_step", "place": "head"}),
    ("record", {"type": "figures", "figures": [FIGURE, {"field": "tier"}]}),
    ("record", {"type": "related", "entity": "person", "via": "company", "sort": [{"field": "name"}], "create": False}),
    ("record", {"type": "timeline", "kinds": ["follow_ups", "stages"], "place": "aside"}),
    ("home", {"type": "figures", "figures": [SUM]}),
    ("home", {"type": "list", "entity": "company", "where": HOT, "fields": ["name", "tier"], "empty": LABEL}),
    ("home", {"type": "groups", "entity": "company", "by": "tier", "function": "sum", "of": "revenue.amount"}),
    ("home", {"type": "shortcuts", "shortcuts": [{"type": "create", "entity": "company"}]}),
    ("home", {"type": "tabs", "tabs": [{"label": LABEL, "blocks": [{"type": "view", "view": "my_visits"}]}]}),
    ("home", {"type": "figures", "figures": [{**SUM, "minus": {"where": HOT}}]}),
]
BAD = [
    ("home", {"type": "timeline"}, "type", "needs_a_record"),
    ("home", {"type": "figures", "figures": [{"field": "tier"}]}, "figures.0.field", "unknown_reference"),
    ("home", {"type": "figures", "figures": [FIGURE]}, "figures.0.via", "needs_a_record"),
    ("home", {"type": "figures", "figures": [{"label": LABEL}]}, "figures.0.entity", "required"),
    ("home", {"type": "figures", "figures": [{"entity": "company"}]}, "figures.0.label", "required"),
    ("home", {"type": "figures", "figures": [{**SUM, "of": "name"}]}, "figures.0.function", "function_not_offered"),
    (
        "home",
        {"type": "figures", "figures": [{**SUM, "minus": {"where": {**HOT, "field": "x"}}}]},
        "figures.0.minus.where.field",
        "unknown_reference",
    ),
    (
        "home",
        {"type": "figures", "figures": [{**SUM, "function": "max", "minus": {"where": HOT}}]},
        "figures.0.minus",
        "function_not_offered",
    ),
    ("home", {"type": "figures", "figures": [{**SUM, "view": "x"}]}, "figures.0.view", "unknown_reference"),
    ("home", {"type": "list"}, "entity", "required"),
    ("home", {"type": "groups", "entity": "company"}, "by", "required"),
    ("home", {"type": "groups", "entity": "company", "by": "revenue"}, "by", "not_groupable"),
    ("home", {"type": "groups", "entity": "company", "by": "tier", "grain": "month"}, "grain", "not_a_date"),
    ("home", {"type": "groups", "entity": "company", "by": "tier", "function": "avg"}, "of", "required"),
    ("home", {"type": "shortcuts", "shortcuts": [{"type": "view"}]}, "shortcuts.0.view", "required"),
    ("home", {"type": "tabs"}, "tabs", "required"),
    (
        "home",
        {"type": "tabs", "tabs": [{"label": LABEL, "blocks": [{"type": "tags"}]}]},
        "tabs.0.blocks.0.type",
        "needs_a_record",
    ),
    ("record", {"type": "related", "entity": "person", "via": "name"}, "via", "does_not_lead_here"),
    (
        "record",
        {"type": "related", "entity": "person", "via": "company", "sort": [{"field": "company.phones"}]},
        "sort.0.field",
        "unknown_reference",
    ),
    ("record", {"type": "list", "entity": "person", "where": {**HOT, "value": 5}}, "where.field", "unknown_reference"),
]


def test_everything_that_a_page_can_say_is_accepted() -> None:
    for kind in ("record", "home"):
        assert told(kind, *(block for where, block in GOOD if where == kind)) == []


@pytest.mark.parametrize(
    ("kind", "block", "path", "code"), BAD, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_does_not_fit_is_told_at_its_place(kind: str, block: dict[str, Any], path: str, code: str) -> None:
    assert (f"page.extra.blocks.0.{path}", code) in told(kind, deepcopy(block))


def test_what_is_inside_blocks_is_found_named_and_stays_itself() -> None:
    blocks = [block for kind, block in GOOD if kind == "home"]
    documents = resolve(page("home", *deepcopy(blocks)), None, [])
    stored = next(document for document in documents if document["name"] == "extra")
    sorts = {found.sort for found in element_lists(stored)}
    assert {"block", "figure", "shortcut", "tab"} <= sorts
    assert stored["blocks"][0]["figures"][0]["of"].split(".")[1] == "amount"
    assert stored["blocks"][1]["entity"] != "company"

    app = next(document["id"] for document in documents if document["kind"] == "app")
    named = with_names(stored, compile_model([(app, document) for document in documents]))
    assert named["blocks"][0]["figures"][0]["of"] == "revenue.amount"
    again = resolve([named], None, documents)[0]
    assert again == stored


def test_an_activity_can_name_the_parents_of_each_of_its_subjects() -> None:
    documents = sample_documents()
    visit = next(document for document in documents if document["name"] == "visit")
    visit["activity"]["parents"] = ["about:company.parent_company", "about:person.company"]
    made = resolve(documents, None, [])
    app = next(document["id"] for document in made if document["kind"] == "app")
    model = compile_model([(app, document) for document in made])
    activity = next(entity for entity in model.entities.values() if entity.name == "visit").activity
    assert activity is not None
    assert [(path.entity.name, path.field.name) for path in activity.parents] == [
        ("company", "parent_company"),
        ("person", "company"),
    ]
    assert path_text(activity.parents[0], True) == "about:company.parent_company"
