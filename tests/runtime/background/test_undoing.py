"""Large change sets are taken back by a job: in batches, as one change set, whatever ends it early."""

from __future__ import annotations

from typing import Any

import pytest

from builder.designer.adding_options import add_options
from builder.errors import Conflict
from builder.jobs import queue
from builder.jobs.context import Cancelled, JobContext, Stopping
from builder.jobs.worker import Worker, WorkerSettings
from builder.metadata.naming import mint, resolve
from builder.metadata.relative import Moment
from builder.runtime import change_sets, read_records, save_records, trash_records
from builder.runtime.background import undoing
from builder.runtime.background.handlers import job_handlers
from builder.runtime.background.undoing import CHUNK, LARGEST_UNDO, undo_job
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history, people_rows
from builder.storage.engine import Database
from builder.storage.head import bump
from builder.storage.space import Space
from tests.conftest import NOW
from tests.runtime.conftest import Opener, opener, publish_app
from tests.runtime.test_wide_entities import documents

MANY = 7 * CHUNK + 30


class Desk:
    """The sample app, a change set of many records, and a worker."""

    def __init__(self, database: Database, space: Space, open_work: Opener) -> None:
        self.database, self.space, self.open_work = database, space, open_work
        handlers = job_handlers(Workspaces(database, lambda: NOW), add_options)
        self.worker = Worker(database, handlers, lambda: NOW, WorkerSettings(threads=1))

    def made(self, count: int = MANY, referring: bool = False) -> tuple[int, list[int]]:
        """Return a change set that created companies, and the companies; perhaps with people who hold them."""
        with self.open_work() as work, change_sets.collecting(work, "import", {}) as number:
            company = work.entity("company")
            made = save_records.create_many(work, company, [{"name": f"F{at}"} for at in range(count)])
            ids = list(made.ids.values())
            if referring:
                people = [{"name": f"P{at}", "former_company": one} for at, one in enumerate(ids)]
                assert not save_records.create_many(work, work.entity("person"), people).failed
        return number, ids

    def begin(self, change_set: int, mode: str = "all") -> int:
        """Ask for the undo and return its job."""
        with self.open_work() as work:
            job = undo_job(work, change_set, mode)
        assert job is not None
        return job

    def run(self, job: int) -> queue.Job:
        """Let the worker take the job and return what became of it."""
        self.worker.run_one(self.space, job)
        with self.database.read() as conn:
            return queue.find(conn, self.space, job)

    def left(self, entity: str = "company") -> int:
        """Count living records."""
        with self.open_work(write=False) as work:
            return int(read_records.count(work, work.entity(entity), {"exact": True})["count"])

    def state(self, change_set: int) -> str:
        """Return the state of a change set."""
        with self.open_work(write=False) as work:
            return change_sets.find(work, change_set).state


