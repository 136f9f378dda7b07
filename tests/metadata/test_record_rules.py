"""Rules of entities and forms, applied to records."""

from __future__ import annotations

from typing import Any

import pytest

from builder.errors import Problem
from builder.metadata.evaluation import PlainRecord
from builder.metadata.record_rules import compile_rules
from builder.metadata.values import Values
from tests.metadata.test_evaluation import MOMENT
from tests.samples.sample_app import sample_documents
from tests.samples.sample_model import SampleModel, sample_model

SAMPLE = sample_model()


def _values(sample: SampleModel, wire: dict[str, Any]) -> Values:
    fields = sample.company.by_name
    return {fields[name].id: fields[name].type.parse(raw, fields[name]) for name, raw in wire.items()}


def _apply(
    wire: dict[str, Any], before: dict[str, Any] | None = None, sample: SampleModel = SAMPLE, form: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    """Apply the rules and return wire values by name, with problems."""
    chosen = next((item for item in sample.model.forms.values() if item.name == form), None)
    values = _values(sample, {"name": "A", **wire})
    earlier = _values(sample, {"name": "A", **before}) if before is not None else None
    view = PlainRecord(values)
    after, problems = compile_rules(sample.company, chosen).apply(values, earlier, view, MOMENT)
    by_id = sample.company.by_id
    return {by_id[key].name: by_id[key].type.dump(value, by_id[key]) for key, value in after.items()}, problems


def _told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in problems]


def _with_rules(*rules: dict[str, Any], form_rules: list[dict[str, Any]] | None = None) -> SampleModel:
    documents = sample_documents()
    for document in documents:
        if document["name"] == "company":
            document["rules"] = list(rules)
        if document["name"] == "company_main":
            document["rules"] = form_rules or []
    return sample_model(documents)


def test_required_fields_are_asked_for() -> None:
    assert _told(_apply({"name": None})[1]) == [("name", "required")]


def test_a_rule_requires_only_where_its_condition_holds() -> None:
    assert _told(_apply({"employees": 1000})[1]) == [("code", "required")]
    assert _apply({"employees": 999})[1] == []
    assert _apply({"employees": 1000, "code": "AB-123"})[1] == []


def test_set_and_clear_change_the_record() -> None:
    assert _apply({"rating": 5, "tier": "middle"})[0]["tier"] == "high"
    after, problems = _apply({"tier": "low", "rating": 5, "budget": {"min": "1"}})
    assert (after["tier"], after["budget"], problems) == ("low", None, [])


def test_the_values_given_are_left_as_they_are() -> None:
    values = _values(SAMPLE, {"name": "A", "rating": 5, "tier": "middle"})
    kept = dict(values)
    compile_rules(SAMPLE.company).apply(values, None, PlainRecord(values), MOMENT)
    assert values == kept


def test_a_locked_field_may_stay_but_not_change() -> None:
    revenue, other = ({"amount": amount, "currency": "CNY"} for amount in ("5", "6"))
    before = {"active": False, "revenue": revenue}
    assert _told(_apply({"active": False, "revenue": other}, before)[1]) == [("revenue", "locked_by_rule")]
    assert _apply({"active": False, "revenue": revenue, "score": "1"}, before)[1] == []
    assert _apply({"active": False, "revenue": other})[1] == []


def test_a_rule_blocks_with_the_text_of_the_document_in_every_language() -> None:
    values = _values(SAMPLE, {"name": "A"})
    parent = SAMPLE.company.by_name["parent_company"]
    view = PlainRecord(values, {(parent.id, SAMPLE.company.id): PlainRecord(values)})
    problems = compile_rules(SAMPLE.company).apply(values, None, view, MOMENT)[1]
    assert [(problem.code, problem.message) for problem in problems] == [("blocked_by_rule", "公司不能是自己的上级")]
    assert problems[0].params["message"]["en"] == "A company is not its own parent"


def test_rules_follow_from_each_other() -> None:
    sample = _with_rules(
        {
            "when": {"field": "employees", "op": "ge", "value": 10},
            "then": [{"action": "set", "field": "rating", "value": 4}],
        },
        {
            "when": {"field": "score", "op": "not_blank"},
            "then": [{"action": "set", "field": "employees", "value": 10}],
        },
    )
    after, problems = _apply({"score": "1"}, sample=sample)
    assert (after["employees"], after["rating"], problems) == (10, 4, [])


def _step(field: str, holds_at: int, target: str, becomes: int) -> dict[str, Any]:
    return {
        "when": {"field": field, "op": "eq", "value": holds_at},
        "then": [{"action": "set", "field": target, "value": becomes}],
    }


def test_rules_that_never_settle_are_stopped_and_said() -> None:
    sample = _with_rules(
        _step("rating", 1, "employees", 1),
        _step("employees", 2, "rating", 1),
        _step("rating", 2, "employees", 2),
        _step("employees", 1, "rating", 2),
    )
    assert _told(_apply({"employees": 1}, sample=sample)[1]) == [("", "rules_loop")]
    assert _apply({"employees": 3}, sample=sample)[1] == []


