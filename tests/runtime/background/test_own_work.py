"""What the product does by itself, through the worker: the search filled, the trash emptied, the expired swept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from builder.designer.adding_options import add_options
from builder.jobs.context import JobContext
from builder.jobs.queue import recent
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records, save_records, trash_records
from builder.runtime.background import sweeping
from builder.runtime.background.follow_ups_due import FOLLOW_UPS_DUE
from builder.runtime.background.handlers import PERIODIC, job_handlers
from builder.runtime.background.search_catch_up import SEARCH_CATCH_UP
from builder.runtime.background.sweeping import SWEEP
from builder.runtime.background.trash_purge import TRASH_PURGE
from builder.runtime.effects import INDEXED_AT_ONCE
from builder.runtime.imports.uploads import folder_of
from builder.runtime.workspaces import Workspaces
from builder.storage import idempotency, outbox, search, upload_rows
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from builder.storage.upload_rows import Upload
from tests.conftest import NOW
from tests.runtime.conftest import Opener

DAY = 86_400 * 1_000_000


class Installation:
    """A database with the sample app and a worker whose clock is moved by hand."""

    def __init__(self, database: Database, space: Space, open_work: Opener) -> None:
        self.database, self.space, self.open_work = database, space, open_work
        self.now = NOW
        self.handlers = job_handlers(Workspaces(database, lambda: self.now), add_options)
        settings = WorkerSettings(periodic=PERIODIC)
        self.worker = Worker(database, self.handlers, lambda: self.now, settings)

    def run_jobs(self) -> list[str]:
        """Run what waits, put in what is due, and return the kinds that ran."""
        self.worker._come_round()
        while self.worker.run_once():
            pass
        with self.database.read() as conn:
            jobs = recent(conn, self.space)
        assert not [job for job in jobs if job.state != "done"], jobs
        return [job.kind for job in jobs]

    def create(self, entity: str, *values: dict[str, object]) -> list[int]:
        with self.open_work() as work:
            result = save_records.create_many(work, work.entity(entity), values)
            assert not result.failed
            return list(result.ids.values())

    def count(self, table: str, **where: object) -> int:
        found = getattr(workspace_tables(self.space), table)
        query = select(func.count()).select_from(found).where(*(found.c[key] == value for key, value in where.items()))
        with self.database.read() as conn:
            return int(conn.execute(query).scalar_one())


@pytest.fixture
def installation(database: Database, space: Space, open_work: Opener) -> Installation:
    return Installation(database, space, open_work)


def found_by(work: object, text: str) -> int:
    return int(read_records.count(work, work.entity("company"), {"search": text})["count"])  # type: ignore[attr-defined]


def test_records_written_in_bulk_are_found_after_the_catch_up(installation: Installation) -> None:
    many = [{"name": f"钢铁厂 {number}"} for number in range(INDEXED_AT_ONCE * 4)]
    installation.create("company", *many)
    with installation.open_work(write=False) as work:
        assert found_by(work, "钢铁") == 0
    assert SEARCH_CATCH_UP in installation.run_jobs()
    with installation.open_work(write=False) as work:
        assert found_by(work, "钢铁") == len(many)
        assert search.queued(work.conn, work.catalog) == []


def test_what_changes_while_words_are_made_is_found_as_it_became(installation: Installation) -> None:
    ids = installation.create("company", *({"name": f"钢铁厂 {number}"} for number in range(INDEXED_AT_ONCE + 2)))
    meddled = []

    def meddle(_done: int, _total: int | None) -> None:
        if meddled:
            return
        meddled.append(True)
        with installation.open_work() as work:
            company = work.entity("company")
            save_records.update(work, company, save_records.Update(ids[0], None, {"name": "造船厂"}))
            trash_records.delete(work, company, ids[1])

    def run(context: JobContext) -> Mapping[str, Any] | None:
        context.on_progress = meddle
        return installation.handlers[SEARCH_CATCH_UP](context)

    Worker(installation.database, {SEARCH_CATCH_UP: run}, lambda: installation.now).run_once()
    assert meddled
    with installation.open_work(write=False) as work:
        assert found_by(work, "造船") == 1
        assert found_by(work, "钢铁") == INDEXED_AT_ONCE
        assert search.queued(work.conn, work.catalog) == []


def test_what_a_deleted_record_left_in_the_queue_is_dropped(installation: Installation) -> None:
    ids = installation.create("company", *({"name": f"厂 {number}"} for number in range(INDEXED_AT_ONCE + 1)))
    with installation.open_work() as work:
        trash_records.delete(work, work.entity("company"), ids[0])
    installation.run_jobs()
    with installation.open_work(write=False) as work:
        assert found_by(work, "厂") == INDEXED_AT_ONCE
        assert search.queued(work.conn, work.catalog) == []


def test_words_queued_without_a_job_are_filled_in_too(installation: Installation) -> None:
    (record,) = installation.create("company", {"name": "织表公司"})
    with installation.open_work() as work:
        search.forget(work.conn, work.catalog, work.entity("company"), [record])
        search.queue(work.conn, work.catalog, work.entity("company"), [record])
    installation.run_jobs()
    with installation.open_work(write=False) as work:
        assert found_by(work, "织表") == 1


def test_the_trash_is_emptied_after_its_time_and_references_become_blank(installation: Installation) -> None:
    gone, kept, child = installation.create("company", {"name": "gone"}, {"name": "kept"}, {"name": "child"})
    with installation.open_work() as work:
        company = work.entity("company")
        visit = save_records.create(work, work.entity("visit"), {"about": {"entity": "company", "id": gone}})
        trash_records.delete(work, company, gone)
    installation.now = NOW + 29 * DAY
    installation.run_jobs()
    with installation.open_work(write=False) as work:
        assert read_records.read_one(work, company, gone)["deleted"]
    installation.now = NOW + 31 * DAY
    assert TRASH_PURGE in installation.run_jobs()
    with installation.open_work(write=False) as work:
        with pytest.raises(Exception, match="not_found"):
            read_records.read_one(work, company, gone)
        assert read_records.read_one(work, company, kept)["title"]
        assert read_records.read_one(work, company, child)["title"]
        assert read_records.read_one(work, work.entity("visit"), visit)["values"]["about"] is None
    assert installation.count("history", record_id=gone) == 0
    assert installation.count("history", record_id=kept) == 1


def test_a_purge_goes_through_more_records_than_one_transaction_takes(installation: Installation) -> None:
    ids = installation.create("company", *({"name": f"N{number}"} for number in range(230)))
    with installation.open_work() as work:
        trash_records.delete_many(work, work.entity("company"), [(record, None) for record in ids])
    installation.now = NOW + 31 * DAY
    installation.run_jobs()
    with installation.open_work(write=False) as work:
        main = work.catalog.tables[work.entity("company").id].main
        assert work.conn.execute(select(func.count()).select_from(main)).scalar_one() == 0


def test_what_has_expired_is_swept_and_the_rest_is_not(installation: Installation) -> None:
    folder = folder_of(installation.database.data_dir)
    folder.mkdir(parents=True)
    with installation.database.write() as conn:
        for name, expires in (("old", NOW - 1), ("new", NOW + DAY)):
            (folder / name).write_text(name, encoding="utf-8")
            upload_rows.add(
                conn, installation.space, Upload(name, name, name, 3, "", "import", {}, 1, NOW - DAY, expires)
            )
        for key, at in (("old", NOW - idempotency.KEPT_FOR - 1), ("new", NOW)):
            idempotency.claim(conn, installation.space, ("1", key), "hash", at)
    assert SWEEP in installation.run_jobs()
    assert sorted(file.name for file in folder.iterdir()) == ["new"]
    assert installation.count("upload") == 1
    assert installation.count("idempotency", key="new") == 1
    assert installation.count("idempotency", key="old") == 0


def test_events_are_swept_after_a_week_however_many_there_are(installation: Installation, monkeypatch) -> None:
    monkeypatch.setattr(sweeping, "EVENTS_AT_ONCE", 2)
    old, late = NOW - sweeping.EVENTS_KEPT - 1, NOW - sweeping.EVENTS_KEPT
    with installation.database.write() as conn:
        told = [outbox.Event("record.updated", "e", {}, at) for at in (old, old, old, late, NOW)]
        outbox.emit(conn, installation.space, told)
    assert SWEEP in installation.run_jobs()
    assert (installation.count("outbox", at=old), installation.count("outbox", at=late)) == (0, 1)
    assert installation.count("outbox", at=NOW) >= 1


def test_the_products_own_jobs_are_forgotten_sooner_than_peoples(installation: Installation) -> None:
    installation.run_jobs()
    installation.now = NOW + 2 * DAY
    kinds = installation.run_jobs()
    assert sorted(kinds) == [SWEEP, TRASH_PURGE], "those of two days ago are gone"


def test_a_follow_up_falls_due_by_time_alone(installation: Installation) -> None:
    early, late, gone = installation.create("company", {"name": "A"}, {"name": "B"}, {"name": "C"})
    for firm, day in ((early, 2), (late, 3), (gone, 2)):
        about = {"entity": "company", "id": firm}
        at = {"happened_at": "2026-01-01T00:00:00Z", "next_at": f"2026-01-0{day}T00:00:00Z"}
        installation.create("visit", {"about": about, "channel": "call", **at})
    with installation.open_work() as work:
        trash_records.delete(work, work.entity("company"), gone)
    assert FOLLOW_UPS_DUE not in installation.run_jobs()
    told = installation.count("history"), installation.count("outbox")
    installation.now = NOW + DAY + 1
    assert FOLLOW_UPS_DUE in installation.run_jobs()
    assert (installation.count("history"), installation.count("outbox")) == told
    with installation.open_work() as work:
        company = work.entity("company")
        found = [read_records.read_one(work, company, firm) for firm in (early, late)]
        assert [one["values"]["follow_status"] for one in found] == ["overdue", "waiting"]
        assert [one["version"] for one in found] == [1, 1]
        trash_records.restore(work, company, gone)
    installation.now += DAY
    installation.run_jobs()
    with installation.open_work(write=False) as work:
        overdue = {"filter": {"field": "follow_status", "op": "eq", "value": "overdue"}}
        assert read_records.count(work, work.entity("company"), overdue)["count"] == 3