@pytest.fixture
def desk(database: Database, space: Space, open_work: Opener, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(undoing, "LARGEST_UNDO", 2 * CHUNK)
    with database.write() as conn:  # a job has the rights that whoever asked for it has by their roles
        people_rows.update_member(conn, space, 1, {"is_admin": 1})
        bump(conn, space, "rights_rev")
    return Desk(database, space, open_work)


def test_a_small_change_set_needs_no_job_and_a_check_neither(desk: Desk) -> None:
    assert LARGEST_UNDO == 1_000
    small, _ = desk.made(CHUNK)
    large, _ = desk.made()
    with desk.open_work() as work:
        assert undo_job(work, small, "all") is None
        assert undo_job(work, large, "check") is None
        assert undo(work, large, "check").restored == MANY


def test_a_large_change_set_is_taken_back_and_only_once(desk: Desk) -> None:
    number, _ = desk.made()
    job = desk.begin(number)
    assert desk.state(number) == "undoing"
    for again in (undo, undo_job):
        with pytest.raises(Conflict) as refused, desk.open_work() as work:
            again(work, number, "rest")
        assert refused.value.code == "not_undoable"
    done = desk.run(job)
    assert (done.state, done.done, done.total) == ("done", MANY, MANY)
    assert done.result is not None
    assert (done.result["restored"], done.result["conflicts"], done.result["count"]) == (MANY, [], 0)
    assert (desk.left(), desk.state(number)) == (0, "undone")
    with desk.open_work(write=False) as work:
        taken_back = change_sets.find(work, done.result["change_set"])
    assert (taken_back.state, taken_back.records, taken_back.undo_of) == ("done", MANY, number)


def test_an_undo_can_be_undone(desk: Desk) -> None:
    number, ids = desk.made()
    done = desk.run(desk.begin(number))
    again = desk.run(desk.begin((done.result or {})["change_set"]))
    assert ((again.result or {})["restored"], desk.left()) == (MANY, len(ids))


def test_all_or_nothing_writes_nothing_where_something_was_changed_since(desk: Desk) -> None:
    number, ids = desk.made()
    with desk.open_work() as work:
        save_records.update_many(work, work.entity("company"), [Update(ids[-1], None, {"employees": 5})])
    refused = desk.run(desk.begin(number))
    assert refused.state == "failed"
    assert refused.error is not None
    assert (refused.error["code"], refused.error["params"]["count"]) == ("undo_conflicts", 1)
    assert (desk.left(), desk.state(number)) == (MANY, "done")
    rest = desk.run(desk.begin(number, "rest")).result or {}
    assert (rest["restored"], rest["count"], desk.left()) == (MANY - 1, 1, 1)
    assert [(one["id"], one["code"], one["fields"]) for one in rest["conflicts"]] == [
        (ids[-1], "changed_since", ["employees"])
    ]
    assert rest["conflicts"][0]["title"] == f"F{MANY - 1}"


def test_records_that_others_of_the_set_refer_to_go_once_those_are_gone(desk: Desk) -> None:
    number, ids = desk.made(3 * CHUNK, referring=True)
    done = desk.run(desk.begin(number))
    assert (done.state, (done.result or {})["count"]) == ("done", 0)
    assert (done.result or {})["restored"] == 2 * len(ids)
    assert (desk.left(), desk.left("person")) == (0, 0)


def test_changed_values_come_back_and_what_came_back_already_is_no_conflict(desk: Desk) -> None:
    _, ids = desk.made()
    with desk.open_work() as work, change_sets.collecting(work, "bulk_update", {}) as number:
        updates = [Update(one, None, {"employees": 9}) for one in ids]
        save_records.update_many(work, work.entity("company"), updates)
    with desk.open_work() as work:
        save_records.update_many(work, work.entity("company"), [Update(ids[0], None, {"employees": None})])
    done = desk.run(desk.begin(number))
    assert ((done.result or {})["restored"], (done.result or {})["count"]) == (MANY - 1, 0)


@pytest.mark.parametrize("batches", [1, 3, 7])
def test_one_that_is_cancelled_leaves_what_it_did_and_goes_on_when_it_is_asked_again(
    desk: Desk, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = desk.made()
    left = [batches]

    def cancelled(context: JobContext, _done: int, _total: int) -> None:
        left[0] -= 1
        context.cancel_requested = left[0] == 0

    with monkeypatch.context() as patched:
        patched.setattr(JobContext, "progress", cancelled)
        stopped = desk.run(desk.begin(number, "rest"))
    assert (stopped.state, desk.state(number)) == ("cancelled", "done")
    assert desk.left() == max(0, MANY - batches * CHUNK)
    done = desk.run(desk.begin(number))
    assert (done.state, (done.result or {})["count"], desk.left()) == ("done", 0, 0)


def test_one_that_is_cancelled_before_it_begins_can_be_asked_again(desk: Desk) -> None:
    number, _ = desk.made()
    job = desk.begin(number)
    with desk.database.write() as conn:
        queue.cancel(conn, desk.space, job, NOW)
    assert desk.run(desk.begin(number)).state == "done"
    assert desk.left() == 0


def test_one_whose_worker_stops_between_batches_goes_on_without_doubles(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = desk.made()
    left = [3]

    def stopping(_context: JobContext, _done: int, _total: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Stopping

    job = desk.begin(number)
    with monkeypatch.context() as patched:
        patched.setattr(JobContext, "progress", stopping)
        assert desk.run(job).state == "queued"
    assert desk.left() == MANY - 3 * CHUNK
    done = desk.run(job)
    assert (done.state, (done.result or {})["restored"], desk.left()) == ("done", MANY, 0)


def test_what_a_person_restores_meanwhile_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number, _ = desk.made(3 * CHUNK, referring=True)
    batch, restored = undoing._Undoing._batch, []
    with desk.open_work(write=False) as work:
        person = work.entity("person")
        entries = history.of_change_set(work.conn, work.space, number, 0, 10_000)
    third = [entry.record_id for entry in entries if entry.entity_id == person.id][2]

    def beside(self: Any, tally: Any) -> bool:
        if tally.after >= third and not restored:
            restored.append(third)
            with desk.open_work() as other:
                trash_records.restore_many(other, other.entity("person"), [third])
        return batch(self, tally)

    monkeypatch.setattr(undoing._Undoing, "_batch", beside)
    desk.run(desk.begin(number, "rest"))
    assert (restored, desk.left("person")) == ([third], 1)


def test_one_cancelled_while_it_looks_for_conflicts_leaves_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = desk.made()

    def cancelled(*_given: Any, **_more: Any) -> None:
        raise Cancelled

    monkeypatch.setattr(undoing, "steps_after", cancelled)
    assert desk.run(desk.begin(number)).state == "cancelled"
    assert (desk.state(number), desk.left()) == ("done", MANY)


def test_one_left_behind_does_not_wait_for_that_of_another_set(desk: Desk) -> None:
    first, _ = desk.made()
    second, _ = desk.made()
    job = desk.begin(first)
    with desk.database.write() as conn:
        queue.cancel(conn, desk.space, job, NOW)
    desk.begin(second)
    assert desk.run(desk.begin(first)).state == "done"


def test_what_was_refused_in_between_can_be_taken_back_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number, ids = desk.made()
    batch, changed = undoing._Undoing._batch, []

    def beside(self: Any, tally: Any) -> bool:
        if tally.after and not changed:
            changed.append(ids[-1])
            with desk.open_work() as other:
                save_records.update(other, other.entity("company"), Update(ids[-1], None, {"employees": 3}))
        return batch(self, tally)

    with monkeypatch.context() as patched:
        patched.setattr(undoing._Undoing, "_batch", beside)
        done = desk.run(desk.begin(number))
    assert ((done.result or {})["count"], desk.left(), desk.state(number)) == (1, 1, "done")
    with desk.open_work() as work:
        save_records.update(work, work.entity("company"), Update(ids[-1], None, {"employees": None}))
    desk.run(desk.begin(number))
    assert (desk.left(), desk.state(number)) == (0, "undone")


@pytest.fixture
def wide(database: Database, space: Space, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An app whose records lose their references to one another when those go."""
    publish_app(database, space, resolve(mint(documents(), None), None, []))
    monkeypatch.setattr(undoing, "LARGEST_UNDO", 2 * CHUNK)
    with database.write() as conn:
        people_rows.update_member(conn, space, 1, {"is_admin": 1})
        bump(conn, space, "rights_rev")
    return Desk(database, space, opener(database, space, moment))


def referring(work: Work) -> list[int]:
    """Create records that refer to the first of them."""
    entity = work.entity("wide")
    first = save_records.create(work, entity, {"name": "First"})
    made = save_records.create_many(work, entity, [{"name": f"F{at}", "other": first} for at in range(4 * CHUNK)])
    assert not made.failed
    return [first, *made.ids.values()]


def test_records_that_lose_a_reference_by_the_undo_itself_go_too(wide: Desk) -> None:
    with wide.open_work() as work, change_sets.collecting(work, "import", {}) as number:
        referring(work)
    done = wide.run(wide.begin(number))
    assert ((done.result or {})["count"], wide.left("wide")) == (0, 0)


def test_records_that_come_back_refer_to_one_another_again(wide: Desk) -> None:
    with wide.open_work() as work:
        ids = referring(work)
    with wide.open_work() as work, change_sets.collecting(work, "bulk_delete", {}) as number:
        for start in range(0, len(ids), CHUNK):
            deleted = trash_records.delete_many(
                work, work.entity("wide"), [(one, None) for one in ids[start : start + CHUNK]]
            )
            assert not deleted.failed
    assert wide.left("wide") == 0
    done = wide.run(wide.begin(number))
    assert ((done.result or {})["restored"], (done.result or {})["count"]) == (len(ids), 0)
    with wide.open_work(write=False) as work:
        entity = work.entity("wide")
        held = {read_records.read_one(work, entity, one)["values"]["other"]["id"] for one in ids[1:]}
    assert held == {ids[0]}
