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
STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's machine between two looks at the clock: about a millisecond."""


@contextmanager
def time_limit(conn: Connection, seconds: float) -> Iterator[None]:
    """Stop what runs inside after so many seconds. Raises LimitExceeded ``query_too_slow``.

    The transaction is of no further use after a refusal on PostgreSQL.
    """
    limited = _on_sqlite if conn.dialect.name == "sqlite" else _on_postgresql
    try:
        with limited(conn, seconds):
            yield
    except DBAPIError as error:
        meaning = meaning_of(error)
        if isinstance(meaning, LimitExceeded) and meaning.code == "query_too_slow":
            raise LimitExceeded("query_too_slow", seconds=seconds) from error
        raise


@contextmanager
def _on_sqlite(conn: Connection, seconds: float) -> Iterator[None]:
    driver: Any = conn.connection.dbapi_connection
    deadline = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(conn: Connection, seconds: float) -> Iterator[None]:
    conn.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
    yield
    conn.execute(text("SET LOCAL statement_timeout = DEFAULT"))
