"""The model that documents compile to."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from builder.errors import Problem
from builder.metadata.compile import compile_model
from builder.metadata.conditions import ALWAYS, NEVER, Quantified
from builder.metadata.paths import path_text
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
MODEL, COMPANY = SAMPLE.model, SAMPLE.company


def _names(items: Any) -> list[str]:
    return [item.name for item in items]


def _compiled(kind: str, name: str, **changes: Any) -> tuple[Any, list[Problem]]:
    documents = deepcopy(SAMPLE.documents)
    next(one for one in documents if (one["kind"], one["name"]) == (kind, name)).update(changes)
    problems: list[Problem] = []
    return compile_model([(SAMPLE.app, document) for document in documents], problems), problems


def test_everything_is_found_by_id_and_by_name() -> None:
    assert MODEL.app("sample") is MODEL.app(SAMPLE.app)
    assert MODEL.entity("company") is MODEL.entity(COMPANY.id) is COMPANY
    assert MODEL.entity("company", "a_00000000") is None
    assert COMPANY.find("tier") is COMPANY.find(COMPANY.by_name["tier"].id)
    assert len(MODEL.documents) == len(MODEL.app_of) == len(SAMPLE.documents)
    assert _names(MODEL.entities.values()) == ["company", "person", "visit"]
    assert [document["name"] for document in MODEL.of_kind("role", SAMPLE.app)] == ["seller", "director"]


def test_a_definition_keeps_the_document_it_was_read_from() -> None:
    for key, document in MODEL.documents.items():
        assert document == next(one for one in SAMPLE.documents if one["id"] == key)
    assert [field.document for field in COMPANY.fields] == SAMPLE.document("entity", "company")["fields"]


def test_fields_have_their_settings_options_and_rows() -> None:
    tier, lines, phone = (COMPANY.by_name[name] for name in ("tier", "lines", "phone"))
    assert _names(tier.options) == ["high", "middle", "low"]
    assert (tier.options.list_id, tier.initial) == (tier.id, tier.options.by_name["middle"].id)
    assert _names(lines.fields) == ["item", "quantity", "price", "grade"]
    assert lines.fields[3].options.list_id == lines.fields[3].id
    assert (phone.mask, phone.searchable) == ("phone", True)
    assert COMPANY.by_name["active"].initial == 1
    assert COMPANY.by_name["website_hidden"].api_hidden


def test_shared_lists_are_one_list() -> None:
    source, labels = COMPANY.by_name["source"], COMPANY.by_name["labels"]
    assert source.options is MODEL.option_lists[SAMPLE.document("option_set", "sources")["id"]]
    assert labels.options is MODEL.option_lists[SAMPLE.document("tag_set", "company_tags")["id"]]


def test_system_fields_follow_from_what_an_entity_is() -> None:
    always = {"id", "created_at", "created_by", "updated_at", "updated_by"}
    owned, stages = {"owner", "department"}, {"stage", "stage_entered_at"}
    followed = {"follow_status", "last_followed_at", "next_follow_at"}
    assert {item.id for item in COMPANY.system_fields} == always | owned | stages | followed
    assert {item.id for item in SAMPLE.entity("person").system_fields} == always | owned | followed
    assert {item.id for item in SAMPLE.entity("visit").system_fields} == always | owned
    assert all(item.system and item.id == item.name for item in COMPANY.system_fields)


def test_the_stages_of_all_flows_are_the_options_of_the_stage() -> None:
    stage = COMPANY.by_id["stage"]
    assert stage.options.list_id == f"{COMPANY.id}.stage"
    assert _names(stage.options) == ["fresh", "working", "won", "lost", "assigned", "invited", "joined"]
    assert [one.id for one in COMPANY.flows[0].stages] == [one.id for one in stage.options][:5]
    assert _names(COMPANY.by_id["follow_status"].options) == ["none", "following", "waiting", "overdue"]


def test_flows_know_what_they_ask_and_allow() -> None:
    flow, partners = COMPANY.flows
    by_name = {stage.name: stage for stage in flow.stages}
    assert (flow.mode, partners.mode) == ("listed", "forward")
    assert (by_name["fresh"].id, by_name["working"].id) in flow.listed
    assert _names(by_name["working"].required_on_exit) == ["score"]
    assert _names(by_name["won"].required_on_entry) == ["revenue"]
    assert by_name["won"].entry_condition is not None
    assert (by_name["assigned"].by_hand, by_name["fresh"].by_hand) == (False, True)


def test_unique_fields_and_keys_are_one_list() -> None:
    keys = [(key.id, _names(key.fields)) for key in COMPANY.unique_keys]
    code, credit = COMPANY.by_name["code"], COMPANY.by_name["credit_code"]
    declared = SAMPLE.document("entity", "company")["unique_keys"][0]["id"]
    assert keys == [(code.id, ["code"]), (credit.id, ["credit_code"]), (declared, ["name", "founded_on"])]


def test_titles_sorts_and_indexes_are_bound() -> None:
    assert _names(COMPANY.title) == ["name", "code"]
    assert SAMPLE.entity("visit").default_sort == ((SAMPLE.entity("visit").by_name["happened_at"].id, True),)
    assert [[path_text(path, True) for path in one.paths] for one in COMPANY.indexes] == [["tier", "score"]]


def test_an_activity_knows_its_subject_and_the_parents_above() -> None:
    activity = SAMPLE.entity("visit").activity
    assert activity is not None
    assert (activity.subject.name, activity.happened_at.name) == ("about", "happened_at")
    channel = SAMPLE.entity("visit").by_name["channel"]
    assert activity.qualifying == {channel.options.by_name[name].id for name in ("call", "visit")}
    assert [path_text(path, True) for path in activity.parents] == ["company"]
    assert activity.parents[0].entity is SAMPLE.entity("person")


def test_forms_tell_what_they_show_ask_and_lock() -> None:
    form = next(one for one in MODEL.forms.values() if one.name == "company_main")
    assert _names(form.fields)[:3] == ["name", "code", "tier"]
    assert _names(form.fields)[-2:] == ["labels", "profile"]
    assert (_names(form.required), _names(form.locked), len(form.rules)) == (["phone"], ["number"], 1)
    assert form.entity is COMPANY


def test_views_are_bound_to_their_fields() -> None:
    view = next(one for one in MODEL.views.values() if one.name == "big_companies")
    assert [path_text(path, True) for path in view.columns] == ["name", "employees", "parent_company.name"]
    assert [(path_text(one.path, True), one.descending) for one in view.sort] == [("employees", True), ("name", False)]
    assert [path_text(one.path, True) for one in view.group] == ["tier"]
    assert isinstance(view.filter.items[2], Quantified)  # type: ignore[attr-defined]
    assert next(one for one in MODEL.views.values() if one.name == "all_companies").filter is ALWAYS


def test_settings_have_defaults() -> None:
    assert MODEL.settings["time_zone"] == "Asia/Shanghai"
    settings = {"kind": "settings", "id": "s_22222222", "name": "w", "label": {"en": "W"}, "time_zone": "Europe/Berlin"}
    model = compile_model([("", settings)])
    assert (model.settings["time_zone"], model.settings["currency"]) == ("Europe/Berlin", "CNY")


def test_a_filter_that_cannot_be_read_finds_nothing_and_says_so() -> None:
    model, problems = _compiled("view", "my_visits", filter={"field": "nothing", "op": "blank"})
    assert next(one for one in model.views.values() if one.name == "my_visits").filter is NEVER
    assert [(one.path, one.code) for one in problems] == [("view.my_visits.filter.field", "unknown_field")]


def test_a_field_of_an_unknown_type_is_left_out_and_said() -> None:
    fields = [*SAMPLE.document("entity", "visit")["fields"]]
    fields.append({"id": "f_22222222", "name": "odd", "type": "cube", "label": {"en": "Odd"}})
    model, problems = _compiled("entity", "visit", fields=fields)
    assert "odd" not in model.entity("visit").by_name
    assert [(one.path, one.code) for one in problems] == [("entity.visit.fields.odd.type", "unknown_field_type")]
