"""Rows of jobs and of their steps: waiting, leased to a worker under a fencing epoch, or finished.

Everything that a worker writes names the epoch it was given when it took the job, and writes nothing when
another took the job meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, func, insert, select, update

from builder.metadata.values import Label
from builder.storage.allocator import allocate
from builder.storage.fixed_tables import workspace_tables
from builder.storage.query.prepared import Prepared
from builder.storage.space import Space

STATES = ("queued", "running", "done", "failed", "cancelled")
ACTIVE = ("queued", "running")


@dataclass(frozen=True)
class NewJob:
    """What is put into the queue. Times are microseconds since 1970, UTC."""

    kind: str
    label: Label | str
    params: Mapping[str, Any]
    by: int
    now: int
    run_after: int = 0


@dataclass(frozen=True)
class Job:
    """A job as it is stored."""

    id: int
    kind: str
    label: Label | str
    params: dict[str, Any]
    state: str
    done: int
    total: int | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    """{"code", "params", "problems"?}: worded at the edge, in the reader's language."""
    attempts: int
    """How often it was taken since it last got anywhere."""
    cancel_requested: bool
    created_by: int
    created_at: int
    started_at: int | None
    finished_at: int | None
    run_after: int
    epoch: int


@dataclass(frozen=True)
class Lease:
    """The right to work on one job, as long as nobody else took it."""

    space: Space
    job_id: int
    epoch: int


def insert_job(conn: Connection, space: Space, new: NewJob) -> int:
    """Write a waiting job and return its id."""
    (job_id,) = allocate(conn, space, 1)
    values = {
        "id": job_id,
        "kind": new.kind,
        "label": orjson.dumps(new.label if isinstance(new.label, str) else dict(new.label)).decode(),
        "params": orjson.dumps(new.params).decode(),
        "state": "queued",
        "created_by": new.by,
        "created_at": new.now,
        "run_after": max(new.run_after, new.now),
        "epoch": 0,
    }
    conn.execute(insert(jobs_table(space)).values(values))
    return job_id


def is_waiting(conn: Connection, space: Space, new: NewJob) -> bool:
    """Whether a job of the same kind and params waits and has not begun."""
    asked = _WAITING.get(space)
    if asked is None:
        table = jobs_table(space)
        same = (table.c.kind == bindparam("kind"), table.c.params == bindparam("params"))
        query = select(table.c.id).where(table.c.state == "queued", *same).limit(1)
        asked = _WAITING[space] = Prepared(conn, query, steady=True)
    return bool(asked.rows(conn, {"kind": new.kind, "params": orjson.dumps(new.params).decode()}))


_WAITING: dict[Space, Prepared] = {}
"""Every batch of records asks for a catch-up of the search: compiling the question took longer than answering it."""


def is_active(conn: Connection, space: Space, kind: str) -> bool:
    """Whether a job of the kind waits or runs."""
    table = jobs_table(space)
    same = select(table.c.id).where(table.c.state.in_(ACTIVE), table.c.kind == kind)
    return conn.execute(same.limit(1)).first() is not None


def find(conn: Connection, space: Space, job_id: int) -> Job | None:
    """Return a job, or None."""
    table = jobs_table(space)
    row = conn.execute(select(table).where(table.c.id == job_id)).mappings().one_or_none()
    return None if row is None else job_of(row)


def recent(
    conn: Connection, space: Space, states: Sequence[str] = (), limit: int = 50, by: int | None = None
) -> list[Job]:
    """Return jobs, newest first."""
    table = jobs_table(space)
    query = select(table).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
    if states:
        query = query.where(table.c.state.in_(list(states)))
    if by is not None:
        query = query.where(table.c.created_by == by)
    return [job_of(row) for row in conn.execute(query).mappings()]


def last_created(conn: Connection, space: Space, kind: str) -> int | None:
    """Return when the newest job of a kind was put in, in microseconds."""
    table = jobs_table(space)
    newest: int | None = conn.execute(select(func.max(table.c.created_at)).where(table.c.kind == kind)).scalar_one()
    return newest


def renew(conn: Connection, lease: Lease, until: int, done: int, total: int | None) -> bool:
    """Extend a lease and write how far the work is; False when the lease is lost."""
    return _write(conn, lease, lease_until=until, run_after=until, done=done, total=total)


def is_cancelled(conn: Connection, lease: Lease) -> bool | None:
    """Whether somebody asked the holder to stop; None when the lease is lost."""
    table = jobs_table(lease.space)
    return conn.execute(select(table.c.cancel_requested == 1).where(_held(table, lease))).scalar_one_or_none()


def finish(
    conn: Connection,
    lease: Lease,
    state: str,
    now: int,
    outcome: Mapping[str, Any],
    progress: tuple[int, int | None],
) -> bool:
    """End a job as done (``outcome`` is its result), failed or cancelled (its error); False when the lease is lost.

    ``progress`` is (done, total).
    """
    body = orjson.dumps(outcome, default=str).decode()
    column = "result" if state == "done" else "error"
    values = {column: body, "lease_owner": None, "lease_until": None, "finished_at": now}
    values |= {"done": progress[0], "total": progress[1]}
    if state == "done":
        values["error"] = None
    return _write(conn, lease, state=state, **values)


