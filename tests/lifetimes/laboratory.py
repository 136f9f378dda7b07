"""A workspace with one entity, worked on through the doors that people use, and looked at whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from sqlalchemy import func, select

from builder.designer.adding_options import add_options
from builder.designer.element_trash import restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records
from builder.runtime.background.handlers import job_handlers
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.installation import create_workspace
from tests.conftest import NOW
from tests.designer.conftest import Designer, field, new_member

KEYS = count(1)
ROWS = [field("item", required=True)]
BASE: list[dict[str, Any]] = [
    field("name", required=True, searchable=True),
    field("code", unique=True),
    field("friend", "reference", settings={"entity": "thing", "on_delete": "clear"}),
    field("labels", "multi_select", settings={"options": [{"name": one, "label": {"en": one}} for one in "abc"]}),
    field("lines", "sub_table", settings={"fields": ROWS}),
    field("text_1", "text", searchable=True),
    field("number_1", "integer"),
]


class Laboratory(Designer):
    """Somebody who builds and works in a workspace of their own."""

    def __init__(self, database: Database) -> None:
        key = f"laboratory{next(KEYS)}"
        with database.write() as conn:
            space = create_workspace(conn, key, key, NOW)
        super().__init__(database, new_member(database, space, f"{key}@example.com"), key)
        self.database, self.space = database, space
        handlers = job_handlers(self.workspaces, add_options)
        self._worker = Worker(database, handlers, self.workspaces.clock, WorkerSettings(threads=1))
        app = {"kind": "app", "name": "lab", "label": {"en": "Lab"}, "menu": []}
        entity = {"kind": "entity", "name": "thing", "label": {"en": "Thing"}, "title": ["name"], "fields": BASE}
        self.publish([app, entity])

    def publish_fields(self, change: Any) -> None:
        """Publish the entity with its list of fields changed in place, and finish what that leaves for later."""
        with self.reading() as work:
            (entity,) = [one for one in export_app(work, "lab")["documents"] if one["kind"] == "entity"]
        change(entity["fields"])
        self.publish([entity], "lab")
        self.work_off()

    def restore_field(self, name: str) -> None:
        """Take a field out of the trash."""
        with self.publishing() as work:
            (found,) = [one for one in trashed_elements(work, "lab") if one.name == name]
            restore_element(work, "lab", found.id)
        self.work_off()

    def work_off(self) -> None:
        """Do what waits in the queue."""
        while self._worker.run_once():
            pass

    def records(self) -> dict[int, tuple[int, bool, dict[str, Any]]]:
        """Return id → (version, deleted, values) of every record."""
        with self.reading() as work:
            entity = work.entity("thing")
            with_trash = [
                item["id"]
                for trash in (False, True)
                for item in read_records.page(work, entity, {"limit": 500, "trash": trash})["items"]
            ]
            every = [read_records.read_one(work, entity, number) for number in with_trash]
        return {one["id"]: (one["version"], one.get("deleted", False), plain(one["values"])) for one in every}

    def found(self, request: Mapping[str, Any]) -> set[int]:
        """Return the ids that a query finds."""
        with self.reading() as work:
            found = read_records.page(work, work.entity("thing"), {"limit": 500, **request})["items"]
        return {item["id"] for item in found}

    def story(self, number: int) -> list[dict[str, Any]]:
        """Return the history of a record, newest first."""
        with self.reading() as work:
            found: list[dict[str, Any]] = read_records.history_of(work, work.entity("thing"), number)["items"]
        return found

    def orphans(self) -> Iterator[str]:
        """Yield rows that belong to no record, and search rows of records in the trash."""
        with self.reading() as work:
            tables = work.catalog.tables[work.entity("thing").id]
            main, search = tables.main, tables.search
            every = set(work.conn.execute(select(main.c.id)).scalars())
            living = set(work.conn.execute(select(main.c.id).where(main.c.deleted_at.is_(None))).scalars())
            key = search.c.rowid if self.space.dialect == "sqlite" else search.c.record
            owned = [(search, key, living), (tables.aside, tables.aside.c.record, every)]
            owned += [(table, table.c.record, every) for table in tables.links.values()]
            owned += [(child.main, func.abs(child.main.c.parent), every) for child in tables.children.values()]
            history = workspace_tables(self.space).history
            owned.append((history, history.c.record_id, every))
            for table, column, known in owned:
                strangers = set(work.conn.execute(select(column)).scalars()) - known
                if strangers:
                    yield f"{table.name}: {sorted(strangers)}"


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return wire values as the model keeps them: ids of references, texts of rows, blanks left out."""
    found = {name: _plain(name, value) for name, value in values.items() if "_" not in name or name[-1].isdigit()}
    return {name: value for name, value in found.items() if value is not None and value != []}


def _plain(name: str, value: Any) -> Any:
    if name == "friend" and value is not None:
        return value["id"]
    if name == "lines" and value is not None:
        return [row["item"] for row in value]
    if name == "labels" and value is not None:
        return sorted(value)
    return value


def wire(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the model's values as they are sent."""
    return {
        name: [{"item": item} for item in value] if name == "lines" and value is not None else value
        for name, value in values.items()
    }
