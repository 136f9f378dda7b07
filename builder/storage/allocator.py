"""Numbers that are never given twice: ids of records and other rows of a workspace, and running numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Integer, bindparam, func, literal_column, select, update

from builder.errors import LimitExceeded, Unavailable
from builder.metadata.values import LARGEST_ID
from builder.storage.fixed_tables import workspace_tables
from builder.storage.query.prepared import Prepared
from builder.storage.space import Space
from builder.storage.upserts import upsert

RECORD_IDS = "record_id"
"""Name of the allocator row on SQLite and of the sequence on PostgreSQL."""
BLOCK = 64
"""Ids that a sequence of PostgreSQL moves on at once; a connection gives them out without asking again."""
_TRIES = 50
_MOVES: dict[Space, Prepared] = {}
"""Every new record takes an id: compiling the statement anew took a quarter of saving it."""


def allocate(conn: Connection, space: Space, count: int) -> range:
    """Return ``count`` fresh ids in ascending order, all ≤ 2^53−1. Raises LimitExceeded when none are left.

    Used for records, sub-table rows, change sets, stage changes and jobs alike. Gaps are possible. On
    PostgreSQL nobody waits for anybody: a sequence knows no transactions.
    """
    if count <= 0:
        return range(0)
    found = _from_row(conn, space, count) if space.dialect == "sqlite" else _from_sequence(conn, space, count)
    if found[-1] > LARGEST_ID:
        raise LimitExceeded("ids_exhausted")
    return found


@contextmanager
def ids_kept(conn: Connection, space: Space) -> Iterator[None]:
    """Take back a part of a transaction inside, but not the ids that were given in it; a sequence keeps them anyway."""
    if space.dialect != "sqlite":
        yield
        return
    table = workspace_tables(space).allocator
    mine = table.c.name == RECORD_IDS
    given = conn.execute(select(table.c.next).where(mine)).scalar_one()
    yield
    conn.execute(update(table).where(mine).values(next=given))


def _from_row(conn: Connection, space: Space, count: int) -> range:
    move = _MOVES.get(space)
    if move is None:
        move = _MOVES[space] = Prepared(conn, _move_of(space))
    after = int(move.rows(conn, {"count": count})[0][0])
    return range(after - count, after)


def _move_of(space: Space) -> Any:
    table = workspace_tables(space).allocator
    moved = table.c.next + bindparam("count", None, type_=BigInteger())
    return update(table).where(table.c.name == RECORD_IDS).values(next=moved).returning(table.c.next)


def _from_sequence(conn: Connection, space: Space, count: int) -> range:
    """Serve from the block of this connection, else draw blocks until they are neighbours."""
    key = ("ids", space.key)
    left: range = conn.info.get(key, range(0))
    if len(left) < count:
        left = _draw(conn, space, -(-count // BLOCK))
    conn.info[key] = left[count:]
    return left[:count]


def _draw(conn: Connection, space: Space, blocks: int) -> range:
    draw = _MOVES.get(space)
    if draw is None:
        draw = _MOVES[space] = Prepared(conn, _draw_of(space))
    for _ in range(_TRIES):
        starts = sorted(row[0] for row in draw.rows(conn, {"blocks": blocks}))
        if starts[-1] - starts[0] == BLOCK * (blocks - 1):
            return range(starts[0], starts[-1] + BLOCK)
    raise Unavailable("database_busy")


def _draw_of(space: Space) -> Any:
    series = func.generate_series(1, bindparam("blocks", None, type_=Integer())).table_valued("n")
    sequence: ColumnElement[str] = literal_column(f"'{space.schema}.{space.name(RECORD_IDS)}'::regclass")
    return select(func.nextval(sequence, type_=BigInteger)).select_from(series)


def reserve(conn: Connection, space: Space, key: str, period: str, count: int, first: int = 1) -> range:
    """Return the next ``count`` running numbers of a counter within a period, beginning with ``first``.

    The counter stays locked until the transaction ends, so numbers follow the order of commits.
    """
    table = workspace_tables(space).counter
    row = upsert(space.dialect, table).values(key=key, period=period, next=first + count)
    move = row.on_conflict_do_update(
        index_elements=[table.c.key, table.c.period], set_={"next": table.c.next + count}
    ).returning(table.c.next)
    after = int(conn.execute(move).scalar_one())
    return range(after - count, after)
