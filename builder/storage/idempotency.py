"""Repeated requests: the answer to a write, kept in the same transaction, so that a repetition changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from builder.storage.upserts import upsert

KEPT_FOR = 24 * 3_600 * 1_000_000
"""Microseconds for which an answer is kept."""


@dataclass(frozen=True)
class Kept:
    """The answer to a request that was carried out."""

    request_hash: str
    status: int
    body: str
    etag: str | None


def claim(conn: Connection, space: Space, who: tuple[str, str], request_hash: str, now: int) -> Kept | None:
    """Take the key of ``who`` = (principal, key) for this transaction, or return what was answered under it.

    A second request with the same key waits until the first has ended: then it finds the answer, or, when the
    first was taken back, gets the key.
    """
    table = workspace_tables(space).idempotency
    conn.execute(delete(table).where(table.c.at < now - KEPT_FOR))
    principal, key = who
    row = {"principal": principal, "key": key, "request_hash": request_hash, "at": now}
    taken = conn.execute(
        upsert(space.dialect, table).values(row).on_conflict_do_nothing().returning(table.c.key)
    ).first()
    if taken is not None:
        return None
    found = conn.execute(
        select(table.c.request_hash, table.c.status, table.c.body, table.c.etag).where(
            table.c.principal == principal, table.c.key == key
        )
    ).one()
    return Kept(found.request_hash, found.status, found.body, found.etag)


def keep(conn: Connection, space: Space, who: tuple[str, str], answer: Kept) -> None:
    """Keep the answer under a key that this transaction has claimed."""
    table = workspace_tables(space).idempotency
    conn.execute(
        update(table)
        .where(table.c.principal == who[0], table.c.key == who[1])
        .values(status=answer.status, body=answer.body, etag=answer.etag)
    )