def test_of_two_rules_that_write_the_same_field_the_later_one_counts() -> None:
    sample = _with_rules(_step("employees", 1, "rating", 1), _step("employees", 1, "rating", 2))
    after, problems = _apply({"employees": 1}, sample=sample)
    assert (after["rating"], problems) == (2, [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"relative": "today"}, "2026-01-01"),
        ({"relative": "today", "offset": 1, "unit": "month"}, "2026-02-01"),
        ({"field_of_record": "renewed_on"}, "2020-05-06"),
    ],
)
def test_a_rule_sets_relative_values_and_other_fields(value: dict[str, Any], expected: str) -> None:
    documents = sample_documents()
    company = next(item for item in documents if item["name"] == "company")
    company["fields"].append({"name": "renewed_on", "type": "date", "label": {"en": "Renewed"}})
    company["rules"] = [
        {
            "when": {"field": "score", "op": "not_blank"},
            "then": [{"action": "set", "field": "founded_on", "value": value}],
        }
    ]
    sample = sample_model(documents)
    assert _apply({"score": "1", "renewed_on": "2020-05-06"}, sample=sample)[0]["founded_on"] == expected


def test_a_disabled_rule_does_nothing() -> None:
    sample = _with_rules({"disabled": True, "when": {"all": []}, "then": [{"action": "require", "field": "code"}]})
    assert _apply({}, sample=sample)[1] == []


def test_a_form_is_stricter_than_its_entity() -> None:
    assert _told(_apply({}, form="company_main")[1]) == [("phone", "required")]
    phone = {"phone": "13812345678"}
    assert _told(_apply({**phone, "tier": "middle"}, form="company_main")[1]) == [("score", "required")]
    assert _told(_apply({"name": None, **phone}, form="company_main")[1]) == [("name", "required")]


def test_what_a_form_locks_cannot_change() -> None:
    sample = sample_model()
    number = sample.company.by_name["number"]
    before = {**_values(sample, {"name": "A", "phone": "13812345678"}), number.id: "C-00001"}
    form = next(item for item in sample.model.forms.values() if item.name == "company_main")
    after = {**before, number.id: "C-00002"}
    problems = compile_rules(sample.company, form).apply(after, before, PlainRecord(after), MOMENT)[1]
    assert _told(problems) == [("number", "locked_by_form")]


def test_a_form_does_not_ask_for_what_it_hides() -> None:
    hiding = {"when": {"field": "tier", "op": "eq", "value": "low"}, "then": [{"action": "hide", "field": "phone"}]}
    showing = {"when": {"field": "tier", "op": "eq", "value": "high"}, "then": [{"action": "show", "field": "phone"}]}
    sample = _with_rules(form_rules=[hiding])
    assert _apply({"tier": "low"}, sample=sample, form="company_main")[1] == []
    assert _told(_apply({"tier": "high"}, sample=sample, form="company_main")[1]) == [("phone", "required")]
    sample = _with_rules(form_rules=[showing])
    assert _apply({"tier": "low"}, sample=sample, form="company_main")[1] == []
    assert _told(_apply({"tier": "high"}, sample=sample, form="company_main")[1]) == [("phone", "required")]


def _with_sections(verb: str, section: str) -> SampleModel:
    """Return the sample with a form whose rule shows or hides a section or tab for companies of a low tier."""
    documents = sample_documents()
    (form,) = (document for document in documents if document["name"] == "company_main")
    asked = [{"field": "phone", "required": True}]
    form["sections"] = [
        {"name": "basics", "items": [{"field": "name"}]},
        {"name": "contact", "items": asked},
        {"name": "more", "type": "tabs", "tabs": [
            {"name": "money", "label": {"en": "Money"},
             "sections": [{"name": "score", "items": [{"field": "score", "required": True}]}]},
            {"name": "other", "label": {"en": "Other"}, "sections": [{"items": [{"field": "budget"}]}]},
        ]},
    ]  # fmt: skip
    low = {"field": "tier", "op": "eq", "value": "low"}
    form["rules"] = [{"when": low, "then": [{"action": verb, "section": section}]}]
    return sample_model(documents)


@pytest.mark.parametrize(
    ("section", "left"),
    [("contact", ["score"]), ("more", ["phone"]), ("money", ["phone"]), ("score", ["phone"]), ("other", None)],
)
def test_a_form_does_not_ask_for_what_stands_in_a_section_or_tab_that_it_hides(
    section: str, left: list[str] | None
) -> None:
    everything = [("phone", "required"), ("score", "required")]
    some = everything if left is None else [(name, "required") for name in left]
    for verb, low, high in (("hide", some, everything), ("show", everything, some)):
        sample = _with_sections(verb, section)
        assert _told(_apply({"tier": "low"}, sample=sample, form="company_main")[1]) == low
        assert _told(_apply({"tier": "high"}, sample=sample, form="company_main")[1]) == high


def test_a_problem_is_told_once() -> None:
    require = {"when": {"all": []}, "then": [{"action": "require", "field": "code"}]}
    assert _told(_apply({}, sample=_with_rules(require, require))[1]) == [("code", "required")]