def put_back(
    conn: Connection, lease: Lease, run_after: int, attempts: int, error: Mapping[str, Any] | None = None
) -> bool:
    """Let a job wait again until ``run_after``; ``error`` is why it did not succeed. False when the lease is lost."""
    body = None if error is None else orjson.dumps(error, default=str).decode()
    values = {"lease_owner": None, "lease_until": None, "attempts": attempts, "error": body}
    return _write(conn, lease, state="queued", run_after=run_after, **values)


def requeue(conn: Connection, space: Space, job_id: int, now: int) -> bool:
    """Let a job that failed or was cancelled wait again, to go on after its last finished step; False for others."""
    table = jobs_table(space)
    ended = (table.c.id == job_id, table.c.state.in_(("failed", "cancelled")))
    fresh = {"attempts": 0, "cancel_requested": 0, "error": None, "finished_at": None, "run_after": now}
    return bool(conn.execute(update(table).where(*ended).values(state="queued", **fresh)).rowcount)


def request_cancel(conn: Connection, space: Space, job_id: int, now: int) -> bool:
    """Cancel a waiting job, or ask the one who works on it to stop; False when it is finished or unknown."""
    table = jobs_table(space)
    waiting = update(table).where(table.c.id == job_id, table.c.state == "queued")
    if conn.execute(waiting.values(state="cancelled", finished_at=now)).rowcount:
        return True
    running = update(table).where(table.c.id == job_id, table.c.state == "running")
    return bool(conn.execute(running.values(cancel_requested=1)).rowcount)


def step(conn: Connection, space: Space, job_id: int, name: str) -> dict[str, Any] | None:
    """Return what a finished step left, or None when it is not finished."""
    table = workspace_tables(space).job_step
    found = select(table.c.body).where(table.c.job_id == job_id, table.c.step == name)
    row = conn.execute(found).one_or_none()
    return None if row is None else orjson.loads(row.body or "{}")


def steps(conn: Connection, space: Space, job_id: int, prefix: str) -> list[dict[str, Any]]:
    """Return what the finished steps left whose names begin with ``prefix``, in the order of their names."""
    table = workspace_tables(space).job_step
    mine = (table.c.job_id == job_id, table.c.step.startswith(prefix, autoescape=True))
    found = conn.execute(select(table.c.body).where(*mine).order_by(table.c.step))
    return [orjson.loads(row.body or "{}") for row in found]


def mark_step(conn: Connection, lease: Lease, name: str, now: int, body: Mapping[str, Any]) -> bool:
    """Write that a step is finished, in the transaction of its effects; False when the lease is lost.

    The row of the job is written too: whoever wants to take the job waits for this transaction, and a job
    that gets somewhere begins to count its attempts anew.
    """
    if not _write(conn, lease, attempts=1):
        return False
    table = workspace_tables(lease.space).job_step
    text = orjson.dumps(body).decode()
    where = (table.c.job_id == lease.job_id, table.c.step == name)
    if not conn.execute(update(table).where(*where).values(at=now, body=text)).rowcount:
        conn.execute(insert(table).values(job_id=lease.job_id, step=name, at=now, body=text))
    return True


def forget_finished(
    conn: Connection, space: Space, before: int, kinds: Collection[str] = (), limit: int = 1_000
) -> int:
    """Delete jobs that finished before a moment, with their steps; of some kinds only. Returns how many."""
    table = jobs_table(space)
    old = select(table.c.id).where(table.c.state.not_in(ACTIVE), table.c.finished_at < before)
    if kinds:
        old = old.where(table.c.kind.in_(list(kinds)))
    return conn.execute(delete(table).where(table.c.id.in_(old.limit(limit)))).rowcount


def jobs_table(space: Space) -> Table:
    """Return the table of jobs of a workspace."""
    return workspace_tables(space).job


def _held(table: Table, lease: Lease) -> ColumnElement[bool]:
    return and_(table.c.id == lease.job_id, table.c.epoch == lease.epoch, table.c.state == "running")


def _write(conn: Connection, lease: Lease, **values: Any) -> bool:
    table = jobs_table(lease.space)
    return conn.execute(update(table).where(_held(table, lease)).values(values)).rowcount == 1


def job_of(row: Mapping[Any, Any]) -> Job:
    """Return the job of a row."""
    return Job(
        id=row["id"],
        kind=row["kind"],
        label=orjson.loads(row["label"]),
        params=orjson.loads(row["params"]),
        state=row["state"],
        done=row["done"],
        total=row["total"],
        result=orjson.loads(row["result"]) if row["result"] else None,
        error=orjson.loads(row["error"]) if row["error"] else None,
        attempts=row["attempts"],
        cancel_requested=bool(row["cancel_requested"]),
        created_by=row["created_by"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        run_after=row["run_after"],
        epoch=row["epoch"],
    )
