"""Taking jobs: which one is next, and who gets it.

A job can be taken when it waits and its time has come, or when whoever worked on it let the lease run
out. ``run_after`` holds the one or the other moment, so that one small index answers both. Taking raises
``epoch``, which fences out whoever had it before.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select, update

from builder.storage.job_rows import ACTIVE, Job, job_of, jobs_table
from builder.storage.space import Space

_CLAIM_LOCK = 0x666C6F6F
"""First half of the advisory lock of whoever chooses a job."""


def has_work(conn: Connection, space: Space, owner: str, now: int, kinds: Collection[str] = ()) -> bool:
    """Whether ``claim`` would find something: a look without a lock."""
    return conn.execute(_candidates(space, owner, now, kinds)).first() is not None


def claim(conn: Connection, space: Space, owner: str, now: int, until: int, kinds: Collection[str] = ()) -> Job | None:
    """Lease the job that has waited longest to ``owner``, or None when there is none.

    At most one job of a kind runs at a time in a workspace. A job leased to the same owner is taken again:
    an owner works on one job at a time, so its predecessor died. ``kinds`` bounds what is taken.
    """
    if not alone(conn, space):
        return None
    table = jobs_table(space)
    row = conn.execute(_candidates(space, owner, now, kinds).with_for_update(skip_locked=True, of=table)).first()
    return None if row is None else _lease(conn, space, owner, (row.id, row.epoch), (now, until))


def claim_one(conn: Connection, space: Space, job_id: int, owner: str, times: tuple[int, int]) -> Job | None:
    """Lease one job by id unless another holds it or it is finished. ``times`` is (now, lease until)."""
    table = jobs_table(space)
    free = or_(table.c.state == "queued", and_(table.c.state == "running", table.c.run_after <= times[0]))
    row = conn.execute(select(table.c.id, table.c.epoch).where(table.c.id == job_id, free)).first()
    return None if row is None else _lease(conn, space, owner, (row.id, row.epoch), times)


def _lease(conn: Connection, space: Space, owner: str, known: tuple[int, int], times: tuple[int, int]) -> Job | None:
    table, (now, until) = jobs_table(space), times
    took = (
        update(table)
        .where(table.c.id == known[0], table.c.epoch == known[1], table.c.state.in_(ACTIVE))
        .values(
            state="running",
            epoch=table.c.epoch + 1,
            attempts=table.c.attempts + 1,
            lease_owner=owner,
            lease_until=until,
            run_after=until,
            started_at=func.coalesce(table.c.started_at, now),
        )
        .returning(*table.c)
    )
    row = conn.execute(took).mappings().one_or_none()
    return None if row is None else job_of(row)


def alone(conn: Connection, space: Space) -> bool:
    """Whether this transaction is the one that may choose or plan jobs of a workspace now.

    SQLite has one writer anyway.
    """
    if space.dialect == "sqlite":
        return True
    lock = func.pg_try_advisory_xact_lock(_CLAIM_LOCK, func.hashtext(space.key))
    return bool(conn.execute(select(lock)).scalar_one())


def _candidates(space: Space, owner: str, now: int, kinds: Collection[str]) -> Any:
    table = jobs_table(space)
    other = table.alias()
    busy = exists().where(
        other.c.kind == table.c.kind,
        other.c.id != table.c.id,
        other.c.state == "running",
        other.c.run_after > now,
        other.c.lease_owner != owner,
    )
    mine = and_(table.c.state == "running", table.c.lease_owner == owner)
    query = select(table.c.id, table.c.epoch).where(
        table.c.state.in_(ACTIVE), or_(table.c.run_after <= now, mine), ~busy
    )
    if kinds:
        query = query.where(table.c.kind.in_(list(kinds)))
    return query.order_by(table.c.run_after, table.c.id).limit(1)
