"""The SQL that is really run, and the indexes that are really there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from benchmarks.places import Place

LONGEST = 900
ALIKE = 40
"""Characters at the beginning by which statements of one kind are told."""


@contextmanager
def recorded(conn: Any) -> Iterator[list[str]]:
    """Collect the statements that run inside on a connection of the product."""
    driver, found = conn.connection.driver_connection, []  # type: ignore[var-annotated]
    if isinstance(driver, sqlite3.Connection):
        driver.set_trace_callback(found.append)
        yield found
        driver.set_trace_callback(None)
        return

    class Recording(psycopg.Cursor[Any]):
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
            found.append(str(query))
            return super().execute(query, *arguments, **options)

        def executemany(self, query: Any, *arguments: Any, **options: Any) -> Any:
            found.append(str(query))
            return super().executemany(query, *arguments, **options)

    before, driver.cursor_factory = driver.cursor_factory, Recording
    rows = driver.rows

    def recording(text: bytes, *given: Any) -> Any:
        found.append(text.decode())
        return rows(text, *given)

    driver.rows = recording
    yield found
    driver.cursor_factory = before
    del driver.rows


def shown(statements: list[str]) -> list[str]:
    """Return statements on one line each: long ones cut, repeated ones counted, what FTS5 does inside left out."""
    lines: list[str] = []
    repeated = 0
    for statement in statements:
        line = " ".join(statement.split())
        if line.startswith("--"):
            continue
        if lines and line[:ALIKE] == lines[-1][:ALIKE]:
            repeated += 1
            continue
        if repeated:
            lines.append(f"… {repeated} more like this")
        repeated = 0
        lines.append(line if len(line) <= LONGEST else f"{line[:LONGEST]} … ({len(line)} characters)")
    return [*lines, f"… {repeated} more like this"] if repeated else lines


def indexes(place: Place, conn: Any, table: str) -> list[str]:
    """Return the definitions of the indexes of a table."""
    if place.kind == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name"
    else:
        query = "SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY indexname"
    return [row[0] for row in conn.execute(query, (table,)).fetchall()]


def guarantees(place: Place, conn: Any) -> str:
    """Return the settings of a connection that durability hangs on."""
    if place.kind == "sqlite":
        names = ("journal_mode", "synchronous", "foreign_keys", "cache_size")
        return ", ".join(f"{name}={conn.execute(f'PRAGMA {name}').fetchone()[0]}" for name in names)
    names = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    return ", ".join(f"{name}={conn.execute(f'SHOW {name}').fetchone()[0]}" for name in names)
