"""What a record says of its follow-ups is true of those that there are, whatever became of others."""

from __future__ import annotations

import pytest

from builder.runtime import read_records, save_records, trash_records
from builder.runtime.change_sets import collecting
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage import follow_ups
from builder.storage.follow_ups import FALLING_DUE

FIRST, SECOND, THIRD = ("2025-12-30T00:00:00Z", "2025-12-31T00:00:00Z", "2026-01-01T00:00:00Z")
NEXT = "2026-01-05T00:00:00Z"
NOTHING = (None, None, "none")


def told(work, entity, record):
    found = read_records.read_one(work, work.entity(entity), record)
    assert found["version"] == 1
    values = found["values"]
    return values["last_followed_at"], values["next_follow_at"], values["follow_status"]


def talk(work, entity, record, happened_at, **more):
    about = {"about": {"entity": entity, "id": record}, "happened_at": happened_at, "channel": "call", **more}
    return save_records.create(work, work.entity("visit"), about)


@pytest.fixture
def firm(work):
    return save_records.create(work, work.entity("company"), {"name": "A"})


@pytest.fixture
def ann(work, firm):
    return save_records.create(work, work.entity("person"), {"name": "Ann", "company": firm})


def test_a_deleted_follow_up_leaves_what_the_others_say_and_says_it_again_once_restored(work, firm):
    visits = work.entity("visit")
    talk(work, "company", firm, FIRST, next_at=NEXT)
    last = talk(work, "company", firm, THIRD)
    talk(work, "company", firm, SECOND, channel="note")
    assert told(work, "company", firm) == (THIRD, None, "following")
    trash_records.delete(work, visits, last)
    assert told(work, "company", firm) == (FIRST, NEXT, "waiting")
    trash_records.restore(work, visits, last)
    assert told(work, "company", firm) == (THIRD, None, "following")


def test_without_any_left_nothing_is_told(work, firm, ann):
    only = talk(work, "person", ann, FIRST, next_at=NEXT)
    assert told(work, "company", firm) == told(work, "person", ann) == (FIRST, NEXT, "waiting")
    trash_records.delete(work, work.entity("visit"), only)
    assert told(work, "company", firm) == told(work, "person", ann) == NOTHING


def test_parents_hear_of_follow_ups_of_all_that_hangs_on_them(work, firm, ann):
    talk(work, "company", firm, FIRST)
    gone = talk(work, "person", ann, SECOND)
    assert told(work, "company", firm)[0] == SECOND
    trash_records.delete(work, work.entity("visit"), gone)
    assert told(work, "company", firm)[0] == FIRST
    assert told(work, "person", ann) == NOTHING


def test_undoing_what_made_follow_ups_takes_back_what_they_said(work, firm):
    talk(work, "company", firm, FIRST)
    with collecting(work, "import", {}) as made:
        for at in (SECOND, THIRD):
            talk(work, "company", firm, at, next_at=NEXT)
    assert told(work, "company", firm) == (THIRD, NEXT, "waiting")
    undo(work, made)
    assert told(work, "company", firm) == (FIRST, None, "following")


def test_many_at_once_note_each_subject_once_by_the_latest_and_always_in_one_order(work, firm, ann, monkeypatch):
    other = save_records.create(work, work.entity("company"), {"name": "B"})
    noted = []
    note = follow_ups.set_followed
    monkeypatch.setattr(
        follow_ups, "set_followed", lambda *given: noted.append((given[2].id, given[3])) or note(*given)
    )
    about = [("company", other), ("person", ann), ("company", firm), ("company", other)]
    rows = [
        {"about": {"entity": entity, "id": record}, "happened_at": at, "channel": "call"}
        for (entity, record), at in zip(about, (THIRD, SECOND, FIRST, FIRST), strict=True)
    ]
    assert not save_records.create_many(work, work.entity("visit"), rows).failed
    assert noted == sorted(set(noted))
    assert len(noted) == 3
    assert told(work, "company", other)[0] == THIRD
    assert told(work, "company", firm)[0] == SECOND


def test_a_follow_up_that_is_moved_counts_where_and_when_it_stands(work, firm):
    other = save_records.create(work, work.entity("company"), {"name": "B"})
    talk(work, "company", firm, SECOND)
    moved = talk(work, "company", firm, THIRD, next_at=NEXT)
    save_records.update(work, work.entity("visit"), Update(moved, None, {"happened_at": FIRST}))
    assert told(work, "company", firm) == (SECOND, None, "following")
    about = {"entity": "company", "id": other}
    with collecting(work, "bulk", {}) as made:
        save_records.update(work, work.entity("visit"), Update(moved, None, {"about": about, "happened_at": THIRD}))
    assert told(work, "company", firm) == (SECOND, None, "following")
    assert told(work, "company", other) == (THIRD, NEXT, "waiting")
    undo(work, made)
    assert told(work, "company", other) == NOTHING


def test_a_follow_up_that_counts_no_longer_is_not_told(work, firm):
    record = talk(work, "company", firm, FIRST)
    save_records.update(work, work.entity("visit"), Update(record, None, {"channel": "note"}))
    assert told(work, "company", firm) == NOTHING


def test_what_falls_due_is_found_by_an_index(work):
    indexes = work.catalog.layouts[work.entity("company").id].indexes.values()
    assert FALLING_DUE in [index.columns for index in indexes]
