"""Ids are never given twice: not to threads, not to processes, not after a roll-back; on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from builder.errors import LimitExceeded
from builder.metadata.values import LARGEST_ID
from builder.storage.allocator import BLOCK, allocate, reserve
from builder.storage.fixed_tables import workspace_tables
from builder.storage.installation import create_workspace

ROOT = Path(__file__).parents[2]


@given(counts=st.lists(st.integers(0, 3 * BLOCK), max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ids_are_ascending_ranges_without_overlap(database, space, counts):
    with database.write() as conn:
        found = [allocate(conn, space, count) for count in counts]
    assert [len(one) for one in found] == counts
    every = [number for one in found for number in one]
    assert len(set(every)) == len(every)
    assert all(number >= 1 for number in every)


def test_threads_get_different_ids(database, space):
    def work(count):
        found = []
        for _ in range(20):
            with database.write() as conn:
                found += allocate(conn, space, count)
        return found

    with ThreadPoolExecutor(8) as pool:
        found = [number for one in pool.map(work, [1, 1, 2, 3, 65, 100, 1, 200]) for number in one]
    assert len(set(found)) == len(found)


CHILD = """
import sys
from builder.storage.allocator import allocate
from builder.storage.engine import Database

database = Database(sys.argv[1], ".")
space = database.space("main")
for turn in range(30):
    with database.write("bulk" if turn % 2 else "interactive") as conn:
        print(*allocate(conn, space, 1 + turn % 3 * 70))
"""


def test_processes_get_different_ids(database, database_url, space):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHILD, database_url]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) for _ in range(4)
    ]
    found = [number for child in children for number in child.communicate(timeout=60)[0].split()]
    assert [child.returncode for child in children] == [0] * 4
    assert len(set(found)) == len(found) == 4 * 10 * (1 + 71 + 141)


def test_ids_of_records_that_were_purged_are_not_given_again(database, space):
    with database.write() as conn:
        first = allocate(conn, space, 10)
        conn.execute(text("DELETE FROM account"))
    with database.write() as conn:
        assert allocate(conn, space, 1)[0] > first[-1]


def test_a_roll_back_gives_no_id_that_a_committed_record_has(database, space):
    def allocate_and(fail):
        with database.write() as conn:
            mine = list(allocate(conn, space, 3))
            if fail:
                raise ZeroDivisionError
        return mine

    kept = []
    for _ in range(3):
        kept += allocate_and(fail=False)
        with pytest.raises(ZeroDivisionError):
            allocate_and(fail=True)
    assert len(set(kept)) == len(kept) == 9


def test_workspaces_count_on_their_own(database, space):
    with database.write() as conn:
        other = create_workspace(conn, "other", "Other", 1)
        assert (allocate(conn, space, 1)[0], allocate(conn, other, 1)[0]) == (1, 1)


def test_ids_end_where_a_browser_can_no_longer_count(database, space):
    with database.write() as conn:
        if space.dialect == "sqlite":
            table = workspace_tables(space).allocator
            conn.execute(update(table).values(next=LARGEST_ID))
        else:
            conn.execute(text(f"SELECT setval('w_main.record_id', {LARGEST_ID - 2 * BLOCK})"))
    with pytest.raises(LimitExceeded) as refused, database.write() as conn:
        allocate(conn, space, 5 * BLOCK)
    assert refused.value.code == "ids_exhausted"


def test_running_numbers_follow_one_another_within_a_period(database, space):
    with database.write() as conn:
        assert reserve(conn, space, "f_number", "2026", 2) == range(1, 3)
        assert reserve(conn, space, "f_number", "2026", 3) == range(3, 6)
        assert reserve(conn, space, "f_number", "2027", 1, first=100) == range(100, 101)
    with database.write() as conn:
        assert reserve(conn, space, "f_number", "2027", 1, first=100) == range(101, 102)
