"""Stages in use stay; others may go."""

from __future__ import annotations

import pytest

from builder.errors import Invalid
from builder.runtime.save_records import create
from builder.runtime.trash_records import delete_many
from tests.designer.conftest import Designer, Documents, named, shop


def staged(*stages: str) -> Documents:
    documents = shop()
    documents.append(
        {
            "kind": "stage_flow",
            "name": "order_flow",
            "label": {"en": "Progress"},
            "entity": "order",
            "stages": [{"name": name, "label": {"en": name}, "type": "open"} for name in stages],
        }
    )
    return documents


def flow_id(designer: Designer) -> str:
    with designer.reading() as work:
        return str(work.model.of_kind("stage_flow")[0]["id"])


@pytest.fixture
def record(designer: Designer) -> int:
    """A new order: it stands in the first stage."""
    designer.publish(staged("fresh", "paid", "sent"))
    with designer.writing() as work:
        return create(work, work.entity("order"), {"number": "A-1"})


def test_a_stage_with_records_is_not_deleted(designer: Designer, record: int) -> None:
    with pytest.raises(Invalid) as refusal:
        designer.publish(staged("sent"), "shop")

    assert [(problem.path, problem.code, problem.params) for problem in refusal.value.problems] == [
        ("stage_flow.order_flow.stages.fresh", "stage_in_use", {"count": 1})
    ]


def test_a_flow_with_records_is_not_deleted(designer: Designer, record: int) -> None:
    with pytest.raises(Invalid) as refusal:
        designer.publish([], "shop", delete=[flow_id(designer)])

    assert [problem.code for problem in refusal.value.problems] == ["stage_in_use"]


def test_a_stage_without_records_is_deleted(designer: Designer, record: int) -> None:
    designer.publish(staged("fresh"), "shop")
    with designer.reading() as work:
        assert [stage.name for stage in work.entity("order").flows[0].stages] == ["fresh"]


def test_records_in_the_trash_hold_nothing_back(designer: Designer, record: int) -> None:
    with designer.writing() as work:
        delete_many(work, work.entity("order"), [(record, None)])
    designer.publish([], "shop", delete=[flow_id(designer)])
    with designer.reading() as work:
        assert work.entity("order").flows == ()


def test_an_entity_is_deleted_with_its_flow_and_records(designer: Designer, record: int) -> None:
    with designer.reading() as work:
        gone = [
            str(body["id"])
            for body in work.model.documents.values()
            if body["name"] in ("order", "order_main", "high_orders", "order_flow")
        ]
    designer.publish([], "shop", delete=gone)
    with designer.reading() as work:
        assert work.model.entity("order") is None


def test_a_renamed_stage_is_the_same_stage(designer: Designer, record: int) -> None:
    documents = staged("fresh", "paid", "sent")
    named(documents, "order_flow")["stages"][0]["label"] = {"en": "Brand new"}
    assert designer.publish(documents, "shop").changes
