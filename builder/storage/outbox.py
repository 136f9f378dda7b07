"""The outbox: events written with the change that they tell of, one row for a batch of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from builder.storage.fixed_tables import workspace_tables
from builder.storage.row_inserts import fixed_insert
from builder.storage.space import Space

COLUMNS = ("at", "kind", "entity_id", "change_set", "body", "epoch")
LARGEST_BATCH = 1_000
"""Records told of by one event row."""


@dataclass(frozen=True)
class Event:
    """What happened to up to 1 000 records of an entity."""

    kind: str
    """record.created, record.updated, record.deleted or record.restored."""
    entity_id: str
    body: Mapping[str, Any]
    """Ids, versions and changed field ids, who did it and where from."""
    at: int
    change_set: int | None = None


def forget(conn: Connection, space: Space, before: int, limit: int) -> int:
    """Delete the oldest events, as far as they were written before a moment, at most ``limit``; returns how many.

    They are looked at in the order in which they were written: it takes no look at the whole table to see that none
    is old.
    """
    table = workspace_tables(space).outbox
    oldest = conn.execute(select(table.c.id, table.c.at).order_by(table.c.id).limit(limit)).all()
    old = [number for number, at in oldest if at < before]
    if old:
        conn.execute(delete(table).where(table.c.id.in_(old)))
    return len(old)


def emit(conn: Connection, space: Space, events: Sequence[Event]) -> None:
    """Write events, one row each."""
    rows = [
        (event.at, event.kind, event.entity_id, event.change_set, orjson.dumps(event.body).decode(), 0)
        for event in events
    ]
    fixed_insert(conn, space, "outbox", lambda: (workspace_tables(space).outbox, COLUMNS)).run(conn, rows)
