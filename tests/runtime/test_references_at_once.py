"""A reference and the removal of what it names, at the same moment: one of the two finds the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from builder.errors import Invalid
from builder.runtime import read_records, save_records, trash_records
from builder.runtime.save_records import Update
from tests.runtime.conftest import Opener

PATIENCE = 0.3
"""Seconds for which the first transaction stays open, so that the second one meets it."""


def refer(open_work: Opener, record: int, field: str, written: Event, pause: float) -> str:
    try:
        with open_work() as work:
            save_records.create(work, work.entity("person"), {"name": "Ann", field: record})
            written.set()
            Event().wait(pause)
    except Invalid as refused:
        return refused.problems[0].code
    return "done"


def remove(open_work: Opener, record: int, written: Event, pause: float) -> str:
    try:
        with open_work() as work:
            trash_records.delete(work, work.entity("company"), record)
            written.set()
            Event().wait(pause)
    except Invalid as refused:
        return refused.problems[0].code
    return "done"


@pytest.mark.parametrize("field", ["company", "former_company"])
@pytest.mark.parametrize("removed_first", [True, False])
def test_no_living_record_names_one_removed_meanwhile(open_work: Opener, field: str, removed_first: bool) -> None:
    with open_work() as work:
        record = save_records.create(work, work.entity("company"), {"name": "Firm"})
    written = Event()

    def second(act: object, *given: object) -> str:
        written.wait(10)
        return act(open_work, record, *given, Event(), 0)  # type: ignore[operator, no-any-return]

    with ThreadPoolExecutor(2) as pool:
        if removed_first:
            early = pool.submit(remove, open_work, record, written, PATIENCE)
            late = pool.submit(second, refer, field)
            assert (early.result(30), late.result(30)) == ("done", "unknown_record")
        else:
            early = pool.submit(refer, open_work, record, field, written, PATIENCE)
            late = pool.submit(second, remove)
            outcome = {"company": "done", "former_company": "referred_to"}[field]
            assert (early.result(30), late.result(30)) == ("done", outcome)
    with open_work() as work:
        living = read_records.page(work, work.entity("person"), {"fields": [field]})["items"]
    assert [item["values"][field].get("deleted") for item in living] == (
        [None] if late.result() == "referred_to" else []
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_refers_to_a_record_does_not_wait_for_who_changes_it(open_work: Opener) -> None:
    with open_work() as work:
        record = save_records.create(work, work.entity("company"), {"name": "Firm"})
    with open_work() as work, open_work() as other:
        save_records.update(work, work.entity("company"), Update(record, None, {"employees": 5}))
        other.conn.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
        save_records.create(other, other.entity("person"), {"name": "Ann", "company": record})
