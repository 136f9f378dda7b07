"""Conditions as they are written: what is understood, what is refused, and that nothing is lost on the way back."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.errors import Invalid
from builder.messages import message
from builder.metadata.condition_parsing import LARGEST_DEPTH, LARGEST_SIZE, parse_condition, parse_path
from builder.metadata.condition_writing import condition_document
from builder.metadata.conditions import ALWAYS, Condition, Not
from builder.metadata.evaluation import holds
from builder.metadata.paths import path_text
from tests.metadata.condition_cases import CASES, COMPANIES
from tests.metadata.condition_strategies import conditions
from tests.metadata.test_evaluation import MOMENT, RECORDS
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
Tree = dict[str, Any]


def _codes(tree: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        parse_condition(SAMPLE.model, SAMPLE.company, tree)
    return [(problem.path, problem.code) for problem in refused.value.problems]


def _name(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:70]


@pytest.mark.parametrize(
    ("tree", "path", "code"),
    [
        ([], "", "wrong_shape"),
        ("x", "", "wrong_shape"),
        ({}, "", "wrong_shape"),
        ({"all": {}}, "all", "wrong_shape"),
        ({"all": [{"any": [7]}]}, "all.0.any.0", "wrong_shape"),
        ({"all": [], "any": []}, "any", "unknown_property"),
        ({"field": "name", "op": "eq", "value": "x", "__proto__": 1}, "__proto__", "unknown_property"),
        ({"field": "nothing", "op": "eq", "value": 1}, "field", "unknown_field"),
        ({"field": 7, "op": "eq", "value": 1}, "field", "unknown_field"),
        ({"field": "name.length", "op": "eq", "value": 1}, "field", "unknown_field"),
        ({"field": "parent_company.nothing", "op": "blank"}, "field", "unknown_field"),
        ({"field": "related_to.name", "op": "blank"}, "field", "unknown_field"),
        ({"field": "name", "op": "like", "value": "x"}, "op", "unknown_operator"),
        ({"field": "name"}, "op", "unknown_operator"),
        ({"field": "name", "op": "eq"}, "value", "value_missing"),
        ({"field": "name", "op": "contains", "value": 5}, "value", "not_text"),
        ({"field": "labels", "op": "eq", "value": "hot"}, "op", "operator_not_offered"),
        ({"field": "tier", "op": "lt", "value": "high"}, "op", "operator_not_offered"),
        ({"field": "tier", "op": "eq", "value": "gigantic"}, "value", "unknown_option"),
        ({"field": "tier", "op": "in", "value": ["high", "gigantic"]}, "value.1", "unknown_option"),
        ({"field": "tier", "op": "in", "value": "high"}, "value", "not_a_list"),
        ({"field": "score", "op": "gt", "value": "many"}, "value", "not_a_number"),
        ({"field": "score", "op": "between", "value": ["1"]}, "value", "not_a_pair"),
        ({"field": "score", "op": "gt", "value": {"relative": "today"}}, "value", "not_comparable"),
        ({"field": "founded_on", "op": "eq", "value": {"relative": "tomorrow"}}, "value.relative", "unknown_relative"),
        ({"field": "revenue.currency", "op": "eq", "value": "yuan"}, "value", "not_a_currency"),
        ({"field": "founded_on", "op": "le", "value": "2024-02"}, "value", "not_a_date"),
        ({"field": "renewal_month", "op": "le", "value": "2024"}, "value", "not_a_month"),
        ({"field": "founded_on", "op": "in", "value": [{"relative": "me"}]}, "value.0.relative", "unknown_relative"),
        ({"field": "owner", "op": "in", "value": {"relative": "my_team"}}, "value.relative", "unknown_relative"),
        ({"field": "owner", "op": "in", "value": {"relative": "me"}}, "value", "not_a_list"),
        ({"field": "score", "op": "gt", "value": {"relative": "last_week"}}, "value", "not_comparable"),
        ({"field": "founded_on", "op": "in", "value": [{"relative": "this_week"}]}, "value.0", "not_comparable"),
        (
            {"field": "founded_on", "op": "eq", "value": {"relative": "today", "offset": "x"}},
            "value.offset",
            "not_a_number",
        ),
        (
            {"field": "founded_on", "op": "eq", "value": {"relative": "today", "unit": "eon"}},
            "value.unit",
            "not_one_of",
        ),
        ({"field": "owner", "op": "eq", "value": {"relative": "my_subordinates"}}, "value", "not_comparable"),
        ({"field": "score", "op": "gt", "value": {"field_of_record": "employees"}}, "value", "not_comparable"),
        ({"field": "tier", "op": "eq", "value": {"field_of_record": "source"}}, "value", "not_comparable"),
        ({"field": "score", "op": "gt", "value": {"field_of_record": "nix"}}, "value.field_of_record", "unknown_field"),
        ({"exists": {"entity": "martian", "via": "company"}}, "exists.entity", "unknown_entity"),
        ({"exists": {"entity": "person", "via": "role"}}, "exists.via", "unknown_field"),
        ({"exists": {"entity": "person", "via": "company", "of": "name"}}, "exists.of", "unknown_property"),
        ({"exists": 5}, "exists", "wrong_shape"),
        ({"count": {"entity": "person", "via": "company"}, "op": "in", "value": [1]}, "op", "operator_not_offered"),
        ({"count": {"entity": "person", "via": "company"}, "op": "eq", "value": "1"}, "value", "not_a_number"),
        (
            {"sum": {"entity": "person", "via": "company", "of": "name"}, "op": "eq", "value": 1},
            "sum.of",
            "not_summable",
        ),
        ({"sum": {"entity": "person", "via": "company"}, "op": "eq", "value": 1}, "sum.of", "unknown_field"),
        ({"field": "name", "op": "eq", "value": "a\x00b"}, "value", "nul_character"),
        ({"field": "name", "op": "eq", "value": float("nan")}, "value", "number_too_large"),
    ],
    ids=_name,
)
def test_a_condition_that_makes_no_sense_is_refused_where_it_does_not(tree: Any, path: str, code: str) -> None:
    assert (path, code) in _codes(tree)


def test_every_problem_of_a_condition_is_told() -> None:
    broken = {"all": [{"field": "x", "op": "eq", "value": 1}, {"not": {"field": "tier", "op": "eq", "value": "y"}}]}
    assert _codes(broken) == [("all.0.field", "unknown_field"), ("all.1.not.value", "unknown_option")]


def test_depth_and_size_are_bounded() -> None:
    tree: Tree = {"field": "name", "op": "blank"}
    for _ in range(LARGEST_DEPTH - 1):
        tree = {"not": tree}
    assert parse_condition(SAMPLE.model, SAMPLE.company, tree)
    assert [code for _, code in _codes({"not": tree})] == ["condition_too_deep"]
    leaf = {"field": "name", "op": "blank"}
    assert parse_condition(SAMPLE.model, SAMPLE.company, {"any": [leaf] * (LARGEST_SIZE - 1)})
    assert _codes({"any": [leaf] * LARGEST_SIZE}) == [("", "condition_too_large")]


def test_paths_of_problems_start_where_the_caller_says() -> None:
    with pytest.raises(Invalid) as refused:
        parse_condition(SAMPLE.model, SAMPLE.company, {"field": "x", "op": "blank"}, "view.mine.filter")
    assert refused.value.problems[0].path == "view.mine.filter.field"


def test_no_condition_is_always_true() -> None:
    assert parse_condition(SAMPLE.model, SAMPLE.company, None) is ALWAYS


@pytest.mark.parametrize(
    "text",
    ["name", "budget.max", "parent_company.parent_company.tier", "related_to:person.company.name", "stage", "id"],
)
def test_a_path_is_the_same_by_name_and_by_id(text: str) -> None:
    path = parse_path(SAMPLE.model, SAMPLE.company, text)
    assert path_text(path, by_name=True) == text
    by_id = path_text(path, by_name=False)
    again = parse_path(SAMPLE.model, SAMPLE.company, by_id)
    assert (again.steps, again.field.id, again.targets) == (path.steps, path.field.id, path.targets)
    assert len(path.steps) == len(path.targets)


@pytest.mark.parametrize("tree", [tree for tree, _ in CASES], ids=_name)
def test_a_condition_of_the_table_survives_the_way_to_documents_and_back(tree: Tree) -> None:
    _assert_round_trip(tree)


@given(conditions(SAMPLE))
@settings(max_examples=150, deadline=None)
def test_any_condition_survives_the_way_to_documents_and_back(tree: Tree) -> None:
    _assert_round_trip(tree)


def _assert_round_trip(tree: Tree) -> None:
    condition = parse_condition(SAMPLE.model, SAMPLE.company, tree)
    for by_name in (True, False):
        written = condition_document(condition, by_name)
        again = parse_condition(SAMPLE.model, SAMPLE.company, written)
        assert condition_document(again, by_name) == written
        assert condition_document(again, not by_name) == condition_document(condition, not by_name)


@given(conditions(SAMPLE))
@settings(max_examples=150, deadline=None)
def test_a_condition_is_true_or_false_and_never_neither(tree: Tree) -> None:
    condition = parse_condition(SAMPLE.model, SAMPLE.company, tree)
    for key in COMPANIES:
        assert holds(Not(condition), RECORDS[key], MOMENT) is not holds(condition, RECORDS[key], MOMENT)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["name", "eq"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "field", "op", "value", "exists", "count", "sum", "entity", "via", "of"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
@settings(max_examples=300, deadline=None)
def test_nonsense_is_refused_and_never_fails(tree: Any) -> None:
    with suppress(Invalid):
        assert isinstance(parse_condition(SAMPLE.model, SAMPLE.company, tree), Condition)


def test_an_unknown_relative_value_is_told_with_those_there_are() -> None:
    tree = {"field": "founded_on", "op": "eq", "value": {"relative": "last_week"}}
    with pytest.raises(Invalid) as refused:
        parse_condition(SAMPLE.model, SAMPLE.company, tree)
    (problem,) = refused.value.problems
    known = ["now", "this_month", "this_quarter", "this_week", "this_year", "today"]
    assert problem.params == {"name": "last_week", "known": known}
    assert "last_week" in message(problem.code, problem.params, "en")
    assert "this_week" in message(problem.code, problem.params, "zh-CN")
