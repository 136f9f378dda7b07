"""A connection to PostgreSQL that runs plain statements by the shortest way: libpq is called, a cursor is not made.

A cursor of the driver costs three times what the statement itself does: it adapts any type, names columns, and
waits in small steps. Our statements on records give and return integers and texts, and the server ends what takes
too long. COPY, DDL and whatever SQLAlchemy sends go through cursors as usual, on the same connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from psycopg import errors
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from sqlalchemy import Connection, Engine, event

READING, WRITING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN"
MOST_STEADY = 400
"""Statements kept planned on the server for one connection."""
Given = int | str | None
_FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY)


class DirectConnection(psycopg.Connection[Any]):
    """psycopg's connection, with a direct way for statements that number their parameters (``$1``)."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._loader = Transformer(self)
        self._steady: dict[bytes, bytes] = {}

    def rows(self, text: bytes, values: Sequence[Given], steady: bool = False) -> list[Any]:
        """Run one statement and return its rows. Raises psycopg's errors.

        A ``steady`` statement is planned once for each connection: for those that name their columns and find
        their rows by a key, so that one plan is the best for all values and no publish changes what they return.
        """
        given: list[Any] = [_text_of(value) for value in values]
        if steady:
            result = self.pgconn.exec_prepared(self._planned(text), given)
        else:
            result = self.pgconn.exec_params(text, given)
        self._check(result)
        if result.status != ExecStatus.TUPLES_OK:
            return []
        self._loader.set_pgresult(result)
        found: list[Any] = self._loader.load_rows(0, result.ntuples, tuple)
        return found

    def command(self, text: bytes) -> None:
        """Run a statement without parameters whose result is of no interest. Raises psycopg's errors."""
        self._check(self.pgconn.exec_(text))

    def commit(self) -> None:
        """End the transaction."""
        if self.pgconn.transaction_status == TransactionStatus.INTRANS:
            self.command(b"COMMIT")
        else:
            super().commit()

    def rollback(self) -> None:
        """Take the transaction back."""
        if self.pgconn.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            self.command(b"ROLLBACK")
        else:
            super().rollback()

    def _planned(self, text: bytes) -> bytes:
        name = self._steady.get(text)
        if name is None:
            if len(self._steady) >= MOST_STEADY:
                self.command(b"DEALLOCATE ALL")
                self._steady.clear()
            name = b"steady_%d" % len(self._steady)
            self._check(self.pgconn.prepare(name, text))
            self._steady[text] = name
        return name

    def _check(self, result: Any) -> None:
        if result.status in _FINE:
            return
        if self.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message())
        raise errors.error_from_result(result)


def _text_of(value: Given) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, int):
        return b"%d" % value
    found = value.encode()
    if b"\0" in found:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return found


def connect_directly(engine: Engine) -> None:
    """Make an engine's connections direct ones, on which each transaction begins as its role asks."""
    event.listen(engine, "do_connect", lambda _dialect, _record, given, more: DirectConnection.connect(*given, **more))
    event.listen(engine, "begin", _begin)


def _begin(conn: Connection) -> None:
    """Begin. A connection found dead is asked once more by SQLAlchemy's way, which then drops it."""
    options = conn.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    begin = WRITING if options.get("writes") else READING
    try:
        cast("DirectConnection", conn.connection.dbapi_connection).command(begin.encode())
    except psycopg.Error:
        conn.exec_driver_sql(begin)
