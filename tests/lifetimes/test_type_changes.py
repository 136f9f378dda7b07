"""A field that changes its type again and again shows what it holds now, never what one of its places held once."""

from __future__ import annotations

from typing import Any

import pytest

from builder.runtime import save_records
from builder.runtime.bulk import bulk
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage.engine import Database
from tests.lifetimes.laboratory import Laboratory, wire
from tests.lifetimes.test_lifetimes import named

OPTIONS = {"options": [{"name": one, "label": {"en": one}} for one in "abc"]}


class Worker(Laboratory):
    """Somebody who changes one record and the types of its fields."""

    def create(self, **values: Any) -> int:
        with self.writing() as work:
            return save_records.create(work, work.entity("thing"), {"name": "one", **wire(values)})

    def change(self, number: int, **values: Any) -> None:
        with self.writing() as work:
            save_records.update(work, work.entity("thing"), Update(number, None, wire(values)))

    def retype(self, name: str, to: str) -> None:
        self.publish_fields(
            lambda fields: named(fields, name).update(
                type=to, searchable=False, **({"settings": OPTIONS} if to == "multi_select" else {})
            )
        )

    def value(self, number: int, name: str) -> Any:
        return self.records()[number][2].get(name)


@pytest.mark.parametrize("aside", ["long_text", "json"])
def test_a_value_that_was_kept_aside_before_is_not_mistaken_for_what_is_there_now(
    database: Database, aside: str
) -> None:
    worker = Worker(database)
    number = worker.create(text_1="7")
    worker.retype("text_1", aside)
    worker.retype("text_1", "integer")
    worker.change(number, text_1=12)
    worker.retype("text_1", "long_text")
    assert worker.value(number, "text_1") == "12"
    assert worker.found({"filter": {"field": "text_1", "op": "contains", "value": "12"}}) == {number}
    worker.change(number, text_1=None)
    assert worker.value(number, "text_1") is None


def test_a_value_kept_aside_is_converted_to_another_type_that_is_kept_aside(database: Database) -> None:
    worker = Worker(database)
    number = worker.create(text_1="7")
    worker.retype("text_1", "json")
    worker.change(number, text_1={"a": [1]})
    worker.retype("text_1", "long_text")
    found = worker.value(number, "text_1")
    assert found.replace(" ", "") == '{"a":[1]}'
    assert worker.found({"filter": {"field": "text_1", "op": "contains", "value": "a"}}) == {number}


@pytest.mark.parametrize(
    ("to", "expected"), [("integer", [12, 12]), ("long_text", ["12", "12"]), ("multi_select", [None, None])]
)
def test_an_undo_writes_no_value_of_a_type_that_a_field_had_once(
    database: Database, to: str, expected: list[Any]
) -> None:
    worker = Worker(database)
    numbers = [worker.create(text_1=text) for text in ("7", "alpha")]
    with worker.writing() as work:
        done = bulk(work, work.entity("thing"), {"action": "update", "ids": numbers, "values": {"text_1": "12"}})
    worker.retype("text_1", to)
    with worker.writing() as work:
        undone = undo(work, done["change_set"], "rest")
    assert [(one["id"], one["code"], one["fields"]) for one in undone.conflicts] == [
        (number, "type_changed", ["text_1"]) for number in numbers
    ]
    assert [worker.value(number, "text_1") for number in numbers] == expected
    for number in numbers:
        assert worker.story(number)


def test_the_history_of_a_field_is_told_whatever_types_it_had(database: Database) -> None:
    worker = Worker(database)
    number = worker.create(text_1="alpha")
    worker.change(number, text_1="7")
    worker.retype("text_1", "integer")
    worker.change(number, text_1=8)
    told = [item["changes"] for item in worker.story(number)]
    assert told == [
        [{"field": "text_1", "before": 7, "after": 8}],
        [{"field": "text_1", "before": None, "after": 7}],
        [],
    ]


def bulk_write(worker: Worker, numbers: list[int], text: str) -> int:
    with worker.writing() as work:
        done = bulk(work, work.entity("thing"), {"action": "update", "ids": numbers, "values": {"text_1": text}})
    return int(done["change_set"])


def test_an_undo_tells_of_a_field_that_was_blank_and_has_another_type_now(database: Database) -> None:
    worker = Worker(database)
    number = worker.create()
    change_set = bulk_write(worker, [number], "alpha")
    worker.retype("text_1", "integer")
    with worker.writing() as work:
        undone = undo(work, change_set, "rest")
    assert [(one["code"], one["fields"]) for one in undone.conflicts] == [("type_changed", ["text_1"])]
    worker.retype("text_1", "text")
    assert worker.value(number, "text_1") == "alpha"
    with worker.writing() as work:  # nothing was taken back before, so it still can be
        assert undo(work, change_set, "all").restored == 1
    assert worker.value(number, "text_1") is None


@pytest.mark.parametrize("between", ["integer", "long_text"])
def test_an_undo_works_again_when_the_type_returned(database: Database, between: str) -> None:
    worker = Worker(database)
    number = worker.create(text_1="alpha")
    change_set = bulk_write(worker, [number], "beta")
    worker.retype("text_1", between)
    worker.retype("text_1", "text")
    assert worker.value(number, "text_1") == "beta"
    with worker.writing() as work:
        assert undo(work, change_set, "all").restored == 1
    assert worker.value(number, "text_1") == "alpha"


def test_an_undo_of_nothing_leaves_the_change_to_be_taken_back_later(database: Database) -> None:
    worker = Worker(database)
    number = worker.create(text_1="alpha")
    change_set = bulk_write(worker, [number], "beta")
    worker.change(number, text_1="gamma")
    with worker.writing() as work:
        assert undo(work, change_set, "rest").restored == 0
    worker.change(number, text_1="beta")
    with worker.writing() as work:
        assert undo(work, change_set, "all").restored == 1
    assert worker.value(number, "text_1") == "alpha"
