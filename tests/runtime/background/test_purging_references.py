"""Purging a record leaves no reference to it behind: not in living records, not in the trash, not in rows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import inspect, text

from builder.designer.adding_options import add_options
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records, save_records, trash_records
from builder.runtime.background.handlers import job_handlers
from builder.runtime.background.trash_purge import TRASH_PURGE
from builder.runtime.workspaces import Workspaces
from builder.storage import job_rows
from builder.storage.engine import Database
from builder.storage.job_rows import NewJob
from builder.storage.space import Space
from tests.conftest import NOW
from tests.designer.conftest import Designer, field, new_member

DAY = 86_400 * 1_000_000
TO_FIRM = {"entity": "firm"}
TO_ANY = {"entities": ["firm", "deal"]}
REFERENCES = [
    field("one", "reference", settings=TO_FIRM),
    field("any", "reference_any", settings=TO_ANY),
    field("many", "references", settings=TO_FIRM),
]
DOCUMENTS = [
    {"kind": "app", "name": "deals", "label": {"en": "Deals"}},
    {"kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"], "fields": [field("name")]},
    {
        "kind": "entity", "name": "deal", "label": {"en": "Deal"}, "title": ["name"],
        "fields": [
            field("name"),
            *REFERENCES,
            field("rows", "sub_table", settings={"fields": [field("word"), *deepcopy(REFERENCES[:2])]}),
        ],
    },
]  # fmt: skip


class Office(Designer):
    """Firms and deals, and a clock that is moved by hand."""

    def __init__(self, database: Database, space: Space) -> None:
        super().__init__(database, new_member(database, space, "anna@example.com"))
        self.database, self.space, self.now = database, space, NOW
        self.workspaces = Workspaces(database, lambda: self.now)
        self.publish(deepcopy(DOCUMENTS))

    def create(self, entity: str, **values: Any) -> int:
        """Create a record."""
        with self.writing() as work:
            return save_records.create(work, work.entity(entity), values)

    def delete(self, entity: str, record: int) -> None:
        """Put a record into the trash."""
        with self.writing() as work:
            trash_records.delete(work, work.entity(entity), record)

    def purge(self) -> None:
        """Empty the trash of what has been there long enough, as the worker does."""
        with self.database.write() as conn:
            job = job_rows.insert_job(conn, self.space, NewJob(TRASH_PURGE, "", {}, 0, self.now))
        handlers = job_handlers(self.workspaces, add_options)
        Worker(self.database, handlers, lambda: self.now, WorkerSettings(threads=1)).run_one(self.space, job)

    def read(self, record: int) -> dict[str, Any]:
        """Return the values of a deal, also of one in the trash."""
        with self.reading() as work:
            found: dict[str, Any] = read_records.read_one(work, work.entity("deal"), record)
            return found

    def stored(self, number: int) -> set[str]:
        """Return the tables of deals in which a number stands, alone or in a list."""
        found = set()
        with self.database.read() as conn, self.reading() as work:
            deal = work.entity("deal")
            mine = {deal.id, *(item.id for item in deal.fields)}
            for table in inspect(conn).get_table_names(schema=self.space.schema):
                plain = table.removeprefix(self.space.prefix)
                if not any(plain.startswith(key) for key in mine) or "_search" in plain:
                    continue
                name = f'"{self.space.schema}"."{table}"' if self.space.schema else f'"{table}"'
                rows = conn.execute(text(f"SELECT * FROM {name}")).all()
                if any(str(number) in str(value).strip("[]").split(",") for row in rows for value in row):
                    found.add(plain)
        return found


@pytest.fixture
def office(database: Database, space: Space) -> Office:
    return Office(database, space)


def referring_to(gone: int, kept: int) -> dict[str, Any]:
    """Return values of a deal that names a firm in every way there is."""
    named = {"one": gone, "any": {"entity": "firm", "id": gone}}
    return {**named, "many": [kept, gone], "rows": [{"word": "first", **named}, {"word": "second", "one": kept}]}


@pytest.mark.parametrize("trashed", [False, True], ids=["living", "in the trash"])
def test_nothing_refers_to_a_purged_record(office: Office, trashed: bool) -> None:
    for _ in range(50):
        office.create("firm", name="so that ids are no small numbers")
    gone, kept = office.create("firm", name="gone"), office.create("firm", name="kept")
    deal = office.create("deal", name="D", **referring_to(gone, kept))
    office.delete("firm", gone)
    office.now += 20 * DAY
    if trashed:
        office.delete("deal", deal)
    assert office.stored(gone)
    before = office.read(deal)["version"]
    office.now += 20 * DAY

    office.purge()

    assert office.stored(gone) == set()
    found = office.read(deal)
    values = found["values"]
    assert (values["name"], values["one"], values["any"]) == ("D", None, None)
    assert [one["id"] for one in values["many"]] == [kept]
    first, second = values["rows"]
    assert (first["word"], first.get("one"), first.get("any")) == ("first", None, None)
    assert second["one"]["id"] == kept
    assert (found["version"] > before) is not trashed, "a record of the trash stays as it was deleted"


def test_what_went_along_still_comes_back_after_a_purge_of_something_else(office: Office) -> None:
    with office.reading() as work:
        deal_id = work.entity("deal").id
    office.publish(
        [
            {
                "kind": "entity", "name": "note", "label": {"en": "Note"}, "title": ["name"],
                "fields": [
                    field("name"),
                    field("deal", "reference", settings={"entity": deal_id, "on_delete": "cascade"}),
                    field("firm", "reference", settings=TO_FIRM),
                ],
            }
        ],
        "deals",
    )  # fmt: skip
    firm = office.create("firm", name="gone")
    deal = office.create("deal", name="D")
    note = office.create("note", name="N", deal=deal, firm=firm)
    office.delete("firm", firm)
    office.now += 20 * DAY
    office.delete("deal", deal)
    office.now += 20 * DAY
    office.purge()
    with office.writing() as work:
        trash_records.restore(work, work.entity("deal"), deal)
    with office.reading() as work:
        found = read_records.read_one(work, work.entity("note"), note)
    assert "deleted" not in found
    assert found["values"]["firm"] is None
