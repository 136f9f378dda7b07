"""Checks of documents against each other: each break of the sample app is told at its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from builder.metadata.checks import find_problems
from builder.metadata.compile import compile_model
from builder.metadata.definitions import Document
from builder.metadata.naming import resolve
from tests.samples.sample_app import sample_documents
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
Edit = Callable[[dict[str, Any]], None]


def _told(documents: list[Any], others: Any = None, deleted: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = find_problems(documents, others, deleted, SAMPLE.app)
    return [(problem.path, problem.code) for problem in found]


def _edited(name: str, edit: Edit) -> list[Document]:
    """Return the sample app, resolved after one of its catalogue documents was changed."""
    documents = sample_documents()
    edit(next(document for document in documents if document["name"] == name))
    return resolve(documents, None, [])


def _field(name: str, **changes: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        next(item for item in document["fields"] if item["name"] == name).update(changes)

    return edit


def _set(*path: Any, to: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        value: Any = document
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = to

    return edit


def _add(*path: Any, item: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        value: Any = document
        for step in path:
            value = value.setdefault(step, []) if isinstance(value, dict) else value[step]
        value.append(item)

    return edit


def _inner(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"en": name}, **more}


def _new_field(name: str, kind: str, **more: Any) -> Edit:
    return _add("fields", item=_inner(name, kind, **more))


def _rule(name: str, when: dict[str, Any], *then: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "when": when, "then": list(then)}


def _rules(*rules: dict[str, Any]) -> Edit:
    return _set("rules", to=list(rules))


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": value}


def _sets(field: str, value: Any) -> dict[str, Any]:
    return {"action": "set", "field": field, "value": value}


ALWAYS: dict[str, Any] = {"all": []}
_LISTED = [{"from": "fresh", "to": "working"}]
_STAGE = {"name": "fresh", "label": {"en": "Again"}, "type": "open"}

CASES: list[tuple[str, Edit, str, str]] = [
    # names
    ("company", _new_field("score", "text"), "entity.company.fields.score.name", "duplicate_name"),
    ("company", _new_field("owner", "text"), "entity.company.fields.owner.name", "reserved_name"),
    ("company", _new_field("stage", "text"), "entity.company.fields.stage.name", "reserved_name"),
    ("company", _new_field("version", "text"), "entity.company.fields.version.name", "reserved_name"),
    ("company", _new_field("f_12345678", "text"), "entity.company.fields.f_12345678.name", "name_looks_like_id"),
    (
        "sources",
        _add("options", item={"name": "website", "label": {"en": "2"}}),
        "option_set.sources.options.website.name",
        "duplicate_name",
    ),
    ("partner_flow", _add("stages", item=_STAGE), "stage_flow.partner_flow.stages.fresh.name", "duplicate_name"),
    ("all_companies", _set("name", to="big_companies"), "view.big_companies.name", "duplicate_name"),
    # fields
    ("company", _field("profile", unique=True), "entity.company.fields.profile.unique", "cannot_be_unique"),
    (
        "company",
        _set("unique_keys", 0, "fields", 1, to="labels"),
        "entity.company.unique_keys.0.fields.1",
        "cannot_be_unique",
    ),
    ("company", _set("unique_keys", 0, "fields", 1, to="name"), "entity.company.unique_keys.0.fields", "repeated_item"),
    ("company", _set("title", to=["lines"]), "entity.company.title.0", "title_not_possible"),
    ("company", _set("title", to=["parent_company", "name"]), "entity.company.title.0", "title_in_circle"),
    (
        "company",
        _new_field("wide", "sub_table", settings={"fields": [_inner(f"a{at}", "address") for at in range(67)]}),
        "entity.company.fields.wide.settings.fields",
        "too_wide",
    ),
    (
        "company",
        _field("score", default={"fixed": "lots"}),
        "entity.company.fields.score.default.fixed",
        "not_a_number",
    ),
    (
        "company",
        _field("score", default={"current": "today"}),
        "entity.company.fields.score.default.current",
        "default_does_not_fit",
    ),
    (
        "company",
        _field("founded_on", default={"current": "user"}),
        "entity.company.fields.founded_on.default.current",
        "default_does_not_fit",
    ),
    (
        "company",
        _field("score", default={"linked": "parent_company.name"}),
        "entity.company.fields.score.default.linked",
        "default_does_not_fit",
    ),
    (
        "company",
        _field("number", default={"fixed": "C-1"}),
        "entity.company.fields.number.default",
        "default_not_possible",
    ),
    (
        "company",
        _field("score", settings={"min": "5", "max": "1"}),
        "entity.company.fields.score.settings.min",
        "min_above_max",
    ),
    (
        "company",
        _field("source", settings={"option_set": "sources", "depends_on": "name"}),
        "entity.company.fields.source.settings.depends_on",
        "not_an_option_field",
    ),
    (
        "company",
        _field("parent_company", settings={"entity": "company", "filter": _is("tier", 5)}),
        "entity.company.fields.parent_company.settings.filter.value",
        "unknown_option",
    ),
    ("company", _add("indexes", item={"fields": ["labels"]}), "entity.company.indexes.1.fields.0", "cannot_be_indexed"),
    ("company", _set("default_sort", to=[{"field": "labels"}]), "entity.company.default_sort.0.field", "not_sortable"),
    ("person", _set("quick_create", to="company_quick"), "entity.person.quick_create", "form_of_another_entity"),
    ("visit", _set("activity", "happened_at", to="summary"), "entity.visit.activity.happened_at", "wrong_field_type"),
    (
        "visit",
        _new_field(
            "rows",
            "sub_table",
            settings={
                "fields": [
                    {"name": "inner", "type": "tags", "label": {"en": "x"}, "settings": {"tag_set": "company_tags"}}
                ]
            },
        ),
        "entity.visit.fields.rows.settings.fields.inner.type",
        "not_in_sub_table",
    ),
    # conditions
    ("big_companies", _set("filter", to=_is("employees", "x")), "view.big_companies.filter.value", "not_a_number"),
    (
        "big_companies",
        _set("filter", to={"field": "tier", "op": "lt", "value": "high"}),
        "view.big_companies.filter.op",
        "operator_not_offered",
    ),
    (
        "big_companies",
        _set("row_colors", 0, "when", to=_is("employees", "x")),
        "view.big_companies.row_colors.0.when.value",
        "not_a_number",
    ),
    ("company_flow", _set("when", to=_is("employees", "x")), "stage_flow.company_flow.when.value", "not_a_number"),
    (
        "company_flow",
        _set("auto_advance", 0, "when", to=_is("employees", "x")),
        "stage_flow.company_flow.auto_advance.0.when.value",
        "not_a_number",
    ),
    (
        "seller",
        _set("entities", 0, "actions", "view", 2, to={"where": _is("employees", "x")}),
        "role.seller.entities.0.actions.view.2.where.value",
        "not_a_number",
    ),
    ("start", _set("blocks", 1, "where", to=_is("employees", "x")), "page.start.blocks.1.where.value", "not_a_number"),
    # rules
    (
        "company",
        _rules(_rule("r", ALWAYS, {"action": "hide", "field": "code"})),
        "entity.company.rules.r.then.0.action",
        "action_only_in_forms",
    ),
    ("company", _rules(_rule("r", ALWAYS, {"action": "require"})), "entity.company.rules.r.then.0.field", "required"),
    (
        "company",
        _rules(_rule("r", ALWAYS, {"action": "set", "field": "code"})),
        "entity.company.rules.r.then.0.value",
        "required",
    ),
    (
        "company",
        _rules(_rule("r", ALWAYS, _sets("number", "x"))),
        "entity.company.rules.r.then.0.field",
        "field_not_settable",
    ),
    ("company", _rules(_rule("r", ALWAYS, _sets("score", "x"))), "entity.company.rules.r.then.0.value", "not_a_number"),
    (
        "company",
        _rules(_rule("r", ALWAYS, _sets("score", "1"), _sets("score", "2"))),
        "entity.company.rules.r",
        "rules_contradict",
    ),
    (
        "company",
        _rules(_rule("r", ALWAYS, {"action": "require", "field": "code"}, {"action": "clear", "field": "code"})),
        "entity.company.rules.r",
        "rules_contradict",
    ),
    (
        "company",
        _rules(
            _rule("r", _is("tier", "high"), _sets("rating", 1)), _rule("s", _is("tier", "high"), _sets("rating", 2))
        ),
        "entity.company.rules.r",
        "rules_contradict",
    ),
    (
        "company",
        _rules(
            _rule("r", _is("tier", "high"), _sets("tier", "low")), _rule("s", _is("tier", "low"), _sets("tier", "high"))
        ),
        "entity.company.rules.r",
        "rules_contradict",
    ),
    (
        "company",
        _rules(
            _rule("a", _is("rating", 1), _sets("employees", 1)),
            _rule("b", _is("employees", 2), _sets("rating", 1)),
            _rule("c", _is("rating", 2), _sets("employees", 2)),
            _rule("d", _is("employees", 1), _sets("rating", 2)),
        ),
        "entity.company.rules.a",
        "rules_loop",
    ),
    (
        "company_main",
        _rules(_rule("r", ALWAYS, {"action": "message"})),
        "form.company_main.rules.r.then.0.message",
        "required",
    ),
    # flows
    (
        "company_flow",
        _set("transitions", "listed", to=_LISTED),
        "stage_flow.company_flow.stages.won",
        "unreachable_stage",
    ),
    (
        "company_flow",
        _set("fills", "closed_at", to="name"),
        "stage_flow.company_flow.fills.closed_at",
        "wrong_field_type",
    ),
    (
        "company_flow",
        _set("fills", "probability", to="notes"),
        "stage_flow.company_flow.fills.probability",
        "wrong_field_type",
    ),
    # layouts
    (
        "company_quick",
        _add("sections", 0, "items", item={"field": "name"}),
        "form.company_quick.sections",
        "repeated_field",
    ),
    (
        "company_quick",
        _add("sections", item={"items": [{"field": one} for one in ("website", "notes", "budget", "revenue")]}),
        "form.company_quick.sections",
        "too_many_quick_fields",
    ),
    (
        "company_quick",
        _add("sections", 0, "items", item={"field": "budget", "hidden": True, "required": True}),
        "form.company_quick.sections",
        "required_but_hidden",
    ),
    ("all_companies", _set("sort", to=[{"field": "labels"}]), "view.all_companies.sort.0.field", "not_sortable"),
    ("big_companies", _set("group", to=[{"field": "revenue"}]), "view.big_companies.group.0.field", "not_groupable"),
    (
        "big_companies",
        _set("group", to=[{"field": "tier", "grain": "month"}]),
        "view.big_companies.group.0.grain",
        "not_a_date",
    ),
    (
        "big_companies",
        _set("totals", to=[{"field": "name", "function": "sum"}]),
        "view.big_companies.totals.0.field",
        "function_not_offered",
    ),
    ("all_companies", _set("type", to="board"), "view.all_companies.board", "required"),
    ("company_board", _set("board", "sum", to="name"), "view.company_board.board.sum", "function_not_offered"),
    ("company_board", _set("board", "field", to="labels"), "view.company_board.board.field", "not_for_board"),
    (
        "company_board",
        _set("board", "field", to="parent_company.tier"),
        "view.company_board.board.field",
        "not_for_board",
    ),
    ("company_board", _set("board", "color", to="name"), "view.company_board.board.color", "no_colors"),
    (
        "company_board",
        _set("calendar", to={"start": "founded_on", "also": ["last_call_at", "opens_at"]}),
        "view.company_board.calendar.also.1",
        "not_a_date",
    ),
    ("company_board", _set("gallery", to={"image": "name"}), "view.company_board.gallery.image", "not_a_picture"),
    ("company_board", _set("tree", to={"parent": "manager"}), "view.company_board.tree.parent", "not_a_parent"),
    ("all_companies", _set("tree", to={"parent": "source"}), "view.all_companies.tree.parent", "not_a_parent"),
    ("all_companies", _set("calendar", to={"start": "name"}), "view.all_companies.calendar.start", "not_a_date"),
    ("sample", _set("menu", 0, to={"type": "entity"}), "app.sample.menu.0.entity", "required"),
    (
        "company_page",
        _set("blocks", 2, to={"type": "related", "entity": "person"}),
        "page.company_page.blocks.2.via",
        "required",
    ),
    (
        "company_flow",
        _set("stages", 0, "tasks", to=[{"label": {"en": "Call"}}]),
        "stage_flow.company_flow.task_records",
        "required",
    ),
    (
        "company_flow",
        _set("task_records", to={"entity": "person", "about": "company", "title": "name", "due": "role"}),
        "stage_flow.company_flow.task_records.entity",
        "not_for_tasks",
    ),
    (
        "company_flow",
        _set("task_records", to={"entity": "person", "about": "company", "title": "name", "due": "role"}),
        "stage_flow.company_flow.task_records.due",
        "wrong_field_type",
    ),
    (
        "company_flow",
        _set("task_records", to={"entity": "person", "about": "company", "title": "company"}),
        "stage_flow.company_flow.task_records",
        "task_lacks_field",
    ),
    (
        "company_flow",
        _set("task_records", to={"entity": "company", "about": "parent_company", "title": "name"}),
        "stage_flow.company_flow.task_records.entity",
        "not_for_tasks",
    ),
    (
        "company_flow",
        _set("stages", 1, "remind_days", to=31),
        "stage_flow.company_flow.stages.working.remind_days",
        "too_large",
    ),
    ("company", _field("manager", searchable=True), "entity.company.fields.manager.searchable", "cannot_be_searched"),
    ("company", _field("revenue", searchable=True), "entity.company.fields.revenue.searchable", "cannot_be_searched"),
    ("company", _set("history_days", to=365), "entity.company.history_days", "not_offered_yet"),
    ("all_companies", _set("type", to="pivot"), "view.all_companies.type", "not_offered_yet"),
    (
        "all_companies",
        lambda one: one.update(type="calendar", calendar={"start": "founded_on"}, page_size=20),
        "view.all_companies.page_size",
        "not_with",
    ),
    (
        "company",
        _field("budget", default={"parameter": "budget"}),
        "entity.company.fields.budget.default.parameter",
        "default_does_not_fit",
    ),
    (
        "company",
        _new_field(
            "parts",
            "sub_table",
            settings={"fields": [_inner("part", "text", default={"parameter": "part"})]},
        ),
        "entity.company.fields.parts.settings.fields.part.default.parameter",
        "default_does_not_fit",
    ),
    (
        "seller",
        _add("entities", item={"entity": "visit", "actions": {}}),
        "role.seller.entities.3.entity",
        "repeated_item",
    ),
]


@pytest.mark.parametrize(
    ("name", "edit", "path", "code"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_break_is_told_at_its_place(name: str, edit: Edit, path: str, code: str) -> None:
    assert (path, code) in _told(_edited(name, edit))


def test_a_probability_that_its_field_cannot_take_is_told() -> None:
    documents = sample_documents()
    named = {document["name"]: document for document in documents}
    next(one for one in named["company"]["fields"] if one["name"] == "margin")["settings"] = {"max": "0.5"}
    told = _told(resolve(documents, None, []))
    places = [("stage_flow.company_flow.stages." + stage + ".probability") for stage in ("fresh", "working", "won")]
    assert told == [(place, "too_large") for place in places]


def test_the_sample_app_has_no_problems() -> None:
    assert _told(SAMPLE.documents) == []
    assert _told(SAMPLE.documents, SAMPLE.model) == []


def test_records_called_by_each_other_are_told_and_a_title_that_ends_at_a_name_is_not() -> None:
    documents = sample_documents()
    named = {document["name"]: document for document in documents}
    named["person"]["title"] = ["company"]
    assert _told(resolve(documents, None, [])) == []
    _new_field("boss", "reference", settings={"entity": "person"})(named["company"])
    named["company"]["title"] = ["boss", "name"]
    told = _told(resolve(documents, None, []))
    assert told == [(f"entity.{name}.title.0", "title_in_circle") for name in ("company", "person")]


def test_all_problems_are_told_at_once_and_each_once() -> None:
    documents = sample_documents()
    for name, edit, _, _ in CASES[1:3] + CASES[8:10]:
        edit(next(document for document in documents if document["name"] == name))
    told = _told(resolve(documents, None, []))
    assert {(path, code) for _, _, path, code in CASES[1:3] + CASES[8:10]} <= set(told)
    assert len(told) == len(set(told))


def test_what_refers_to_a_deleted_document_is_told() -> None:
    gone = SAMPLE.document("option_set", "sources")["id"]
    left = [document for document in SAMPLE.documents if document["id"] != gone]
    expected = ("entity.company.fields.source.settings.option_set", "unknown_reference")
    assert expected in _told(left, SAMPLE.model, (gone,))


def test_another_app_that_leans_on_a_deleted_document_is_told() -> None:
    other = {"kind": "app", "name": "other", "label": {"en": "Other"}}
    view = {"kind": "view", "name": "v", "label": {"en": "V"}, "entity": "visit", "type": "table"}
    foreign = resolve([other, view], SAMPLE.model, [])
    pairs = [(SAMPLE.app, document) for document in SAMPLE.documents]
    both = compile_model([*pairs, *((foreign[0]["id"], document) for document in foreign)])
    gone = SAMPLE.entity("visit").id
    left = [document for document in SAMPLE.documents if document["id"] != gone]
    assert ("view.v.entity", "unknown_reference") in _told(left, both, (gone,))
    assert _told(SAMPLE.documents, both) == []


def test_a_reference_that_leads_nowhere_is_told_once() -> None:
    documents = deepcopy(SAMPLE.documents)
    view = next(document for document in documents if document["name"] == "big_companies")
    view["filter"]["all"][0]["field"] = "f_00000000"
    assert _told(documents) == [("view.big_companies.filter.all.0.field", "unknown_reference")]


@pytest.mark.parametrize(
    ("kind", "name", "edit", "path", "code"),
    [
        ("entity", "company", _set("name", to="firm"), "entity.firm.name", "name_is_immutable"),
        (
            "entity",
            "company",
            _set("fields", 0, "name", to="title_text"),
            "entity.company.fields.title_text.name",
            "name_is_immutable",
        ),
        (
            "stage_flow",
            "company_flow",
            _set("stages", 0, "name", to="newest"),
            "stage_flow.company_flow.stages.newest.name",
            "name_is_immutable",
        ),
    ],
)
def test_api_names_stay_once_published(kind: str, name: str, edit: Edit, path: str, code: str) -> None:
    documents = deepcopy(SAMPLE.documents)
    edit(next(document for document in documents if (document["kind"], document["name"]) == (kind, name)))
    assert (path, code) in _told(documents, SAMPLE.model)


def test_a_flow_stays_with_its_entity_and_a_document_with_its_kind() -> None:
    documents = deepcopy(SAMPLE.documents)
    form = next(document for document in documents if document["name"] == "company_quick")
    form["entity"] = SAMPLE.entity("person").id
    assert ("form.company_quick.entity", "entity_is_immutable") in _told(documents, SAMPLE.model)
    tags = {**SAMPLE.document("option_set", "sources"), "kind": "tag_set"}
    tags["tags"] = tags.pop("options")
    rest = [document for document in SAMPLE.documents if document["id"] != tags["id"]]
    assert ("tag_set.sources.kind", "kind_is_immutable") in _told([*rest, tags], SAMPLE.model)


def test_options_may_be_renamed_and_types_may_change() -> None:
    documents = deepcopy(SAMPLE.documents)
    company = next(document for document in documents if document["name"] == "company")
    tier = next(item for item in company["fields"] if item["name"] == "tier")
    tier["settings"]["options"][0]["name"] = "highest"
    next(item for item in company["fields"] if item["name"] == "barcode")["type"] = "text"
    assert _told(documents, SAMPLE.model) == []


def test_ids_belong_to_one_thing() -> None:
    documents = deepcopy(SAMPLE.documents)
    company = next(document for document in documents if document["name"] == "company")
    company["fields"][1]["id"] = company["fields"][0]["id"]
    assert ("entity.company.fields.code.id", "duplicate_id") in _told(documents)


@pytest.mark.parametrize("document", [None, 5, [], {}, {"kind": "view"}, {"kind": ["x"]}, {"kind": "nix"}])
def test_what_is_no_document_is_told_and_nothing_else_is_looked_at(document: Any) -> None:
    told = _told([document, *SAMPLE.documents])
    assert told
    assert all(path.startswith("documents.0") for path, _ in told)


def test_an_element_without_an_id_is_told() -> None:
    documents = deepcopy(SAMPLE.documents)
    del next(document for document in documents if document["name"] == "sources")["options"][0]["id"]
    assert _told(documents) == [("option_set.sources.options.website.id", "required")]


OVERLAPPING = [{"from": "09:00", "to": "12:00"}, {"from": "11:59", "to": "18:00"}]
TWICE = [{"id": f"ex_2222222{at}", "date": "2026-10-01", "works": False} for at in (2, 3)]


@pytest.mark.parametrize(
    ("setting", "value", "place", "code"),
    [
        ("time_zone", "Mars/Base", "time_zone", "unknown_time_zone"),
        ("region", "XX", "region", "unknown_region"),
        ("currency", "ZZZ", "currency", "not_a_currency"),
        ("currencies", ["CNY", "XXX"], "currencies.1", "not_a_currency"),
        ("calendar", {"work_days": []}, "calendar.work_days", "no_working_day"),
        ("calendar", {"hours": []}, "calendar.hours", "no_working_hours"),
        ("calendar", {"hours": [{"from": "18:00", "to": "09:00"}]}, "calendar.hours.0.to", "hours_reversed"),
        ("calendar", {"hours": [{"from": "09:00", "to": "24:01"}]}, "calendar.hours.0.to", "not_a_time_of_day"),
        ("calendar", {"hours": OVERLAPPING}, "calendar.hours.1.from", "hours_overlap"),
        ("calendar", {"exceptions": TWICE}, "calendar.exceptions.1.date", "repeated_date"),
    ],
)
def test_what_the_settings_of_a_workspace_name_must_exist(setting: str, value: object, place: str, code: str) -> None:
    with_settings = {"kind": "settings", "name": "workspace", "label": {"en": "S"}, "id": "s_22222222"}
    assert (f"settings.workspace.{place}", code) in _told([{**with_settings, setting: value}])
