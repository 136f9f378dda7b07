"""The database of an installation: connections, settings and transactions, on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from builder.errors import Unavailable
from builder.storage.checkpoints import Checkpoints
from builder.storage.courtesy import Courtesy
from builder.storage.driver_errors import translated
from builder.storage.query.prepared import wrapped
from builder.storage.space import Dialect, Space
from builder.storage.turnstile import Priority, Turnstile

__all__ = ["Connection", "Database", "place_of"]

POOL_SIZE = 16
POOL_OVERFLOW = 16
POOL_TIMEOUT = 10
"""Connections kept, connections more under load, seconds to wait for one."""
IDLE_KEPT = 8
"""Idle connections that stay with their role: taking one from the pool costs more than a small query."""
STATEMENTS_KEPT = 5_000
"""Compiled statements kept by SQLAlchemy; a workspace with many entities has many."""

SQLITE_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5_000,
    "temp_store": 2,
    "cache_size": -16_384,
    "wal_autocheckpoint": 8_000,
    "journal_size_limit": 67_108_864,
}
"""``synchronous`` 2 is FULL: an answer is given only after the write-ahead log is on the disk."""
SQLITE_DEMANDED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""What must hold in fact: a file system or a build may refuse a setting silently."""
POSTGRESQL_SETTINGS = "-c jit=off -c timezone=UTC -c lock_timeout=30s -c idle_in_transaction_session_timeout=120s"


class Database:
    """Hands out transactions; nobody else begins, commits or rolls back."""

    def __init__(self, url: str, data_dir: str | Path = ".") -> None:
        """Prepare connections; the first is made when one is asked for.

        ``url`` is ``sqlite:///path/to/file.db`` or ``postgresql[+psycopg]://…``. Raises ValueError for others.
        """
        self.data_dir = Path(data_dir)
        parsed = make_url(url)
        self.dialect = cast("Dialect", parsed.get_backend_name())
        self._turnstile: Turnstile | None = None
        self._checkpoints: Checkpoints | None = None
        self._courtesy: Courtesy | None = None
        if self.dialect == "sqlite":
            self.engine = self._sqlite(parsed)
        elif self.dialect == "postgresql":
            self.engine = _postgresql(parsed)
            self._courtesy = Courtesy(self.data_dir / "last-save")
        else:
            raise ValueError(f"no such database: {parsed.get_backend_name()!r}; known: sqlite, postgresql")
        self._reader, self._writer = _Role(self.engine), _Role(self.engine.execution_options(writes=True))

    def space(self, key: str) -> Space:
        """Return the names of a workspace in this database."""
        return Space(self.dialect, key)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment of the database and changes nothing.

        Raises Unavailable when the database does not answer, LimitExceeded when a bounded query ran too long.
        """
        with translated(), self._reader.connection() as (conn, transaction), transaction:
            yield conn

    @contextmanager
    def write(self, priority: Priority = "interactive") -> Iterator[Connection]:
        """Open a transaction that commits at the end, or takes everything back on any exception.

        Raises Conflict ``not_unique`` when a unique index refuses, Unavailable when the database is locked
        too long, lost or its disk is full: nothing is done then. Only for ``outcome_unknown`` nobody knows: the
        database was lost while it committed.
        """
        turn: AbstractContextManager[None] = self._turnstile.turn(priority) if self._turnstile else nullcontext()
        with translated(), turn, self._writer.connection() as (conn, transaction):
            committing = False
            try:
                with transaction:
                    yield conn
                    committing = True
            except DBAPIError as error:
                if committing and error.connection_invalidated:
                    raise Unavailable("outcome_unknown") from error
                raise
            finally:
                conn.info.pop("head_moved", None)
            if priority == "bulk" and self._checkpoints is not None:
                self._checkpoints.count(conn)

    def somebody_saves(self) -> None:
        """Note that a person writes now: long work gives way for a while."""
        if self._courtesy is not None:
            self._courtesy.somebody_saves()

    def gives_way(self) -> bool:
        """Whether long work does one thing at a time now, so that people who save wait for no processor."""
        return self._courtesy is not None and self._courtesy.is_due()

    def step(self) -> AbstractContextManager[None]:
        """Do a step of long work, with all that is made for it and the transaction that writes it."""
        return self._courtesy.step() if self._courtesy is not None else nullcontext()

    @contextmanager
    def outside_transaction(self) -> Iterator[Connection]:
        """Open a connection whose every statement stands alone: for building indexes while others write."""
        with translated(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            yield conn

    def close(self) -> None:
        """Close all connections that are not in use."""
        if self._checkpoints is not None:
            self._checkpoints.close()
        self.let_go()
        self.engine.dispose()
        if self._turnstile is not None:
            self._turnstile.close()

    def let_go(self) -> None:
        """Give idle connections back to the pool."""
        self._reader.close()
        self._writer.close()

    def _sqlite(self, url: URL) -> Engine:
        if not url.database or url.database == ":memory:" or "mode=memory" in str(url):
            raise ValueError("a SQLite database must be a file")
        path = Path(url.database)
        self._turnstile = Turnstile(path.with_name(path.name + ".turnstile"))
        engine = create_engine(url, connect_args={"timeout": 5, "cached_statements": 512}, **_pool())
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        self._checkpoints = Checkpoints(engine)
        return engine


def place_of(url: str) -> tuple[str, bool]:
    """Return where the database of an address is, for people and without its password, and whether it is a file that
    is not there.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return parsed.render_as_string(hide_password=True), False
    return str(parsed.database), not Path(str(parsed.database)).is_file()


