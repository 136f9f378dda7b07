"""The outbox: events written with the change that they tell of, one row for a batch of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

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


def emit(conn: Connection, space: Space, events: Sequence[Event]) -> None:
    """Write events, one row each."""
    rows = [
        (event.at, event.kind, event.entity_id, event.change_set, orjson.dumps(event.body).decode(), 0)
        for event in events
    ]
    fixed_insert(conn, space, "outbox", lambda: (workspace_tables(space).outbox, COLUMNS)).run(conn, rows)
