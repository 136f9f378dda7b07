"""Makes the disk fail or the database go away, for a while, at a chosen point of what is written."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event

from builder.storage.engine import Database

NO_BOUND = (1 << 30) - 1
"""Pages that a SQLite file may have at most, when nothing bounds it."""
DISK_FULL = (
    "DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
)
HAS_WRITTEN = "SELECT pg_current_xact_id_if_assigned()"
LONGEST_GOODBYE = 10.0
"""Seconds within which a session that was terminated is gone."""


class Fault(Protocol):
    """A way to fail. ``at`` is how much goes well before: pages, bytes, statements or commits."""

    code: str

    def during(self, at: int) -> Any:
        """Return the context in which it fails."""


class SmallFile:
    """The SQLite file may grow by so many pages and no more."""

    code = "disk_full"

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.outside_transaction() as conn:
            conn.exec_driver_sql("VACUUM")  # pages left by what was deleted would be room too

    @contextmanager
    def during(self, at: int) -> Iterator[None]:
        """Bound the file, whatever connection writes it."""
        room: int | None = at

        def bound(connection: Any, *_: Any) -> None:
            most = NO_BOUND
            if room is not None:
                most = connection.execute("PRAGMA page_count").fetchone()[0] + room
            connection.execute(f"PRAGMA max_page_count = {most}")

        self._database.let_go()
        event.listen(self._database.engine, "checkout", bound)
        try:
            yield
        finally:
            self._database.let_go()
            event.remove(self._database.engine, "checkout", bound)
            room = None
            with self._database.engine.connect() as conn:
                bound(conn.connection.driver_connection)
            self._database.engine.dispose()


class BoundedFiles:
    """The log of the SQLite file may hold so many bytes: a write beyond is refused by the system."""

    code = "disk_unavailable"

    def __init__(self, database: Database) -> None:
        self._database = database

    def during(self, at: int) -> Any:
        """Empty the log and bound all files of this process."""
        with self._database.outside_transaction() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return bounded_files(at)


@contextmanager
def bounded_files(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size in bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class _AtStatement:
    """Strikes at a statement, counted over all connections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def during(self, at: int) -> Iterator[None]:
        left = at

        def look(_conn: Any, cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> Any:
            nonlocal left
            left -= 1
            if left == -1 or (left < 0 and self.stays):
                return self.strike(cursor, statement, parameters, executemany)
            return statement, parameters

        event.listen(self._database.engine, "before_cursor_execute", look, retval=True)
        try:
            yield
        finally:
            event.remove(self._database.engine, "before_cursor_execute", look)

    stays = False

    def strike(self, cursor: Any, statement: str, parameters: Any, executemany: bool) -> tuple[str, Any]:
        """Fail; return the statement that is sent in place of the one that was to be sent."""
        raise NotImplementedError


class FullServer(_AtStatement):
    """The disk of the PostgreSQL server is full from a statement on."""

    code = "disk_full"
    stays = True

    def strike(self, cursor: Any, statement: str, parameters: Any, executemany: bool) -> tuple[str, Any]:
        """Have the server refuse what writes."""
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")):
            return DISK_FULL, [()] if executemany else ()
        return statement, parameters


class LostSession(_AtStatement):
    """The PostgreSQL server ends the session before a statement."""

    code = "database_unreachable"

    def strike(self, cursor: Any, statement: str, parameters: Any, executemany: bool) -> tuple[str, Any]:
        """End the session that is about to send the statement."""
        terminate(self._database, cursor.connection)
        return statement, parameters


def terminate(database: Database, connection: Any) -> None:
    """End a session of the server from another one, and wait until it is gone."""
    number = connection.info.backend_pid
    with database.engine.dialect.loaded_dbapi.connect(_plain(database), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (number,))
        until = time.monotonic() + LONGEST_GOODBYE
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (number,)).fetchone():
            assert time.monotonic() < until, "the session does not end"
            time.sleep(0.002)


def _plain(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


class LostCommit:
    """The PostgreSQL server ends the session at a commit: before it has it, or before it could answer."""

    code = "outcome_unknown"

    def __init__(self, database: Database, committed: bool) -> None:
        self._database, self._committed = database, committed

    @contextmanager
    def during(self, at: int) -> Iterator[None]:
        """Strike at one of the commits of what is written."""
        dialect, left = self._database.engine.dialect, at
        real: Callable[[Any], None] = dialect.do_commit

        def commit(connection: Any) -> None:
            nonlocal left
            if connection.dbapi_connection.execute(HAS_WRITTEN).fetchone()[0] is None:
                real(connection)
                return
            left -= 1
            if left != -1:
                real(connection)
                return
            if self._committed:
                real(connection)
            terminate(self._database, connection.dbapi_connection)
            connection.dbapi_connection.execute("SELECT 1")

        dialect.do_commit = commit  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            dialect.do_commit = real  # type: ignore[method-assign]


@contextmanager
def closed_server(database: Database) -> Iterator[None]:
    """Let the server refuse connections to the database, and end those that there are."""
    name = database.engine.url.database
    url = database.engine.url.set(drivername="postgresql", database="postgres")
    door = database.engine.dialect.loaded_dbapi.connect(url.render_as_string(hide_password=False), autocommit=True)
    with door:
        door.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        door.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            door.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def faults_of(database: Database) -> list[Fault]:
    """Return the ways in which a kind of database fails."""
    if database.dialect == "sqlite":
        return [SmallFile(database), BoundedFiles(database)]
    return [FullServer(database), LostSession(database)]


def left_in(folder: Path) -> list[str]:
    """Return the names of files in a folder, whether or not it is there."""
    return sorted(path.name for path in folder.glob("*"))