class _Role:
    """Connections of those who read, or of those who write. Idle ones stay with their role for a while."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Connection] = deque()

    @contextmanager
    def connection(self) -> Iterator[tuple[Connection, RootTransaction]]:
        """Give a connection and its transaction, which the caller ends."""
        conn, transaction = self._begun()
        ended = False
        try:
            yield conn, transaction
            ended = True
        finally:
            if ended and len(self._idle) < IDLE_KEPT:
                self._idle.append(conn)
            else:
                conn.close()

    def close(self) -> None:
        """Give idle connections back to the pool."""
        while self._idle:
            self._idle.pop().close()

    def _begun(self) -> tuple[Connection, RootTransaction]:
        """Return a connection and its transaction. One that died while it was idle is replaced: it has done nothing."""
        try:
            conn = self._idle.pop()
        except IndexError:
            conn = self._engine.connect()
        try:
            return conn, conn.begin()
        except DBAPIError as error:
            conn.close()
            if not error.connection_invalidated:
                raise
        conn = self._engine.connect()
        try:
            return conn, conn.begin()
        except BaseException:
            conn.close()
            raise


def _pool() -> dict[str, Any]:
    return {
        "pool_size": POOL_SIZE,
        "max_overflow": POOL_OVERFLOW,
        "pool_timeout": POOL_TIMEOUT,
        "pool_use_lifo": True,
        "query_cache_size": STATEMENTS_KEPT,
    }


def _postgresql(url: URL) -> Engine:
    """No statement is prepared on the server unless it says so: a publish may change what it returns, and one
    plan for all values serves skewed filters badly.

    The driver is told to leave transactions alone: they begin as our roles ask, by one statement.
    """
    from builder.storage.postgresql import connect_directly  # loads the driver, which SQLite does without

    arguments = {
        "prepare_threshold": None,
        "connect_timeout": 5,
        "application_name": "formloom",
        "options": POSTGRESQL_SETTINGS,
    }
    url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args=arguments, isolation_level="AUTOCOMMIT", **_pool())
    connect_directly(engine)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Take transactions into our own hands (the driver's do not roll DDL back), and refuse weaker settings."""
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for name, value in SQLITE_SETTINGS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        for name, wanted in SQLITE_DEMANDED.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise Unavailable("weak_database", setting=name, found=str(found), wanted=str(wanted))
    finally:
        cursor.close()


def _begin_sqlite(conn: Connection) -> None:
    """Begin as the role asks: writers take the lock at once. A reader's BEGIN takes none and cannot be refused."""
    options = conn.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    begin = "BEGIN IMMEDIATE" if options.get("writes") else "BEGIN"
    try:
        cast("sqlite3.Connection", conn.connection.dbapi_connection).execute(begin)
    except sqlite3.Error as error:
        raise wrapped(conn, begin, error) from error
