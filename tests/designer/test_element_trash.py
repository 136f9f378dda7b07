"""The trash of elements: what was deleted is listed, and comes back with its values."""

from __future__ import annotations

import pytest

from builder.designer.element_trash import restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.errors import Invalid, NotFound
from tests.designer.conftest import Designer, Documents, add_record, field, named, records_of, shop


def delete_field(designer: Designer, entity: str, name: str) -> None:
    """Publish an entity without one of its fields."""
    with designer.reading() as work:
        document = named(export_app(work, "shop")["documents"], entity)
    document["fields"] = [item for item in document["fields"] if item["name"] != name]
    designer.publish([document], "shop")


def ids_of(designer: Designer, *names: str) -> list[str]:
    with designer.reading() as work:
        return [document["id"] for document in export_app(work, "shop")["documents"] if document["name"] in names]


def trash(designer: Designer) -> list[tuple[str, str]]:
    with designer.reading() as work:
        return [(item.kind, item.name) for item in trashed_elements(work, "shop")]


def restore(designer: Designer, name: str) -> None:
    with designer.publishing() as work:
        found = next(item for item in trashed_elements(work, "shop") if item.name == name)
        restore_element(work, "shop", found.id)


def test_nothing_is_in_the_trash_of_a_new_app(designer: Designer) -> None:
    designer.publish(shop())

    assert trash(designer) == []


def test_a_deleted_field_is_listed_with_who_and_when(designer: Designer) -> None:
    designer.publish(shop())
    delete_field(designer, "order", "amount")
    with designer.reading() as work:
        (found,) = trashed_elements(work, "shop")
        entity = work.model.entity("order")

    assert entity is not None
    assert (found.kind, found.name, found.label, found.entity) == ("field", "amount", {"en": "Amount"}, entity.id)
    assert (found.entity_label, found.by, found.revision) == ({"en": "Order"}, designer.account, 2)


def test_a_restored_field_has_its_values_and_its_place(designer: Designer) -> None:
    designer.publish(shop())
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1", amount=1250)
    with designer.reading() as work:
        before = export_app(work, "shop")
    delete_field(designer, "order", "amount")
    with designer.reading() as work:
        assert "amount" not in records_of(work, "order")[0]
    restore(designer, "amount")

    with designer.reading() as work:
        assert export_app(work, "shop") == before
        assert records_of(work, "order")[0]["amount"] == 1250
    assert trash(designer) == []


def test_a_deleted_entity_comes_back_with_its_forms_and_views_and_records(designer: Designer) -> None:
    designer.publish(shop())
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1")
    with designer.reading() as work:
        before = export_app(work, "shop")
    designer.publish([], "shop", delete=ids_of(designer, "order", "order_main", "high_orders"))
    assert trash(designer) == [("entity", "order")]
    restore(designer, "order")

    with designer.reading() as work:
        assert export_app(work, "shop") == before
        assert records_of(work, "order")[0]["number"] == "A-1"
    assert trash(designer) == []


def test_the_latest_deletion_comes_first(designer: Designer) -> None:
    designer.publish(shop())
    delete_field(designer, "order", "amount")
    delete_field(designer, "customer", "code")

    assert trash(designer) == [("field", "code"), ("field", "amount")]


def test_entities_that_refer_to_each_other_come_back_together(designer: Designer) -> None:
    designer.publish(shop())
    with designer.reading() as work:
        documents = export_app(work, "shop")["documents"]
    app, customer = named(documents, "shop"), named(documents, "customer")
    customer["fields"].append(field("last_order", "reference", settings={"entity": "order"}))
    designer.publish([customer, {**app, "menu": []}], "shop")
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1")
    with designer.reading() as work:
        before = export_app(work, "shop")
    others = {document["name"] for document in before["documents"]} - {"shop"}
    designer.publish([], "shop", delete=ids_of(designer, *others))
    assert {("entity", "customer"), ("entity", "order")} <= set(trash(designer))
    restore(designer, "customer")
    with designer.reading() as work:
        after = export_app(work, "shop")["documents"]
        assert after == [document for document in before["documents"] if document["kind"] != "role"]
        assert records_of(work, "order")[0]["number"] == "A-1"
    assert trash(designer) == []


def test_a_field_of_a_deleted_entity_waits_for_it(designer: Designer) -> None:
    designer.publish(shop())
    delete_field(designer, "order", "amount")
    designer.publish([], "shop", delete=ids_of(designer, "order", "order_main", "high_orders"))
    assert trash(designer) == [("entity", "order")]
    restore(designer, "order")
    assert trash(designer) == [("field", "amount")]
    restore(designer, "amount")

    assert trash(designer) == []


def test_a_field_whose_name_was_taken_meanwhile_comes_back_under_a_free_one(designer: Designer) -> None:
    designer.publish(shop())
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1", amount=1250)
    delete_field(designer, "order", "amount")
    with designer.reading() as work:
        order: Documents = [named(export_app(work, "shop")["documents"], "order")]
    order[0]["fields"].append(field("amount"))
    designer.publish(order, "shop")

    restore(designer, "amount")

    assert trash(designer) == []
    with designer.reading() as work:
        (found,) = records_of(work, "order")
        assert (found["amount"], found["amount_2"]) == (None, 1250)


def test_an_entity_whose_name_was_taken_meanwhile_is_refused_with_the_way_out(designer: Designer) -> None:
    designer.publish(shop())
    designer.publish([], "shop", delete=ids_of(designer, "order", "order_main", "high_orders"))
    designer.publish([named(shop(), "order")], "shop")

    with pytest.raises(Invalid) as refusal:
        restore(designer, "order")

    (problem,) = refusal.value.problems
    assert (problem.path, problem.code) == ("entity.order.name", "name_taken_since")
    assert trash(designer) == [("entity", "order")]


def test_a_field_of_the_same_name_inherits_nothing(designer: Designer) -> None:
    designer.publish(shop())
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1", amount=1250)
    delete_field(designer, "order", "amount")
    designer.publish([named(shop(), "order")], "shop")

    with designer.reading() as work:
        assert records_of(work, "order")[0]["amount"] is None
    assert trash(designer) == [("field", "amount")]


@pytest.mark.parametrize("reference", ["f_unknown0", "", "x" * 1_000, "' OR 1=1"])
def test_what_is_not_in_the_trash_cannot_be_restored(designer: Designer, reference: str) -> None:
    designer.publish(shop())
    with designer.publishing() as work, pytest.raises(NotFound, match="unknown_element"):
        restore_element(work, "shop", reference)


def test_the_trash_of_one_app_is_not_the_trash_of_another(designer: Designer) -> None:
    designer.publish(shop())
    designer.publish([{"kind": "app", "name": "notes", "label": {"en": "Notes"}}])
    delete_field(designer, "order", "amount")
    with designer.reading() as work:
        assert trashed_elements(work, "notes") == []
