"""The head row of a workspace: four revisions that every request reads and every publish moves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, select, update

from builder.errors import NotFound
from builder.storage.fixed_tables import workspace_tables
from builder.storage.query.prepared import PlainStatement, Prepared
from builder.storage.space import Space

NAMES: tuple[str, ...] = ("metadata_rev", "rights_rev", "layout_rev", "settings_rev")
_LOCKS: dict[str, PlainStatement] = {}
_QUERIES: dict[Space, Prepared] = {}
"""Every request asks for the head: compiling the statement anew took most of its time."""


@dataclass(frozen=True)
class Head:
    """Which documents, rights, physical layout and settings are in force."""

    metadata_rev: int = 0
    rights_rev: int = 0
    layout_rev: int = 0
    settings_rev: int = 0


def read_head(conn: Connection, space: Space) -> Head:
    """Return the head. Raises NotFound when the workspace has none."""
    kept = _QUERIES.get(space)
    if kept is None:
        table = workspace_tables(space).head
        kept = _QUERIES[space] = Prepared(conn, select(*(table.c[name] for name in NAMES)), steady=True)
    rows = kept.rows(conn)
    if not rows:
        raise NotFound("unknown_workspace", key=space.key)
    return head_of(rows[0])


def hold(conn: Connection, space: Space) -> Head:
    """Return the head, which no publish can move until this transaction ends; other writers pass."""
    if space.dialect == "postgresql":
        _wait_for(conn, space, "pg_advisory_xact_lock_shared")
    return read_head(conn, space)


def hold_alone(conn: Connection, space: Space) -> Head:
    """Return the head once all other writers are gone, and keep them out until this transaction ends."""
    if space.dialect == "postgresql":
        _wait_for(conn, space, "pg_advisory_xact_lock")
    return read_head(conn, space)


def take_turn(conn: Connection, space: Space, subject: str) -> None:
    """Wait until no other transaction has the turn of a subject, and keep it until this one ends.

    For what two transactions can break together though each finds it whole; on SQLite writers take turns anyway.
    """
    if space.dialect == "postgresql":
        _wait_for(conn, space, "pg_advisory_xact_lock", subject)


def _wait_for(conn: Connection, space: Space, lock: str, subject: str = "") -> None:
    """Take an advisory lock in a statement of its own: the next one sees what was committed while it waited."""
    kept = _LOCKS.get(lock)
    if kept is None:
        kept = _LOCKS[lock] = PlainStatement(conn, f"SELECT 1 FROM {lock}(%s)", steady=True)  # nosec B608: one of two names
    kept.rows(conn, [_lock_number(space, subject)])


def bump(conn: Connection, space: Space, *names: str) -> Head:
    """Move the named revisions on by one and return the new head.

    The connection is marked: what is compiled from it before the commit must not be shared.
    """
    table = workspace_tables(space).head
    changes = {name: table.c[name] + 1 for name in names}
    row = conn.execute(update(table).values(changes).returning(*(table.c[name] for name in NAMES))).one()
    conn.info["head_moved"] = True
    return head_of(row)


def is_moved(conn: Connection) -> bool:
    """Whether this transaction moved a head and has not committed yet."""
    return bool(conn.info.get("head_moved"))


def head_of(row: Sequence[int]) -> Head:
    """Return the head of a row of its columns, in the order of ``NAMES``."""
    return Head(row[0], row[1], row[2], row[3])


@lru_cache(maxsize=1_024)
def _lock_number(space: Space, subject: str) -> int:
    """Return the advisory lock of a workspace, or of a subject in it: 64 bits of the hash of their names."""
    name = f"workspace {space.key}{subject and ' ' + subject}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
