"""Names become ids and ids become names again; what is published again keeps its ids."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from builder.errors import Invalid
from builder.metadata.compile import compile_model
from builder.metadata.documents import schema_problems
from builder.metadata.elements import element_lists
from builder.metadata.naming import app_with_names, mint, resolve, with_names
from tests.samples.sample_app import sample_documents
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
Document = dict[str, Any]


def _by_id(documents: list[Document]) -> dict[str, Document]:
    return {document["id"]: document for document in documents}


def _elements(document: Document) -> list[Document]:
    return [item for found in element_lists(document) for item in found.items]


def _broken(documents: list[Document], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        resolve(documents, more.get("known"), more.get("existing", []))
    return [(problem.path, problem.code) for problem in refused.value.problems]


def _pick(documents: list[Document], name: str) -> Document:
    return next(document for document in documents if document["name"] == name)


def test_every_document_and_element_gets_an_id_of_its_own_and_an_order() -> None:
    every = [item for document in SAMPLE.documents for item in (document, *_elements(document))]
    ids = [item["id"] for item in every]
    assert len(ids) == len(set(ids)) > 100
    assert all(re.fullmatch("[a-z]{1,3}_[0-9a-z]{8}", one) for one in ids)
    assert all(item["order"] for item in every)
    for document in SAMPLE.documents:
        assert schema_problems(document) == []
        for found in element_lists(document):
            assert [item["order"] for item in found.items] == sorted({item["order"] for item in found.items})


def test_stored_documents_refer_by_id_only() -> None:
    view, company = SAMPLE.document("view", "big_companies"), SAMPLE.company
    tier, person = company.by_name["tier"], SAMPLE.entity("person")
    assert view["entity"] == company.id
    assert view["filter"]["all"][1] == {
        "field": tier.id,
        "op": "in",
        "value": [tier.options.by_name[name].id for name in ("high", "middle")],
    }
    assert view["columns"][2]["field"] == f"{company.by_name['parent_company'].id}.{company.by_name['name'].id}"
    assert view["filter"]["all"][2]["exists"]["via"] == person.by_name["company"].id
    flow = SAMPLE.document("stage_flow", "company_flow")
    assert flow["transitions"]["listed"][0]["from"] == flow["stages"][0]["id"]
    assert flow["transitions"]["listed"][3]["roles"] == [SAMPLE.document("role", "seller")["id"]]
    visit = SAMPLE.document("entity", "visit")
    channel = SAMPLE.entity("visit").by_name["channel"]
    assert visit["activity"]["qualifying_channels"] == [channel.options.by_name[one].id for one in ("call", "visit")]
    assert visit["activity"]["parents"] == [person.by_name["company"].id]


def test_names_come_back_as_they_went_in() -> None:
    def without_ids(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without_ids(item) for key, item in value.items() if key not in ("id", "order")}
        return [without_ids(item) for item in value] if isinstance(value, list) else value

    named = [with_names(document, SAMPLE.model) for document in SAMPLE.documents]
    assert without_ids(named) == sample_documents()
    assert all("id" in document for document in named)


def test_what_was_exported_is_published_again_without_a_difference() -> None:
    exported = app_with_names(SAMPLE.model, SAMPLE.app)
    for known in (None, SAMPLE.model):
        again = resolve(exported, known, SAMPLE.documents if known else [])
        assert _by_id(again) == _by_id(SAMPLE.documents)


def test_a_file_without_ids_keeps_those_of_what_is_published() -> None:
    again = resolve(sample_documents(), SAMPLE.model, SAMPLE.documents)
    assert _by_id(again) == _by_id(SAMPLE.documents)


def test_a_changed_file_keeps_the_ids_of_what_stayed() -> None:
    documents = sample_documents()
    company = _pick(documents, "company")
    company["fields"].insert(1, {"name": "fresh", "type": "text", "label": {"en": "Fresh"}})
    company["fields"].append(company["fields"].pop(5))
    company["fields"] = [item for item in company["fields"] if item["name"] != "barcode"]
    again = _pick(resolve(documents, SAMPLE.model, SAMPLE.documents), "company")
    before = {item["name"]: item["id"] for item in SAMPLE.document("entity", "company")["fields"]}
    names = [item["name"] for item in company["fields"]]
    assert [item["name"] for item in again["fields"]] == names
    assert {item["name"]: item["id"] for item in again["fields"] if item["name"] != "fresh"} == {
        name: before[name] for name in names if name != "fresh"
    }
    assert again["fields"][1]["id"] not in before.values()


def test_one_document_alone_is_read_against_what_is_published() -> None:
    view = _pick(sample_documents(), "big_companies")
    assert resolve([view], SAMPLE.model, SAMPLE.documents) == [SAMPLE.document("view", "big_companies")]


def test_an_element_with_another_id_inherits_nothing() -> None:
    documents = [with_names(document, SAMPLE.model) for document in SAMPLE.documents]
    company = _pick(documents, "company")
    code = next(item for item in company["fields"] if item["name"] == "code")
    code["id"] = "f_22222222"
    again = _pick(resolve(documents, SAMPLE.model, SAMPLE.documents), "company")
    assert next(item for item in again["fields"] if item["name"] == "code")["id"] == "f_22222222"


def test_new_elements_find_their_place_between_ordered_neighbours() -> None:
    document = with_names(SAMPLE.document("option_set", "sources"), SAMPLE.model)
    before = [option["order"] for option in document["options"]]
    document["options"].insert(1, {"name": "advert", "label": {"en": "Advert"}})
    [again] = resolve([document], SAMPLE.model, SAMPLE.documents)
    orders = [option["order"] for option in again["options"]]
    assert orders == sorted(set(orders))
    assert [orders[0], *orders[2:]] == before


def _changed(name: str, *path: Any, to: Any) -> list[Document]:
    documents = sample_documents()
    value: Any = _pick(documents, name)
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = to
    return documents


@pytest.mark.parametrize(
    ("documents", "path"),
    [
        (_changed("all_companies", "entity", to="nothing"), "view.all_companies.entity"),
        (_changed("all_companies", "columns", 1, "field", to="nothing"), "view.all_companies.columns.1.field"),
        (_changed("big_companies", "columns", 2, "field", to="name.x"), "view.big_companies.columns.2.field"),
        (
            _changed("big_companies", "filter", "all", 1, "value", 0, to="huge"),
            "view.big_companies.filter.all.1.value.0",
        ),
        (_changed("company", "title", to=["nix"]), "entity.company.title.0"),
        (_changed("company", "quick_create", to="nix"), "entity.company.quick_create"),
        (
            _changed("company", "rules", 1, "then", 0, "field", to="nix"),
            "entity.company.rules.low_has_no_budget.then.0.field",
        ),
        (
            _changed("company", "rules", 2, "then", 0, "value", to="x"),
            "entity.company.rules.rated_is_high.then.0.value",
        ),
        (_changed("person", "fields", 1, "settings", "entity", to="x"), "entity.person.fields.company.settings.entity"),
        (_changed("visit", "fields", 1, "default", "fixed", to="x"), "entity.visit.fields.channel.default.fixed"),
        (_changed("visit", "activity", "subject", to="x"), "entity.visit.activity.subject"),
        (
            _changed("company_flow", "stages", 1, "required_on_exit", to=["x"]),
            "stage_flow.company_flow.stages.working.required_on_exit.0",
        ),
        (
            _changed("company_flow", "transitions", "listed", 0, "to", to="x"),
            "stage_flow.company_flow.transitions.listed.0.to",
        ),
        (_changed("company_tags", "entities", to=["x"]), "tag_set.company_tags.entities.0"),
        (
            _changed("company_quick", "sections", 0, "items", 0, "field", to="x"),
            "form.company_quick.sections.0.items.0.field",
        ),
        (_changed("seller", "entities", 0, "fields", 0, "field", to="x"), "role.seller.entities.0.fields.0.field"),
        (_changed("start", "blocks", 0, "view", to="x"), "page.start.blocks.0.view"),
        (_changed("sample", "menu", 1, "items", 0, "view", to="x"), "app.sample.menu.1.items.0.view"),
        (_changed("all_companies", "entity", to="e_00000000"), "view.all_companies.entity"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_that_means_nothing_is_told_where_it_stands(documents: list[Document], path: str) -> None:
    assert (path, "unknown_reference") in _broken(documents)


def test_all_unknown_names_are_told_at_once() -> None:
    documents = _changed("company", "title", to=["a", "b"])
    _pick(documents, "person")["title"] = ["c"]
    assert [path for path, _ in _broken(documents)] == [
        "entity.company.title.0",
        "entity.company.title.1",
        "entity.person.title.0",
    ]


def test_documents_that_break_their_schema_are_told_before_names() -> None:
    documents: list[Any] = [*sample_documents(), 5, {"kind": "view", "name": "x"}]
    assert _broken(documents)[:2] == [("documents.18", "wrong_type"), ("view.x.label", "required")]


def test_a_name_of_another_app_is_found_and_two_are_ambiguous() -> None:
    two = [*SAMPLE.documents, *sample_model().documents]
    apps = [document["id"] for document in two if document["kind"] == "app"]
    mine = {"kind": "app", "name": "other", "label": {"en": "Other"}}
    view = {"kind": "view", "name": "v", "label": {"en": "V"}, "entity": "company", "type": "table"}
    one = resolve([mine, view], SAMPLE.model, [])
    assert one[1]["entity"] == SAMPLE.company.id
    half = len(SAMPLE.documents)
    both = compile_model([(apps[index >= half], document) for index, document in enumerate(two)])
    assert _broken([mine, view], known=both) == [("view.v.entity", "ambiguous_reference")]


def test_an_installed_copy_has_ids_of_its_own_and_remembers_where_it_came_from() -> None:
    made = mint(SAMPLE.documents, ("crm", "1.2"))
    old = {item["id"] for document in SAMPLE.documents for item in (document, *_elements(document))}
    for before, after in zip(SAMPLE.documents, made, strict=True):
        assert after["origin"] == {"template": "crm", "version": "1.2", "id": before["id"]}
        assert not {item["id"] for item in (after, *_elements(after))} & old
        assert schema_problems(after) == []
    stored = resolve(made, None, [])
    assert {document["id"] for document in stored} == {document["id"] for document in made}
    model = compile_model([("a_00000000", document) for document in stored])
    copied = app_with_names(model, "a_00000000")
    assert [document["name"] for document in copied] == [d["name"] for d in app_with_names(SAMPLE.model, SAMPLE.app)]


def test_origins_of_a_file_without_ids_are_the_same_each_time() -> None:
    first, second = (mint(sample_documents(), ("crm", "1")) for _ in range(2))
    origins = [[item["origin"] for d in made for item in (d, *_elements(d))] for made in (first, second)]
    assert origins[0] == origins[1]
    assert len({origin["id"] for origin in origins[0]}) == len(origins[0])
    assert not {d["id"] for d in first} & {d["id"] for d in second}


def test_documents_given_are_left_as_they_are() -> None:
    given = sample_documents()
    kept = deepcopy(given)
    resolve(given, SAMPLE.model, SAMPLE.documents)
    mint(given, ("crm", "1"))
    assert given == kept
