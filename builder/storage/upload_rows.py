"""Files that were sent and wait for their use: what they are, where they lie, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class Upload:
    """A file that was sent. Times are microseconds since 1970, UTC; ``path`` is relative to the uploads folder."""

    token: str
    name: str
    path: str
    size: int
    sha256: str
    purpose: str
    body: Mapping[str, Any]
    """What its purpose keeps with it."""
    created_by: int
    created_at: int
    expires_at: int
    subject: str | None = None
    """What it is for, e.g. the id of the entity that an import fills."""
    job: int | None = None
    """The job that works on it, or did."""


def add(conn: Connection, space: Space, upload: Upload) -> None:
    """Write an upload."""
    conn.execute(insert(workspace_tables(space).upload).values(_values(upload)))


def _values(upload: Upload) -> dict[str, Any]:
    return {
        "token": upload.token,
        "name": upload.name,
        "path": upload.path,
        "size": upload.size,
        "sha256": upload.sha256,
        "purpose": upload.purpose,
        "body": orjson.dumps(upload.body).decode(),
        "created_by": upload.created_by,
        "created_at": upload.created_at,
        "expires_at": upload.expires_at,
        "subject": upload.subject,
        "job_id": upload.job,
    }


def find(conn: Connection, space: Space, token: str, purpose: str) -> Upload | None:
    """Return an upload made for a purpose, or None."""
    table = workspace_tables(space).upload
    query = select(table).where(table.c.token == token, table.c.purpose == purpose)
    row = conn.execute(query).mappings().one_or_none()
    return None if row is None else _upload(row)


def hold(conn: Connection, space: Space, token: str) -> None:
    """Keep others from changing an upload until the transaction ends."""
    table = workspace_tables(space).upload
    conn.execute(select(table.c.token).where(table.c.token == token).with_for_update())


def set_body(conn: Connection, space: Space, token: str, body: Mapping[str, Any]) -> None:
    """Replace what is kept with an upload."""
    table = workspace_tables(space).upload
    conn.execute(update(table).where(table.c.token == token).values(body=orjson.dumps(body).decode()))


def give_to_job(conn: Connection, space: Space, token: str, job: int) -> None:
    """Note which job works on an upload."""
    table = workspace_tables(space).upload
    conn.execute(update(table).where(table.c.token == token).values(job_id=job))


def with_jobs(conn: Connection, space: Space, purpose: str, subject: str, by: int | None, limit: int) -> list[Upload]:
    """Return uploads on which a job works or did, newest first; of one account or of all."""
    table = workspace_tables(space).upload
    query = select(table).where(table.c.subject == subject, table.c.purpose == purpose, table.c.job_id.is_not(None))
    if by is not None:
        query = query.where(table.c.created_by == by)
    newest = query.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
    return [_upload(row) for row in conn.execute(newest).mappings()]


def expired(conn: Connection, space: Space, now: int, limit: int = 200) -> list[Upload]:
    """Return uploads whose time is over."""
    table = workspace_tables(space).upload
    query = select(table).where(table.c.expires_at < now).order_by(table.c.expires_at).limit(limit)
    return [_upload(row) for row in conn.execute(query).mappings()]


def forget(conn: Connection, space: Space, token: str) -> None:
    """Delete the row of an upload."""
    table = workspace_tables(space).upload
    conn.execute(delete(table).where(table.c.token == token))


def _upload(row: Mapping[Any, Any]) -> Upload:
    return Upload(
        token=row["token"],
        name=row["name"],
        path=row["path"],
        size=row["size"],
        sha256=row["sha256"],
        purpose=row["purpose"],
        body=orjson.loads(row["body"] or "{}"),
        created_by=row["created_by"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        subject=row["subject"],
        job=row["job_id"],
    )
