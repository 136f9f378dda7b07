"""Parts of a transaction that may fail, and be tried again: on a taken unique key, on a refusal of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from builder.errors import BuilderError, Conflict
from builder.storage.allocator import ids_kept
from builder.storage.driver_errors import meaning_of
from builder.storage.space import Space

if TYPE_CHECKING:
    from builder.storage.postgresql import DirectConnection


@dataclass
class Attempt:
    """Whether the part was carried out."""

    done: bool = False


@contextmanager
def attempt(conn: Connection, watched: bool = True) -> Iterator[Attempt]:
    """Run a part of a transaction; if a unique index refuses it, take it back and leave ``done`` False.

    Where it is not watched, the refusal goes on to the caller as it is, and no savepoint is spent. So it is on
    SQLite: there nobody else writes between a check and what follows it.
    """
    tried = Attempt()
    if not watched or conn.dialect.name == "sqlite":
        yield tried
        tried.done = True
        return
    say = cast("DirectConnection", conn.connection.dbapi_connection).command
    say(b"SAVEPOINT attempt")
    try:
        yield tried
        say(b"RELEASE attempt")
        tried.done = True
    except IntegrityError as error:
        say(b"ROLLBACK TO attempt")
        if not isinstance(meaning_of(error), Conflict):
            raise


@contextmanager
def taken_back_on(conn: Connection, space: Space, refusal: type[BuilderError]) -> Iterator[None]:
    """Run a part of a transaction; what it wrote is taken back where it ends with such a refusal, which goes on.

    Ids that it took stay taken: rows that are written again may hold them already.
    """
    conn.exec_driver_sql("SAVEPOINT refusable")
    try:
        yield
    except refusal:
        with ids_kept(conn, space):
            conn.exec_driver_sql("ROLLBACK TO SAVEPOINT refusable")
        conn.exec_driver_sql("RELEASE SAVEPOINT refusable")  # one of the same name may stand around this
        raise
    conn.exec_driver_sql("RELEASE SAVEPOINT refusable")
