"""Rows of notifications: what members of a workspace are told, and whether they have read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space

MOST_COUNTED = 100
"""Unread ones are counted so far; nobody tells 100 from 1 000 at a glance."""


@dataclass(frozen=True)
class News:
    """What somebody is told; ``at`` is microseconds since 1970, UTC."""

    account_id: int
    kind: str
    at: int
    by: int
    entity_id: str
    record_id: int
    """The record it is about; the first of them where ``count`` is above 1."""
    comment_id: int | None = None
    change_set: int | None = None
    count: int = 1


@dataclass(frozen=True)
class Notification(News):
    """News as it is kept."""

    id: int = 0
    read_at: int | None = None


def add(conn: Connection, space: Space, news: Sequence[News]) -> None:
    """Keep what people are told; what one change set tells one person of a kind is one notification."""
    table = workspace_tables(space).notification
    for item in news:
        if item.change_set is not None:
            same = (table.c.account_id == item.account_id, table.c.change_set == item.change_set)
            told = update(table).where(*same, table.c.kind == item.kind, table.c.entity_id == item.entity_id)
            if conn.execute(told.values(count=table.c.count + item.count)).rowcount:
                continue
        conn.execute(insert(table).values(asdict(item)))


def newest(conn: Connection, space: Space, account: int, before: int | None, limit: int) -> list[Notification]:
    """Return what a person was told, newest first; older than the one with the id ``before``."""
    table = workspace_tables(space).notification
    query = select(table).where(table.c.account_id == account)
    if before is not None:
        query = query.where(table.c.id < before)
    found = conn.execute(query.order_by(table.c.id.desc()).limit(limit)).mappings()
    return [Notification(**row) for row in found]


def unread(conn: Connection, space: Space, account: int) -> int:
    """Return how many of a person's notifications are unread, at most ``MOST_COUNTED``."""
    table = workspace_tables(space).notification
    mine = select(table.c.id).where(table.c.account_id == account, table.c.read_at.is_(None)).limit(MOST_COUNTED)
    return conn.execute(select(func.count()).select_from(mine.subquery())).scalar_one()


def mark_read(
    conn: Connection, space: Space, account: int, which: tuple[Sequence[int] | None, int | None], now: int
) -> None:
    """Note that a person has read some of their notifications: those with ids, those up to an id, all with neither."""
    table = workspace_tables(space).notification
    ids, up_to = which
    mine = update(table).where(table.c.account_id == account, table.c.read_at.is_(None))
    mine = mine if ids is None else mine.where(table.c.id.in_(ids))
    mine = mine if up_to is None else mine.where(table.c.id <= up_to)
    conn.execute(mine.values(read_at=now))


def take_back(conn: Connection, space: Space, record: int, comment: int) -> None:
    """Delete what was told of a comment."""
    table = workspace_tables(space).notification
    conn.execute(delete(table).where(table.c.record_id == record, table.c.comment_id == comment))


def take_back_given(conn: Connection, space: Space, records: Sequence[int], change_set: int) -> None:
    """Delete what was told of a change set that begins with one of some records, at most a few hundred."""
    table = workspace_tables(space).notification
    conn.execute(delete(table).where(table.c.record_id.in_(records), table.c.change_set == change_set))


def forget(conn: Connection, space: Space, before: int) -> int:
    """Delete notifications from before a moment; returns how many."""
    table = workspace_tables(space).notification
    return conn.execute(delete(table).where(table.c.at < before)).rowcount
