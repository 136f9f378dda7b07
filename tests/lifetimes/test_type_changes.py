"""A field that changes its type again and again shows what it holds now, never what one of its places held once."""

from __future__ import annotations

from typing import Any

import pytest

from builder.runtime import save_records
from builder.runtime.save_records import Update
from builder.storage.engine import Database
from tests.lifetimes.laboratory import Laboratory, wire
from tests.lifetimes.test_lifetimes import named


class Worker(Laboratory):
    """Somebody who changes one record and the types of its fields."""

    def create(self, **values: Any) -> int:
        with self.writing() as work:
            return save_records.create(work, work.entity("thing"), {"name": "one", **wire(values)})

    def change(self, number: int, **values: Any) -> None:
        with self.writing() as work:
            save_records.update(work, work.entity("thing"), Update(number, None, wire(values)))

    def retype(self, name: str, to: str) -> None:
        self.publish_fields(lambda fields: named(fields, name).update(type=to, searchable=False))

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
