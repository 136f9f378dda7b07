"""Rows of lists that somebody asked to be made fast: what each asks of an index, and when it was used last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from builder.storage.fast_indexes import Wish
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class FastList:
    """A list of an entity that is to be fast; it is no publish."""

    id: int
    entity_id: str
    wish: Wish
    created_by: int
    created_at: int
    used_at: int | None
    """About when it was asked for last: noted once a day."""
    job_id: int | None
    """The job that builds its index, where the table is large."""


def of_entity(conn: Connection, space: Space, entity_id: str) -> list[FastList]:
    """Return the lists of an entity that are to be fast, oldest first."""
    table = workspace_tables(space).fast_list
    query = select(table).where(table.c.entity_id == entity_id).order_by(table.c.id)
    return [_fast_list(row) for row in conn.execute(query)]


def unused_since(conn: Connection, space: Space, moment: int) -> list[FastList]:
    """Return the lists that nobody asked for since a moment."""
    table = workspace_tables(space).fast_list
    last = func.coalesce(table.c.used_at, table.c.created_at)
    return [_fast_list(row) for row in conn.execute(select(table).where(last < moment).order_by(table.c.id))]


def wishes(conn: Connection, space: Space, entity_id: str | None = None) -> dict[str, dict[int, Wish]]:
    """Return entity id → number → what the list asks of an index, of all entities or of one."""
    table = workspace_tables(space).fast_list
    query = select(table.c.entity_id, table.c.id, table.c.body).order_by(table.c.id)
    found: dict[str, dict[int, Wish]] = {}
    for row in conn.execute(query if entity_id is None else query.where(table.c.entity_id == entity_id)):
        found.setdefault(row.entity_id, {})[row.id] = _wish(row.body)
    return found


def add(conn: Connection, space: Space, entity_id: str, wish: Wish, stamp: tuple[int, int]) -> int:
    """Insert a list and return its number. ``stamp`` is (microseconds, account)."""
    table = workspace_tables(space).fast_list
    body = orjson.dumps(asdict(wish)).decode()
    row = insert(table).values(entity_id=entity_id, body=body, created_at=stamp[0], created_by=stamp[1])
    return int(conn.execute(row.returning(table.c.id)).scalar_one())


def note_job(conn: Connection, space: Space, number: int, job: int | None) -> None:
    """Write down which job builds the index of a list."""
    table = workspace_tables(space).fast_list
    conn.execute(update(table).where(table.c.id == number).values(job_id=job))


def note_used(conn: Connection, space: Space, numbers: Collection[int], now: int) -> None:
    """Write down that lists were asked for."""
    table = workspace_tables(space).fast_list
    conn.execute(update(table).where(table.c.id.in_(sorted(numbers))).values(used_at=now))


def forget(conn: Connection, space: Space, numbers: Collection[int]) -> None:
    """Delete lists by number."""
    table = workspace_tables(space).fast_list
    conn.execute(delete(table).where(table.c.id.in_(sorted(numbers))))


def _fast_list(row: Row[Any]) -> FastList:
    return FastList(row.id, row.entity_id, _wish(row.body), row.created_by, row.created_at, row.used_at, row.job_id)


def _wish(body: str) -> Wish:
    raw = orjson.loads(body)
    sort = tuple((item, down) for item, down in raw["sort"])
    return Wish(tuple(raw["held"]), sort, tuple(raw["compared"]), raw["narrow"])
