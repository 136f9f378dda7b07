"""Publish: whole or not at all, everything that is wrong at once, ids that stay."""

from __future__ import annotations

import pytest

from builder.designer.element_trash import restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.designer.installing import clone_app, install
from builder.designer.publishing import check, publish
from builder.designer.revisions import revisions, roll_back
from builder.errors import Conflict, Invalid, NotAllowed
from builder.storage.document_rows import save_documents
from builder.storage.engine import Database
from builder.storage.head import bump, hold_alone
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, named, shop, state
from tests.samples.sample_app import sample_documents


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


def test_a_rule_that_is_newer_than_a_document_refuses_no_other_one(
    designer: Designer, database: Database, space: Space
) -> None:
    designer.publish(shop())
    with designer.reading() as work:
        app = work.model.app("shop")
        documents = {body["name"]: dict(body) for body in work.model.documents.values()}
    customer = {**documents["customer"], "history_days": 30}
    with database.write() as conn:
        hold_alone(conn, space)
        head = bump(conn, space, "metadata_rev", "layout_rev")
        save_documents(conn, space, app.id, [customer], head.metadata_rev)
    order = {**documents["order"], "label": {"en": "Purchase"}}
    designer.publish([order], "shop")
    with designer.reading() as work:
        assert work.entity("order").label == {"en": "Purchase"}
    with pytest.raises(Invalid) as refused:
        designer.publish([{**customer, "label": {"en": "Client"}}], "shop")
    assert [one.code for one in refused.value.problems] == ["not_offered_yet"]
    designer.publish([{**documents["customer"], "label": {"en": "Client"}}], "shop")
