"""What publishing refuses: broken documents, other apps' ids, what others still need; everything at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.designer.publishing import check
from builder.errors import Invalid, NotFound
from builder.messages import message
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Change, Designer, field, named, shop, state


def drop(name: str, key: str) -> Change:
    return lambda documents: named(documents, name).pop(key)


def put(name: str, key: str, value: Any) -> Change:
    return lambda documents: named(documents, name).update({key: value})


BROKEN: list[tuple[str, Change, list[tuple[str, str]]]] = [
    ("no label", drop("order", "label"), [("entity.order.label", "required")]),
    ("unknown key", put("order", "__proto__", 1), [("entity.order.__proto__", "unknown_property")]),
    ("unknown kind", put("order", "kind", "table"), [("table.order.kind", "unknown_kind")]),
    ("wrong type", put("order", "fields", "number"), [("entity.order.fields", "wrong_type")]),
    ("unknown field type", put("order", "fields", [field("number", "texts")]),
     [("entity.order.fields.number.type", "unknown_field_type")]),
    ("unknown entity", lambda documents: named(documents, "order")["fields"][2]["settings"].update(entity="client"),
     [("entity.order.fields.customer.settings.entity", "unknown_reference"),
      ("view.high_orders.columns.1.field", "unknown_reference"),
      ("view.high_orders.filter.field", "unknown_reference")]),
    ("unknown field in a filter", put("high_orders", "filter", {"field": "customer.nothing", "op": "blank"}),
     [("view.high_orders.filter.field", "unknown_reference")]),
    ("unknown option", put("high_orders", "filter", {"field": "customer.level", "op": "eq", "value": "middle"}),
     [("view.high_orders.filter.value", "unknown_reference")]),
    ("name twice", lambda documents: named(documents, "order")["fields"].append(field("number")),
     [("entity.order.fields.number.name", "duplicate_name")]),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "problems"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_document_is_refused_with_its_problems_and_nothing_is_done(
    designer: Designer, database: Database, space: Space, broken: Change, problems: list[tuple[str, str]]
) -> None:
    documents = shop()
    broken(documents)
    before = state(database, space)

    with pytest.raises(Invalid) as refusal:
        designer.publish(documents)

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == problems
    assert state(database, space) == before


def test_problems_of_all_documents_come_at_once(designer: Designer) -> None:
    documents = shop()
    for broken in (drop("order", "label"), put("high_orders", "type", "list"), put("seller", "entities", None)):
        broken(documents)
    documents += ["no document", {"kind": "view"}]  # type: ignore[list-item]
    with designer.publishing() as work:
        found = check(work, None, documents)

    assert {problem.path.rpartition(".")[0] for problem in found.problems} >= {
        "entity.order",
        "view.high_orders",
        "role.seller",
    }
    assert {problem.path.split(".")[1] for problem in found.problems if problem.path.startswith("documents")} == {
        "6",
        "7",
    }


def test_problems_of_one_kind_do_not_hide_those_of_another(designer: Designer) -> None:
    documents = shop()
    documents += [
        {"kind": "option_set", "name": "sizes", "label": "no label", "options": []},
        {
            "kind": "entity",
            "name": "visit",
            "label": {"en": "Visit"},
            "title": ["subject"],
            "fields": [
                field("subject"),
                field("subject"),
                field("count", "number", settings={"min": "5", "max": "1"}),
            ],
        },
        {
            "kind": "entity",
            "name": "parcel",
            "label": {"en": "Parcel"},
            "title": ["size"],
            "fields": [field("size", "select", settings={"option_set": "sizes"})],
        },
    ]
    named(documents, "high_orders")["columns"].append({"field": "nothing"})
    for app in (None, "shop"):
        with designer.publishing() as work:
            found = check(work, app, documents).problems

        assert {(problem.path.split(".")[1], problem.code) for problem in found} == {
            ("sizes", "wrong_type"),
            ("high_orders", "unknown_reference"),
            ("visit", "duplicate_name"),
            ("visit", "min_above_max"),
        }
        if app is None:
            designer.publish(shop())


@pytest.mark.parametrize(
    ("app", "change", "delete", "code"),
    [
        (None, lambda documents: documents.pop(0), (), "app_missing"),
        (None, lambda documents: documents.append({**documents[0], "name": "second"}), (), "one_app_only"),
        ("shop", put("shop", "name", "shop2"), (), "another_app"),
        ("shop", lambda _documents: None, ["e_unknown0"], "unknown_reference"),
        ("shop", lambda _documents: None, ["order"], "unknown_reference"),
    ],
)
def test_a_publish_is_about_one_app(
    designer: Designer, app: str | None, change: Change, delete: list[str], code: str
) -> None:
    documents = shop()
    designer.publish(documents)
    change(documents)
    with pytest.raises(Invalid) as refusal:
        designer.publish(documents, app, delete=delete)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_an_app_is_deleted_with_all_its_documents_or_not_at_all(
    designer: Designer, database: Database, space: Space
) -> None:
    app = designer.publish(shop()).app
    every = [body["id"] for _, body in state(database, space)[0]]
    with pytest.raises(Invalid):
        designer.publish([], "shop", delete=[app])

    designer.publish([], "shop", delete=every)

    assert state(database, space)[0] == []


def test_an_unknown_app_is_not_found(designer: Designer) -> None:
    with pytest.raises(NotFound, match="unknown_app"):
        designer.publish([], "crm")


def test_what_others_refer_to_cannot_be_deleted(designer: Designer, database: Database, space: Space) -> None:
    designer.publish(shop())
    before = state(database, space)
    customer = next(body["id"] for _, body in before[0] if body["name"] == "customer")
    with pytest.raises(Invalid) as refusal:
        designer.publish([], "shop", delete=[customer])

    assert {problem.path.split(".")[1] for problem in refusal.value.problems} >= {"order", "shop", "seller"}
    assert state(database, space) == before


def test_a_deleted_field_that_a_view_shows_is_refused(designer: Designer) -> None:
    designer.publish(shop())
    changed = [named(shop(), "customer")]
    changed[0]["fields"].pop()
    with pytest.raises(Invalid) as refusal:
        designer.publish(changed, "shop")

    assert {problem.path.split(".")[1] for problem in refusal.value.problems} == {"high_orders"}


@pytest.mark.parametrize(
    ("steal", "code"),
    [
        (lambda mine, other: mine.update(id=other["id"]), "duplicate_id"),
        (lambda mine, other: mine["fields"][0].update(id=other["fields"][0]["id"]), "duplicate_id"),
        (
            lambda mine, other: mine["fields"][2]["settings"]["options"][0].update(
                id=other["fields"][2]["settings"]["options"][0]["id"]
            ),
            "duplicate_id",
        ),
    ],
    ids=["document", "field", "option"],
)
def test_ids_of_another_app_cannot_be_taken(
    designer: Designer, database: Database, space: Space, steal: Callable[[Any, Any], None], code: str
) -> None:
    designer.publish(shop())
    before = state(database, space)
    thief = named(shop(), "customer")
    steal(thief, next(body for _, body in before[0] if body["name"] == "customer"))
    with pytest.raises(Invalid) as refusal:
        designer.publish([{"kind": "app", "name": "other", "label": {"en": "Other"}}, thief])

    assert [problem.code for problem in refusal.value.problems] == [code]
    assert state(database, space) == before


def test_a_document_given_twice_is_refused(designer: Designer) -> None:
    documents = shop()
    designer.publish(documents)
    with pytest.raises(Invalid) as refusal:
        designer.publish([named(shop(), "order"), named(shop(), "order")], "shop")

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == [
        ("entity.order.name", "duplicate_name")
    ]


def test_the_id_of_a_deleted_field_gives_no_other_entity_its_values(
    designer: Designer, database: Database, space: Space
) -> None:
    designer.publish(shop())
    code = next(body for _, body in state(database, space)[0] if body["name"] == "customer")["fields"][1]
    without = named(shop(), "customer")
    without["fields"].pop(1)
    designer.publish([without], "shop")
    thief = named(shop(), "order")
    thief["fields"].append({**field("loot"), "id": code["id"]})
    with pytest.raises(Invalid) as refusal:
        designer.publish([thief], "shop")

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == [
        ("entity.order.fields.loot.id", "id_in_use")
    ]


@pytest.mark.parametrize("kind", ["field", "option", "section"])
def test_the_id_of_an_element_says_where_it_belongs_and_how_it_goes(designer: Designer, kind: str) -> None:
    designer.publish(shop())
    with designer.reading() as work:
        found = {document["name"]: document for document in work.model.documents.values()}
    level = named(found["customer"]["fields"], "level")
    element, document = {
        "field": (level, "Customer"),
        "option": (level["settings"]["options"][0], "Customer"),
        "section": (found["order_main"]["sections"][0], "Order"),
    }[kind]
    with pytest.raises(Invalid) as refusal:
        designer.publish([], "shop", delete=[element["id"]])
    (problem,) = refusal.value.problems
    assert (problem.path, problem.code) == ("delete.0", "element_not_document")
    for locale in ("zh-CN", "zh-TW", "en"):
        sentence = message(problem.code, problem.params, locale)
        assert element["id"] in sentence
        assert document in sentence
