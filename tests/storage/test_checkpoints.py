"""Bulk work on SQLite has its log moved into the database while it goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.storage.checkpoints import EVERY
from builder.storage.engine import Database


def without_log(file: Path) -> int:
    """Return how many rows the database file holds by itself."""
    conn = sqlite3.connect(f"file:{file}?immutable=1", uri=True)
    try:
        return int(conn.execute("SELECT count(*) FROM probe").fetchone()[0])
    finally:
        conn.close()


MANY = (
    "WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < {}) INSERT INTO probe SELECT at FROM n"
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A database that somebody keeps open: so closing other connections moves nothing."""
    file = tmp_path / "probe.db"
    keeper = sqlite3.connect(file)
    keeper.execute("PRAGMA journal_mode = wal")
    keeper.execute("CREATE TABLE probe (at INTEGER)")
    keeper.commit()
    keeper.execute("PRAGMA wal_checkpoint(PASSIVE)")
    yield file
    keeper.close()


def test_the_log_of_bulk_work_is_moved_into_the_database_beside_it(file: Path) -> None:
    database = Database(f"sqlite:///{file}", file.parent)
    for _ in range(2):
        assert without_log(file) == 0
        with database.write("bulk") as conn:
            conn.exec_driver_sql(MANY.format(EVERY // 2))
    database.close()
    assert without_log(file) == EVERY


def test_a_little_bulk_work_and_what_people_write_make_no_checkpoint(file: Path) -> None:
    database = Database(f"sqlite:///{file}", file.parent)
    with database.write("bulk") as conn:
        conn.exec_driver_sql(MANY.format(EVERY // 2))
    with database.write() as conn:
        conn.exec_driver_sql(MANY.format(EVERY))
    database.close()
    assert without_log(file) == 0
