"""Documents against their schemas: what is told, where, and that nothing a client sends makes anything fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from builder.errors import Invalid, Problem
from builder.metadata.checks import find_problems
from builder.metadata.documents import COMMON, KINDS, SCHEMAS, schema_problems
from builder.metadata.elements import KIND_PREFIXES, element_lists
from builder.metadata.json_bounds import LARGEST_COUNT, LARGEST_DEPTH, LONGEST_LIST, bounds_problems
from builder.metadata.naming import mint, resolve
from tests.metadata.hostile_values import HOSTILE, LONG_CHINESE, WELL_FORMED, deep, edited
from tests.samples.sample_app import sample_documents
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
WORKSPACE = {
    "kind": "settings",
    "name": "workspace",
    "label": {"en": "Workspace"},
    "time_zone": "Asia/Shanghai",
    "calendar": {"work_days": [1, 2], "exceptions": [{"date": "2026-01-01", "works": False}]},
}
DOCUMENTS = [*sample_documents(), WORKSPACE]
VIEW = {"kind": "view", "name": "v", "label": {"en": "V"}, "entity": "company", "type": "table"}
ENTITY = {"kind": "entity", "name": "e", "label": {"en": "E"}, "title": ["a"], "fields": []}


def _told(document: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in schema_problems(document)]


def _field(**more: Any) -> dict[str, Any]:
    return {**ENTITY, "fields": [{"name": "a", "type": "text", "label": {"en": "A"}, **more}]}


def test_every_kind_is_in_the_sample_and_fits_its_schema() -> None:
    assert {document["kind"] for document in DOCUMENTS} == set(KINDS)
    assert [_told(document) for document in DOCUMENTS] == [[]] * len(DOCUMENTS)


@pytest.mark.parametrize("name", [*KINDS, "common"])
def test_each_schema_is_a_schema_and_closed(name: str) -> None:
    schema = COMMON if name == "common" else SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    if name != "common":
        assert schema["additionalProperties"] is False
        assert schema["properties"]["kind"] == {"const": name}
        assert name in KIND_PREFIXES


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        (None, "", "wrong_type"),
        ([], "", "wrong_type"),
        ({}, "kind", "unknown_kind"),
        ({"kind": "spell"}, "kind", "unknown_kind"),
        ({"kind": {"$ref": "x"}}, "kind", "unknown_kind"),
        ({"kind": "view"}, "name", "required"),
        ({**VIEW, "type": "cloud"}, "type", "not_one_of"),
        ({**VIEW, "name": "Big View"}, "name", "invalid_name"),
        ({**VIEW, "name": LONG_CHINESE}, "name", "invalid_name"),
        ({**VIEW, "id": "42"}, "id", "invalid_id"),
        ({**VIEW, "order": "a b"}, "order", "invalid_order"),
        ({**VIEW, "label": "V"}, "label", "wrong_type"),
        ({**VIEW, "label": {}}, "label", "too_few_items"),
        ({**VIEW, "label": {"en": ""}}, "label.en", "required"),
        ({**VIEW, "label": {"en": " \u200b\n"}}, "label.en", "required"),
        ({**VIEW, "label": {"__proto__": "V"}}, "label.__proto__", "unknown_language"),
        ({**VIEW, "label": {"en": "x" * 2001}}, "label.en", "too_long"),
        ({**VIEW, "label": {"en": "a\x00"}}, "label.en", "nul_character"),
        ({**VIEW, "label": {"en": "\ud800"}}, "label.en", "broken_character"),
        ({**VIEW, "page_size": 9}, "page_size", "too_small"),
        ({**VIEW, "page_size": 201}, "page_size", "too_large"),
        ({**VIEW, "page_size": float("nan")}, "page_size", "number_too_large"),
        ({**VIEW, "page_size": 10**30}, "page_size", "number_too_large"),
        ({**VIEW, "__proto__": {}}, "__proto__", "unknown_property"),
        ({**VIEW, "entity": ""}, "entity", "too_short"),
        ({**VIEW, "sort": [{"field": "a"}] * 6}, "sort", "too_many_items"),
        ({**VIEW, "filter": {"any": [{"field": "a"}]}}, "filter.any.0", "wrong_shape"),
        ({**VIEW, "filter": {"field": "a", "op": "like"}}, "filter.op", "not_one_of"),
        ({**VIEW, "filter": deep(100)}, "", "too_deep"),
        ({**VIEW, "columns": [{"field": "a", "width": "wide"}]}, "columns.0.width", "wrong_type"),
        ({**WORKSPACE, "calendar": {"work_days": [1, 1]}}, "calendar.work_days", "repeated_item"),
        (
            {**WORKSPACE, "calendar": {"exceptions": [{"date": "never", "works": True}]}},
            "calendar.exceptions.0.date",
            "wrong_format",
        ),
        (_field(type="cube"), "fields.a.type", "unknown_field_type"),
        (_field(settings={"colour": 1}), "fields.a.settings.colour", "unknown_property"),
        (_field(settings=[]), "fields.a.settings", "wrong_type"),
        (_field(settings={"max_length": 0}), "fields.a.settings.max_length", "too_small"),
        (_field(type="reference"), "fields.a.settings.entity", "required"),
        (_field(default={"fixed": 1, "current": "user"}), "fields.a.default", "wrong_shape"),
        (
            _field(type="select", settings={"options": [{"name": "a.b", "label": {"en": "x"}}]}),
            "fields.a.settings.options.a.b.name",
            "invalid_name",
        ),
        (
            _field(type="sub_table", settings={"fields": [{"name": "b", "type": "cube", "label": {"en": "B"}}]}),
            "fields.a.settings.fields.b.type",
            "unknown_field_type",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_that_breaks_its_schema_is_told_where(document: Any, path: str, code: str) -> None:
    assert (path, code) in _told(document)


def test_every_break_is_told() -> None:
    told = _told({**VIEW, "name": "A", "type": "x", "frozen": -1, "more": 1})
    assert set(told) == {
        ("name", "invalid_name"),
        ("type", "not_one_of"),
        ("frozen", "too_small"),
        ("more", "unknown_property"),
    }


def test_no_text_of_the_validator_gets_out() -> None:
    for document in [{**VIEW, "type": 5}, {"kind": "page"}, _field(settings=5)]:
        for problem in schema_problems(document):
            assert problem.message == ""
            assert " " not in problem.code


def test_labels_of_any_language_and_length_are_kept() -> None:
    label = {"zh-CN": LONG_CHINESE, "en": "\"'<script>😀", "zh-TW": "__proto__"}
    [stored] = mint([{**VIEW, "label": label}], None)
    assert stored["label"] == label


def test_size_and_depth_are_bounded() -> None:
    assert [problem.code for problem in bounds_problems([0] * LARGEST_COUNT)] == ["document_too_large"]
    assert bounds_problems([0] * LONGEST_LIST) == []
    long = bounds_problems({"a": [0] * (LONGEST_LIST + 1)})
    assert [(problem.path, problem.code) for problem in long] == [("a", "too_many")]
    assert [problem.code for problem in bounds_problems(deep(LARGEST_DEPTH))] == ["too_deep"]
    assert bounds_problems(deep(LARGEST_DEPTH - 1)) == []
    endless: list[Any] = []
    endless.append(endless)
    assert [problem.code for problem in bounds_problems(endless)] == ["too_deep"]
    wide: list[Any] = [0]
    for _ in range(40):
        wide = [wide, wide]
    assert [problem.code for problem in bounds_problems(wide)] == ["document_too_large"]


def _named_elements(schema: Any, key: str = "") -> Iterator[str]:
    if isinstance(schema, dict):
        items = schema.get("items")
        if schema.get("type") == "array" and isinstance(items, dict) and "id" in items.get("properties", {}):
            yield key
        for name, inner in schema.items():
            yield from _named_elements(inner, name)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _named_elements(inner, key)


def test_elements_of_every_list_in_the_schemas_are_known_by_what_they_are() -> None:
    lists = {name for schema in (*SCHEMAS.values(), COMMON) for name in _named_elements(schema)}
    tasks = {"kind": "stage_flow", "stages": [{"tasks": [{"label": {"en": "Call"}}]}]}
    found = {str(one.path[-1]) for document in (*DOCUMENTS, tasks) for one in element_lists(document)}
    assert lists <= found | {"properties", "items"}
    assert all(one.prefix != "x" or one.sort == "index" for d in DOCUMENTS for one in element_lists(d))


@pytest.mark.parametrize("value", HOSTILE, ids=[f"{number}-{type(one).__name__}" for number, one in enumerate(HOSTILE)])
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["name"])
def test_hostile_values_in_any_top_place_are_refused_or_kept(document: dict[str, Any], value: Any) -> None:
    for key in document:
        _refused_or_kept({**document, key: value})
    _refused_or_kept(value)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["name"])
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_edits_anywhere_are_refused_or_kept(document: dict[str, Any], data: st.DataObject) -> None:
    _refused_or_kept(data.draw(edited(document, HOSTILE)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["name"])
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_careless_edits_anywhere_are_refused_or_kept(document: dict[str, Any], data: st.DataObject) -> None:
    _refused_or_kept(data.draw(edited(document, WELL_FORMED)))


@pytest.mark.parametrize("document", SAMPLE.documents, ids=lambda document: document["name"])
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_edits_of_stored_documents_are_judged_without_failing(document: dict[str, Any], data: st.DataObject) -> None:
    made = data.draw(edited(document, [*WELL_FORMED, "f_00000000", 10**40, "\x00"]))
    rest = [other for other in SAMPLE.documents if other is not document]
    for problem in find_problems([*rest, made], SAMPLE.model, (), SAMPLE.app):
        assert problem.code


def _refused_or_kept(document: Any) -> None:
    """Take the whole way of a publish; nothing but Invalid, with paths and codes, may come out."""
    problems = schema_problems(document) or _problems_among_others(document)
    assert all(problem.code and isinstance(problem.path, str) for problem in problems)


def _problems_among_others(document: dict[str, Any]) -> list[Problem]:
    rest = [other for other in DOCUMENTS if other["name"] != document["name"]]
    try:
        stored = resolve([*rest, document], None, [])
    except Invalid as refused:
        return list(refused.problems)
    assert _by_id(resolve(stored, None, stored)) == _by_id(stored)
    return find_problems(stored, None)


def _by_id(documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {document["id"]: document for document in documents}
