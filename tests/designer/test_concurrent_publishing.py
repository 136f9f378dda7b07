"""Two people publish at once; a record is written while the rules change: the later one sees what the earlier did."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from builder.designer.exporting import export_app
from builder.designer.publishing import publish
from builder.errors import Conflict, Invalid
from builder.metadata.entity import Entity
from builder.runtime.save_records import create
from tests.designer.conftest import Designer, Documents, add_record, field, named, records_of, shop

SOON = 0.3
"""Seconds in which something that is not held back would have happened."""
EDITORS = 6


def with_field(name: str) -> Documents:
    documents = shop()
    named(documents, "order")["fields"].append(field(name))
    return documents


def test_of_several_who_publish_from_the_same_revision_one_succeeds(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    together = Barrier(EDITORS)

    def edit(number: int) -> str:
        together.wait()
        try:
            return str(designer.publish(with_field(f"note{number}"), "shop", revision=first).revision)
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(EDITORS) as pool:
        answers = sorted(pool.map(edit, range(EDITORS)))

    assert answers == [str(first + 1)] + ["revision_changed"] * (EDITORS - 1)
    with designer.reading() as work:
        assert len(named(export_app(work, "shop")["documents"], "order")["fields"]) == 4


def test_several_who_publish_at_once_without_a_revision_come_one_after_another(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    together = Barrier(EDITORS)

    def edit(number: int) -> int:
        role = {"kind": "role", "name": f"role{number}", "label": {"en": "Role"}, "entities": []}
        together.wait()
        return designer.publish([role], "shop").revision

    with ThreadPoolExecutor(EDITORS) as pool:
        revisions = sorted(pool.map(edit, range(EDITORS)))

    assert revisions == list(range(first + 1, first + 1 + EDITORS))
    with designer.reading() as work:
        roles = work.model.of_kind("role")
        assert len(roles) == EDITORS + 1


def test_a_record_written_while_the_rules_change_obeys_the_new_ones(designer: Designer) -> None:
    designer.publish(shop())
    stricter = shop()
    named(stricter, "customer")["fields"][1]["required"] = True
    began = Event()

    def write() -> int:
        began.set()
        with designer.writing() as work:
            return create(work, entity_of(work.model.entity("customer")), {"name": "Acme"})

    with ThreadPoolExecutor(1) as pool:
        with designer.publishing() as work:
            publish(work, "shop", stricter)
            waiting: Future[int] = pool.submit(write)
            assert began.wait(10)
            with pytest.raises(TimeoutError):
                waiting.result(SOON)
        with pytest.raises(Invalid) as refusal:
            waiting.result(20)

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == [("values.code", "required")]
    with designer.reading() as work:
        assert records_of(work, "customer") == []


def test_a_publish_waits_for_a_record_that_is_being_written_and_finds_it(designer: Designer) -> None:
    designer.publish(shop())
    unique = shop()
    named(unique, "order")["fields"][0]["unique"] = True
    with ThreadPoolExecutor(1) as pool:
        with designer.writing() as work:
            add_record(work, "order", 1, number="A-1")
            add_record(work, "order", 2, number="A-1")
            waiting = pool.submit(designer.publish, unique)
            with pytest.raises(TimeoutError):
                waiting.result(SOON)
        with pytest.raises(Invalid) as refusal:
            waiting.result(20)

    assert [problem.code for problem in refusal.value.problems] == ["duplicates_exist"]
    with designer.reading() as work:
        assert not entity_of(work.model.entity("order")).by_name["number"].unique


def test_readers_of_the_old_rules_are_not_disturbed(designer: Designer) -> None:
    designer.publish(shop())
    with designer.reading() as reader, ThreadPoolExecutor(1) as pool:
        before = records_of(reader, "customer")
        pool.submit(designer.publish, [{**named(shop(), "customer"), "label": {"en": "Client"}}], "shop").result(20)
        assert records_of(reader, "customer") == before
        assert entity_of(reader.model.entity("customer")).label == {"en": "Customer"}


def entity_of(found: Entity | None) -> Entity:
    assert found is not None
    return found
