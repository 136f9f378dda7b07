"""A designer, a worker and two orders with lines: where the columns of a sub-table change and come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder.designer.adding_options import add_options
from builder.designer.exporting import export_app
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records, save_records
from builder.runtime.background.handlers import job_handlers
from builder.runtime.bulk import bulk
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.runtime.undo_steps import Undone
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

    def edit(self, change: Callable[[list[dict[str, Any]]], object]) -> tuple[int, ...]:
        """Publish the order with its list of fields changed in place, and return the jobs that this left."""
        with self.reading() as work:
            document = named(export_app(work, "shop")["documents"], "order")
        change(document["fields"])
        return self.publish([document], "shop").jobs

    def change(self, name: str, kind: str, **settings: Any) -> tuple[int, ...]:
        """Give a field of the rows another type and return the jobs that this left."""
        return self.edit(lambda fields: named(columns_in(fields), name).update(type=kind, settings=settings))

    def drop(self, name: str) -> dict[str, Any]:
        """Delete a field of the rows and return what it was."""
        gone: list[dict[str, Any]] = []

        def take(fields: list[dict[str, Any]]) -> None:
            gone.append(named(columns_in(fields), name))
            columns_in(fields).remove(gone[0])

        self.edit(take)
        return gone[0]

    def bring_back(self, column: dict[str, Any]) -> None:
        """Publish the rows with a field that they had before."""
        self.edit(lambda fields: columns_in(fields).append(column))

    def run(self, job: int) -> queue.Job:
        """Let a worker run a job."""
        handlers = job_handlers(self.workspaces, add_options)
        Worker(self.database, handlers, self.workspaces.clock, WorkerSettings(threads=1)).run_one(self.space, job)
        with self.database.read() as conn:
            return queue.find(conn, self.space, job)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the first order."""
        with self.reading() as work:
            return read_records.read_one(work, work.entity("order"), self.order)["values"]["lines"] or []

    def column(self, name: str) -> list[Any]:
        """Return the values of a field of the rows, in order."""
        return [row.get(name) for row in self.rows()]

    def save(self, **values: Any) -> None:
        """Change the first order."""
        with self.writing() as work:
            save_records.update(work, work.entity("order"), Update(self.order, None, values))

    def save_in_bulk(self, **values: Any) -> int:
        """Change the first order in a change set, and return that."""
        with self.writing() as work:
            done = bulk(work, work.entity("order"), {"action": "update", "ids": [self.order], "values": values})
        assert not done["failed"], done
        return int(done["change_set"])

    def take_back(self, change_set: int, mode: str = "all") -> Undone:
        """Undo a change set."""
        with self.writing() as work:
            return undo(work, change_set, mode)

    def story(self) -> list[list[dict[str, Any]]]:
        """Return what each version of the first order changed, newest first."""
        with self.reading() as work:
            found = read_records.history_of(work, work.entity("order"), self.order)["items"]
        return [item["changes"] for item in found]


def columns_in(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents of the fields of the rows, to be changed in place."""
    found: list[dict[str, Any]] = named(fields, "lines")["settings"]["fields"]
    return found
