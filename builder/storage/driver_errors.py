"""What the errors of the database drivers mean for a caller: one place that reads their codes and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from builder.errors import BuilderError, Conflict, LimitExceeded, Unavailable
from builder.storage.disk_errors import disk_meaning

UNIQUE_COLUMN = "u_"
"""What the names of columns with normalised unique keys begin with; the id of the key follows."""
UNIQUE_INDEX = "__unique"
"""What their indexes end with, after the name of the column."""
_KEY_IN_TEXT = re.compile(r"(?:\b|__)u_([a-z][a-z0-9_]*?)(?:__g\d+)?(?:__unique)?(?![a-z0-9_])")

_SQLITE_PHRASES: tuple[tuple[str, type[BuilderError], str], ...] = (
    ("interrupted", LimitExceeded, "query_too_slow"),
    ("too many columns", LimitExceeded, "too_wide"),
    ("database is locked", Unavailable, "database_busy"),
    ("database schema is locked", Unavailable, "database_busy"),
    ("database or disk is full", Unavailable, "disk_full"),
    ("disk i/o error", Unavailable, "disk_unavailable"),
    ("readonly database", Unavailable, "database_read_only"),
    ("database disk image is malformed", Unavailable, "database_damaged"),
    ("file is not a database", Unavailable, "database_damaged"),
    ("unable to open database file", Unavailable, "database_unreachable"),
)
_POSTGRESQL_STATES: dict[str, tuple[type[BuilderError], str]] = {
    "57014": (LimitExceeded, "query_too_slow"),
    "54000": (LimitExceeded, "too_wide"),
    "54011": (LimitExceeded, "too_wide"),
    "55P03": (Unavailable, "database_busy"),
    "40001": (Unavailable, "database_busy"),
    "40P01": (Unavailable, "database_busy"),
    "53100": (Unavailable, "disk_full"),
    "53300": (Unavailable, "database_busy"),
    "58030": (Unavailable, "disk_unavailable"),
    "25006": (Unavailable, "database_read_only"),
    "XX001": (Unavailable, "database_damaged"),
    "2200H": (LimitExceeded, "ids_exhausted"),
}
UNIQUE_VIOLATION = "23505"
LOCK_NOT_AVAILABLE = "55P03"


def state_of(error: DBAPIError) -> str:
    """Return the SQLSTATE of an error of PostgreSQL, or nothing."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def meaning_of(error: DBAPIError) -> BuilderError | None:
    """Return what a driver error means, or None when it is a fault of the program."""
    if isinstance(error, IntegrityError):
        return _taken(error)
    if error.connection_invalidated:
        return Unavailable("database_unreachable")
    state = state_of(error)
    if state:
        return _of_state(state)
    return _of_text(str(error.orig).lower(), error)


def _of_state(state: str) -> BuilderError | None:
    if state[:2] in ("08", "57") and state not in _POSTGRESQL_STATES:
        return Unavailable("database_unreachable")
    found = _POSTGRESQL_STATES.get(state)
    return found[0](found[1]) if found else None


def _of_text(text: str, error: DBAPIError) -> BuilderError | None:
    for phrase, kind, code in _SQLITE_PHRASES:
        if phrase in text:
            return kind(code)
    if type(error.orig).__module__.startswith("psycopg") and type(error.orig).__name__ == "OperationalError":
        return Unavailable("database_unreachable")  # no connection was made, so the server gave no state
    return None


def _taken(error: IntegrityError) -> BuilderError | None:
    text = str(error.orig)
    if state_of(error) != UNIQUE_VIOLATION and "UNIQUE constraint failed" not in text:
        return None
    params: dict[str, Any] = {}
    named = _KEY_IN_TEXT.search(text)
    if named is not None:
        params["key"] = named.group(1)
    return Conflict("not_unique", **params)


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of driver and disk into refusals of the product; what has no meaning passes unchanged."""
    try:
        yield
    except DBAPIError as error:
        meaning = meaning_of(error)
        if meaning is None:
            raise
        raise meaning from error
    except OSError as error:
        full = disk_meaning(error)
        if full is None:
            raise
        raise full from error
    except PoolTimeout as error:
        raise Unavailable("database_busy") from error
