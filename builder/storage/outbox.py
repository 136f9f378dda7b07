"""The outbox: events written with the change that they tell of, one row for a batch of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space

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
        {
            "at": event.at,
            "kind": event.kind,
            "entity_id": event.entity_id,
            "change_set": event.change_set,
            "body": orjson.dumps(event.body).decode(),
            "epoch": 0,
        }
        for event in events
    ]
    if rows:
        conn.execute(insert(workspace_tables(space).outbox), rows)
