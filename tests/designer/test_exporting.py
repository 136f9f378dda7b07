"""Export: readable, complete, and the same after a way through another installation."""

from __future__ import annotations

import orjson
import pytest

from builder.designer.exporting import documents_of, export_app
from builder.errors import Invalid, NotFound
from tests.designer.conftest import Designer, Documents, named, shop
from tests.samples.sample_app import sample_documents


def exported(designer: Designer, app: str) -> Documents:
    """Export an app and read it as a file would be read."""
    with designer.reading() as work:
        body = orjson.loads(orjson.dumps(export_app(work, app)))
    assert body["format"] == "formloom.app/1"
    found: Documents = documents_of(body)
    return found


@pytest.mark.parametrize(
    ("app", "documents"), [("shop", shop()), ("sample", sample_documents())], ids=["shop", "sample"]
)
def test_an_export_published_elsewhere_exports_the_same(
    designer: Designer, elsewhere: Designer, app: str, documents: Documents
) -> None:
    designer.publish(documents)
    first = exported(designer, app)
    elsewhere.publish(first)

    assert exported(elsewhere, app) == first


def test_an_export_published_where_it_came_from_changes_nothing(designer: Designer) -> None:
    designer.publish(sample_documents())

    assert designer.publish(exported(designer, "sample")).changes == ()


def test_an_export_names_what_it_refers_to_and_keeps_ids_beside(designer: Designer) -> None:
    designer.publish(shop())
    documents = exported(designer, "shop")

    view = named(documents, "high_orders")
    assert view["entity"] == "order"
    assert view["filter"] == {"field": "customer.level", "op": "eq", "value": "high"}
    assert view["id"]
    assert named(documents, "order")["fields"][2]["settings"]["entity"] == "customer"


def test_every_document_of_the_app_and_no_other_is_exported(designer: Designer) -> None:
    designer.publish(shop())
    designer.publish([{"kind": "app", "name": "notes", "label": {"en": "Notes"}}])

    assert [document["name"] for document in exported(designer, "shop")] == [
        "shop", "seller", "customer", "order", "order_main", "high_orders"
    ]  # fmt: skip


def test_an_unknown_app_is_not_exported(designer: Designer) -> None:
    with designer.reading() as work, pytest.raises(NotFound):
        export_app(work, "crm")


@pytest.mark.parametrize(
    "body", [
        None, 1, "documents", {}, {"documents": []}, {"format": "formloom.app/2", "documents": []},
        {"format": [], "documents": []},
    ]
)  # fmt: skip
def test_what_is_no_export_is_refused(body: object) -> None:
    with pytest.raises(Invalid) as refusal:
        documents_of(body)

    assert [problem.code for problem in refusal.value.problems] == ["unknown_format"]


@pytest.mark.parametrize("rest", [{}, {"documents": {}}, {"documents": "none"}])
def test_an_export_without_a_list_of_documents_says_that(rest: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        documents_of({"format": "formloom.app/1", **rest})

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == [("documents", "not_a_list")]


def test_a_bare_list_of_documents_is_read_as_well() -> None:
    assert documents_of([{"kind": "app"}]) == [{"kind": "app"}]
