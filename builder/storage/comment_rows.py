"""Rows of comments: what people say to each other about a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_, update

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class Comment:
    """What somebody said about a record; times are microseconds since 1970, UTC."""

    id: int
    record_id: int
    entity_id: str
    at: int
    by: int
    text: str
    mentions: tuple[int, ...] = ()
    """Accounts that are named in it."""
    edited_at: int | None = None


def add(conn: Connection, space: Space, comment: Comment) -> None:
    """Write a comment."""
    values = {**comment.__dict__, "mentions": _told(comment.mentions)}
    conn.execute(insert(workspace_tables(space).comment).values(values))


def find(conn: Connection, space: Space, record_id: int, number: int) -> Comment | None:
    """Return a comment on a record, or None."""
    table = workspace_tables(space).comment
    query = select(table).where(table.c.id == number, table.c.record_id == record_id)
    row = conn.execute(query).mappings().one_or_none()
    return None if row is None else _comment(row)


def of_record(
    conn: Connection, space: Space, record_id: int, before: tuple[int, int] | None, limit: int
) -> list[Comment]:
    """Return comments on a record, the newest first; those before a position (moment, id)."""
    table = workspace_tables(space).comment
    query = select(table).where(table.c.record_id == record_id)
    if before is not None:
        query = query.where(tuple_(table.c.at, table.c.id) < tuple_(*before))
    newest = query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
    return [_comment(row) for row in conn.execute(newest).mappings()]


def by_id(conn: Connection, space: Space, ids: Sequence[int]) -> list[Comment]:
    """Return comments by their ids; at most a few hundred are asked for."""
    table = workspace_tables(space).comment
    return [_comment(row) for row in conn.execute(select(table).where(table.c.id.in_(ids))).mappings()] if ids else []


def commented(conn: Connection, space: Space, ids: Sequence[int]) -> set[int]:
    """Return those of some records that somebody said something about; at most a few hundred are asked for."""
    table = workspace_tables(space).comment
    return set(conn.execute(select(table.c.record_id).where(table.c.record_id.in_(list(ids))).distinct()).scalars())


def change(conn: Connection, space: Space, number: int, text: str, mentions: tuple[int, ...], now: int) -> None:
    """Give a comment another text."""
    table = workspace_tables(space).comment
    changed = update(table).where(table.c.id == number)
    conn.execute(changed.values(text=text, mentions=_told(mentions), edited_at=now))


def remove(conn: Connection, space: Space, number: int) -> None:
    """Delete a comment."""
    table = workspace_tables(space).comment
    conn.execute(delete(table).where(table.c.id == number))


def _told(mentions: tuple[int, ...]) -> str | None:
    return orjson.dumps(list(mentions)).decode() if mentions else None


def _comment(row: RowMapping) -> Comment:
    return Comment(**{**row, "mentions": tuple(orjson.loads(row["mentions"] or "[]"))})
