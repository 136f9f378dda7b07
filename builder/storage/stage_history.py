"""Every change of stage, with how long the record stood in the stage it left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from builder.storage.allocator import allocate
from builder.storage.fixed_tables import workspace_tables
from builder.storage.row_inserts import Row, fixed_insert
from builder.storage.series_inserts import fixed_series
from builder.storage.space import Space

COLUMNS = ("id", "record_id", "entity_id", "from_stage", "to_stage", "seconds", "at", "by", "change_set")
Move = tuple[int, str, str | None, str, int | None]
"""(record id, entity id, stage left, stage entered, seconds in the stage left)."""


@dataclass(frozen=True)
class StageChange:
    """One move of a record."""

    at: int
    by: int
    left: str | None
    entered: str
    seconds: int | None


def append(conn: Connection, space: Space, moves: Sequence[Move], stamp: tuple[int, int, int | None]) -> None:
    """Write moves. ``stamp`` is (microseconds, author, change set)."""
    if not moves:
        return
    at, by, change_set = stamp
    rows = [
        (number, *move, at, by, change_set)
        for number, move in zip(allocate(conn, space, len(moves)), moves, strict=True)
    ]
    _insert(conn, space, rows)


def _insert(conn: Connection, space: Space, rows: Sequence[Row]) -> None:
    fixed_insert(conn, space, "stage_history", lambda: (workspace_tables(space).stage_history, COLUMNS)).run(conn, rows)


def append_past(conn: Connection, space: Space, moves: Sequence[tuple[Move, int, int]], change_set: int | None) -> None:
    """Write moves that were made earlier: each with its microseconds and its author."""
    if not moves:
        return
    rows = [
        (number, *move, at, by, change_set)
        for number, (move, at, by) in zip(allocate(conn, space, len(moves)), moves, strict=True)
    ]
    _insert(conn, space, rows)


def append_created(
    conn: Connection, space: Space, ids: range, placed: tuple[str, str], stamp: tuple[int, int, int | None]
) -> None:
    """Write that new records entered their first stage: ``placed`` is (entity id, stage) of them all."""
    entity_id, stage = placed
    numbers = allocate(conn, space, len(ids))
    into = fixed_series(
        conn, space, "stage_history", lambda: (workspace_tables(space).stage_history, COLUMNS[:2], COLUMNS[2:])
    )
    into.run(conn, len(ids), (numbers.start, ids.start), (entity_id, None, stage, None, *stamp))


def of_record(conn: Connection, space: Space, record_id: int) -> list[StageChange]:
    """Return the moves of a record, oldest first."""
    table = workspace_tables(space).stage_history
    found = conn.execute(select(table).where(table.c.record_id == record_id).order_by(table.c.at, table.c.id))
    return [
        StageChange(row["at"], row["by"], row["from_stage"], row["to_stage"], row["seconds"])
        for row in found.mappings()
    ]
