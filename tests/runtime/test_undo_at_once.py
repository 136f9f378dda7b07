"""Undo while others write: what they save is seen, and nothing is taken back twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from builder.errors import Conflict
from builder.runtime import save_records
from builder.runtime.change_sets import collecting
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage import records
from builder.storage.asker import Reach
from tests.runtime.conftest import Opener


def changed_firms(open_work: Opener, count: int = 4) -> tuple[int, list[int]]:
    """Return a change set that gave some companies ten employees, and the companies."""
    with open_work() as work:
        company = work.entity("company")
        made = save_records.create_many(work, company, [{"name": f"F{at}", "employees": 1} for at in range(count)])
        ids = list(made.ids.values())
        with collecting(work, "bulk", {}) as change_set:
            save_records.update_many(work, company, [Update(one, None, {"employees": 10}) for one in ids])
    return change_set, ids


def test_a_change_set_is_taken_back_once(open_work: Opener) -> None:
    change_set, ids = changed_firms(open_work)

    def attempt(_: int) -> Any:
        try:
            with open_work() as work:
                return undo(work, change_set, "rest").restored
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, range(4)))
    assert sorted(map(str, answers)) == sorted([str(len(ids)), *["not_undoable"] * 3])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_saved_before_the_lock_is_not_overwritten(open_work: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    change_set, ids = changed_firms(open_work)
    lock_many = records.lock_many
    late: list[int] = []

    def save_first(*given: Any, **more: Any) -> Any:
        if not late:
            late.append(ids[0])
            monkeypatch.setattr(records, "lock_many", lock_many)
            with open_work() as other:
                save_records.update(other, other.entity("company"), Update(ids[0], None, {"employees": 77}))
        return lock_many(*given, **more)

    monkeypatch.setattr(records, "lock_many", save_first)
    with open_work() as work:
        result = undo(work, change_set, "rest")
    assert [(one["id"], one["code"]) for one in result.conflicts] == [(ids[0], "changed_since")]
    with open_work() as work:
        company = work.entity("company")
        found = records.lock_many(work.conn, work.asker, company, ids, Reach("view"))
        employees = [found[one].values[company.by_name["employees"].id] for one in ids]
    assert employees == [77, 1, 1, 1]


def test_what_an_undo_would_do_is_told_where_nothing_can_be_written(open_work: Opener) -> None:
    change_set, ids = changed_firms(open_work)
    with open_work(write=False) as work:
        assert undo(work, change_set, "check").restored == len(ids)


def test_records_that_go_along_with_others_of_the_set_are_no_conflict(open_work: Opener) -> None:
    with open_work() as work, collecting(work, "import", {}) as change_set:
        made = save_records.create_many(work, work.entity("company"), [{"name": f"F{at}"} for at in range(5)])
        people = [{"name": f"P{at}", "company": one} for at, one in enumerate(made.ids.values())]
        assert not save_records.create_many(work, work.entity("person"), people).failed
    with open_work() as work:
        done = undo(work, change_set, "all")
    assert (done.restored, done.conflicts) == (10, [])
