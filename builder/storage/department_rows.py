"""Departments that nobody belongs to any more: their rows are removed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


def remove(conn: Connection, space: Space, ids: Sequence[int]) -> None:
    """Remove departments without members and without departments below."""
    if ids:
        table = workspace_tables(space).department
        conn.execute(delete(table).where(table.c.id.in_(list(ids))))
