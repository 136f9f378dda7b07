"""Bounds on how long a query may run: an ad-hoc filter or sort answers in time or is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from builder.errors import LimitExceeded
from builder.storage.driver_errors import meaning_of

AD_HOC_SECONDS = 1.9
"""With all that surrounds the query, an answer or a refusal comes within two seconds."""
DEADLINE = "deadline of queries"
STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's machine between two looks at the clock: about a millisecond."""


@contextmanager
def time_limit(conn: Connection, seconds: float) -> Iterator[None]:
    """Stop what runs inside after so many seconds. Raises LimitExceeded ``query_too_slow``.

    Limits nest: an inner one ends with the outer one at the latest. The transaction is of no further use after a
    refusal on PostgreSQL, except inside ``quickly``.
    """
    outer = conn.info.get(DEADLINE)
    deadline = time.monotonic() + seconds
    deadline = deadline if outer is None else min(deadline, outer)
    limited = _on_sqlite if conn.dialect.name == "sqlite" else _on_postgresql
    conn.info[DEADLINE] = deadline
    try:
        with limited(conn, deadline, outer):
            yield
    except DBAPIError as error:
        meaning = meaning_of(error)
        if isinstance(meaning, LimitExceeded) and meaning.code == "query_too_slow":
            raise LimitExceeded("query_too_slow", seconds=seconds) from error
        raise
    finally:
        if outer is None:
            del conn.info[DEADLINE]
        else:
            conn.info[DEADLINE] = outer


@contextmanager
def quickly(conn: Connection, seconds: float) -> Iterator[None]:
    """Run what may be left out where it takes too long: the transaction goes on after the refusal.

    Raises LimitExceeded ``query_too_slow``.
    """
    if conn.dialect.name == "sqlite":
        with time_limit(conn, seconds):
            yield
        return
    conn.execute(text("SAVEPOINT quickly"))
    try:
        with time_limit(conn, seconds):
            yield
    except LimitExceeded:
        conn.execute(text("ROLLBACK TO SAVEPOINT quickly"))
        raise
    conn.execute(text("RELEASE SAVEPOINT quickly"))


@contextmanager
def _on_sqlite(conn: Connection, deadline: float, outer: float | None) -> Iterator[None]:
    driver: Any = conn.connection.dbapi_connection
    _watch(driver, deadline)
    try:
        yield
    finally:
        _watch(driver, outer)


def _watch(driver: Any, deadline: float | None) -> None:
    if deadline is None:
        driver.set_progress_handler(None, 0)
    else:
        driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)


@contextmanager
def _on_postgresql(conn: Connection, deadline: float, outer: float | None) -> Iterator[None]:
    conn.execute(text(f"SET LOCAL statement_timeout = {_milliseconds(deadline)}"))
    yield
    again = "DEFAULT" if outer is None else str(_milliseconds(outer))
    conn.execute(text(f"SET LOCAL statement_timeout = {again}"))


def _milliseconds(deadline: float) -> int:
    """Return what is left, at least one: zero would mean no limit."""
    return max(1, int((deadline - time.monotonic()) * 1000))
