"""Publish: whole or not at all, everything that is wrong at once, ids that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.designer.element_trash import restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.designer.installing import clone_app, install
from builder.designer.publishing import check, publish
from builder.designer.revisions import revisions, roll_back
from builder.errors import Conflict, Invalid, NotAllowed, NotFound
from builder.storage.document_rows import load_documents
from builder.storage.engine import Database
from builder.storage.head import read_head
from builder.storage.layout import load_layouts
from builder.storage.space import Space
from tests.designer.conftest import Change, Designer, field, named, shop
from tests.samples.sample_app import sample_documents


def state(database: Database, space: Space) -> tuple[Any, ...]:
    """Return everything a refused publish must leave as it was."""
    with database.read() as conn:
        return load_documents(conn, space), load_layouts(conn, space), read_head(conn, space)


def test_published_documents_are_the_model_of_the_next_unit_of_work(designer: Designer) -> None:
    done = designer.publish(shop())

    with designer.reading() as work:
        assert work.catalog.head.metadata_rev == done.revision
        customer = work.model.entity("customer")
        assert customer is not None
        assert [item.name for item in customer.fields] == ["name", "code", "level"]
        assert customer.id in work.catalog.tables
        assert work.model.apps[done.app].name == "shop"


def test_the_publisher_goes_on_with_what_was_published(designer: Designer) -> None:
    with designer.publishing() as work:
        done = publish(work, None, shop())
        assert work.model.entity("order") is not None
        assert work.catalog.head.metadata_rev == done.revision


def test_the_sample_app_is_published_and_published_again_without_a_change(designer: Designer) -> None:
    first = designer.publish(sample_documents())
    again = designer.publish(sample_documents())

    assert first.changes
    assert (again.revision, again.changes, again.app) == (first.revision, (), first.app)


def test_ids_stay_when_a_file_without_ids_is_published_again(
    designer: Designer, database: Database, space: Space
) -> None:
    designer.publish(shop())
    before = {body["name"]: body for _, body in state(database, space)[0]}
    changed = shop()
    named(changed, "customer")["fields"].append(field("phone"))
    named(changed, "customer")["label"] = {"en": "Client"}
    designer.publish(changed)

    after = {body["name"]: body for _, body in state(database, space)[0]}
    old, new = before["customer"]["fields"], after["customer"]["fields"]
    assert new[:3] == old
    assert new[3]["name"] == "phone"
    assert {name: body["id"] for name, body in before.items()} == {name: body["id"] for name, body in after.items()}


def test_stored_documents_refer_by_id_only(designer: Designer, database: Database, space: Space) -> None:
    designer.publish(shop())
    bodies = {body["name"]: body for _, body in state(database, space)[0]}
    customer = bodies["customer"]["id"]

    assert bodies["order"]["fields"][2]["settings"]["entity"] == customer
    assert bodies["high_orders"]["entity"] == bodies["order"]["id"]
    level = bodies["customer"]["fields"][2]
    via = bodies["order"]["fields"][2]["id"]
    assert bodies["high_orders"]["filter"]["field"] == f"{via}.{level['id']}"
    assert bodies["high_orders"]["filter"]["value"] == level["settings"]["options"][0]["id"]


def test_one_document_can_be_published_alone(designer: Designer) -> None:
    app = designer.publish(shop()).app
    role = {"kind": "role", "name": "boss", "label": {"en": "Boss"}, "entities": [
        {"entity": "order", "actions": {"view": True}}
    ]}  # fmt: skip
    designer.publish([role], "shop")

    with designer.reading() as work:
        assert {body["name"] for body in work.model.of_kind("role", app)} == {"seller", "boss"}


def test_a_check_tells_the_changes_and_makes_none(designer: Designer, database: Database, space: Space) -> None:
    designer.publish(shop())
    before = state(database, space)
    changed = shop()
    named(changed, "order")["fields"].append(field("note"))
    with designer.publishing() as work:
        found = check(work, "shop", changed)

    assert found.problems == ()
    assert [(change.what, change.name) for change in found.changes] == [("added", "note")]
    assert state(database, space) == before


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


@pytest.mark.parametrize(
    "label", ['"; DROP TABLE document; --', "'", "客" * 200, "__proto__", "🙂\u202e", "${7*7}{{x}}", "<script>"]
)
def test_any_label_is_kept_as_it_is(designer: Designer, label: str) -> None:
    documents = shop()
    named(documents, "customer")["label"] = {"en": label}
    named(documents, "customer")["fields"][2]["settings"]["options"][0]["name"] = label[:100].replace(".", "")
    named(documents, "high_orders")["filter"]["value"] = label[:100].replace(".", "")
    designer.publish(documents)

    with designer.reading() as work:
        exported = export_app(work, "shop")["documents"]
    assert named(exported, "customer")["label"] == {"en": label}


@pytest.mark.parametrize("hostile", ["a\0b", "\ud800", "x" * 2_001])
def test_what_is_no_text_for_people_is_refused(designer: Designer, hostile: str) -> None:
    documents = shop()
    named(documents, "customer")["label"] = {"en": hostile}
    with pytest.raises(Invalid):
        designer.publish(documents)
    with pytest.raises(Invalid) as refusal:
        designer.publish(shop(), message=hostile)
    assert [problem.path for problem in refusal.value.problems] == ["message"]


def test_a_publish_from_an_old_revision_is_refused(designer: Designer, database: Database, space: Space) -> None:
    first = designer.publish(shop()).revision
    changed = shop()
    named(changed, "order")["label"] = {"en": "Purchase"}
    second = designer.publish(changed, "shop", revision=first).revision
    before = state(database, space)
    for stale in (first, 0, second + 1):
        with pytest.raises(Conflict, match="revision_changed"):
            designer.publish(shop(), "shop", revision=stale)

    assert state(database, space) == before


def test_another_app_may_be_published_meanwhile(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    designer.publish([{"kind": "app", "name": "notes", "label": {"en": "Notes"}}])
    changed = shop()
    named(changed, "order")["label"] = {"en": "Purchase"}

    assert designer.publish(changed, "shop", revision=first).changes


def test_only_administrators_build(designer: Designer, visitor: Designer) -> None:
    designer.publish(shop())
    with visitor.publishing() as work:
        for forbidden in (
            lambda: publish(work, "shop", []),
            lambda: check(work, "shop", []),
            lambda: export_app(work, "shop"),
            lambda: revisions(work, "shop"),
            lambda: roll_back(work, "shop", 1),
            lambda: trashed_elements(work, "shop"),
            lambda: restore_element(work, "shop", "f_anything"),
            lambda: install(work, "crm"),
            lambda: clone_app(work, "shop", "copy", {"en": "Copy"}),
        ):
            with pytest.raises(NotAllowed):
                forbidden()
