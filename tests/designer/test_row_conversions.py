"""Fields of the rows of a sub-table that get another type keep their values, as ordinary fields do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.designer.adding_options import add_options
from builder.designer.exporting import export_app
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records, save_records
from builder.runtime.background.handlers import job_handlers
from builder.runtime.save_records import Update
from builder.storage import deferred_work, publish
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, named

GRADES = {"options": [{"name": "high", "label": {"en": "High"}}, {"name": "low", "label": {"en": "Low"}}]}
INNER = [
    field("word"),
    field("size"),
    field("price", "number", settings={"decimals": 2}),
    field("grade", "select", settings=GRADES),
    field("day", "date"),
    field("note", "long_text"),
]
ROWS = [
    {"word": "a", "size": "12", "price": "1.25", "grade": "high", "day": "2026-01-05", "note": "7"},
    {"word": "b", "size": "many", "price": "-3.00", "grade": "low", "note": "x"},
    {"word": "c"},
]


class Orders(Designer):
    """A designer with a worker and one order with three rows."""

    def __init__(self, database: Database, space: Space, account: int) -> None:
        super().__init__(database, account)
        self.database, self.space = database, space
        order = {"kind": "entity", "name": "order", "label": {"en": "Order"}, "title": ["name"]}
        order["fields"] = [field("name"), field("lines", "sub_table", settings={"fields": INNER})]
        self.publish([{"kind": "app", "name": "shop", "label": {"en": "Shop"}}, order])
        with self.writing() as work:
            self.order = save_records.create(work, work.entity("order"), {"name": "O", "lines": ROWS})
            save_records.create(work, work.entity("order"), {"name": "P", "lines": ROWS[2:]})

    def change(self, name: str, kind: str, **settings: Any) -> tuple[int, ...]:
        """Give a field of the rows another type and return the jobs that this left."""
        with self.reading() as work:
            document = named(export_app(work, "shop")["documents"], "order")
        inner = next(one for one in document["fields"][1]["settings"]["fields"] if one["name"] == name)
        inner |= {"type": kind, "settings": settings}
        return self.publish([document], "shop").jobs

    def run(self, job: int) -> queue.Job:
        """Let a worker run a job."""
        handlers = job_handlers(self.workspaces, add_options)
        Worker(self.database, handlers, self.workspaces.clock, WorkerSettings(threads=1)).run_one(self.space, job)
        with self.database.read() as conn:
            return queue.find(conn, self.space, job)

    def column(self, name: str) -> list[Any]:
        """Return the values of a field of the rows, in order."""
        with self.reading() as work:
            rows = read_records.read_one(work, work.entity("order"), self.order)["values"]["lines"]
        return [row.get(name) for row in rows]


@pytest.fixture
def orders(database: Database, space: Space, designer: Designer) -> Orders:
    return Orders(database, space, designer.account)


CHANGES = [
    ("size", "integer", {}, [12, None, None]),
    ("size", "number", {"decimals": 1}, ["12.0", None, None]),
    ("price", "number", {"decimals": 4}, ["1.2500", "-3.0000", None]),
    ("price", "text", {}, ["1.25", "-3.00", None]),
    ("grade", "text", {}, ["High", "Low", None]),
    ("day", "text", {}, ["2026-01-05", None, None]),
    ("note", "integer", {}, [7, None, None]),
    ("word", "select", GRADES, [None, None, None]),
]
IDS = [f"{name} to {kind}" for name, kind, _, _ in CHANGES]


@pytest.mark.parametrize(("name", "kind", "settings", "expected"), CHANGES, ids=IDS)
def test_rows_keep_their_values_through_a_change_of_type(
    orders: Orders, name: str, kind: str, settings: dict[str, Any], expected: list[Any]
) -> None:
    assert orders.change(name, kind, **settings) == ()
    assert orders.column(name) == expected
    assert orders.column("word" if name != "word" else "size")[:2] == (["a", "b"] if name != "word" else ["12", "many"])


def test_there_and_back_again_keeps_what_fits(orders: Orders) -> None:
    orders.change("size", "integer")
    orders.change("size", "text")
    assert orders.column("size") == ["12", None, None]


def test_many_rows_are_converted_by_a_job_that_leaves_later_changes_alone(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 2)
    (job,) = orders.change("size", "integer")
    assert orders.column("size") == [None, None, None]
    with orders.writing() as work:
        entity = work.entity("order")
        rows = read_records.read_one(work, entity, orders.order)["values"]["lines"]
        rows[2]["size"] = 99
        save_records.update(work, entity, Update(orders.order, 1, {"lines": rows}))
    done = orders.run(job)
    assert done.state == "done", done.error
    assert done.result == {"converted": 4, "unfit": 1, "records": [orders.order]}
    assert orders.column("size") == [12, None, 99]


def test_a_conversion_of_rows_that_was_torn_away_goes_on(orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 1)
    (job,) = orders.change("price", "text")
    real: Callable[..., Any] = deferred_work.convert_chunk
    taken = 0

    def dying(*given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == 2:
            raise SystemExit("killed")
        return real(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deferred_work, "convert_chunk", dying)
        with pytest.raises(SystemExit):
            orders.run(job)
    assert orders.column("price") == ["1.25", None, None]
    monkeypatch.setattr(orders.workspaces, "clock", lambda: 2_000_000_000_000_000)
    assert orders.run(job).state == "done"
    assert orders.column("price") == ["1.25", "-3.00", None]
