"""Files that exports made: for their asker only, and for a few days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.errors import NotFound
from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.runtime.work import Work
from builder.storage import upload_rows
from builder.storage.upload_rows import Upload

PURPOSE = "export"
KEPT_FOR = 3 * 24 * 3_600 * 1_000_000
"""Microseconds after which a file is swept away."""


def kept(work: Work, entity: Entity, limit: int) -> list[dict[str, Any]]:
    """Return the reader's files of an entity that can still be downloaded, newest first."""
    work.require(entity, "export")
    found = upload_rows.with_jobs(work.conn, work.space, PURPOSE, entity.id, work.rights.user, limit)
    return [described(upload) for upload in found if upload.expires_at > work.now]


def file_of(work: Work, folder: Path, token: str) -> tuple[Upload, Path]:
    """Return a file that the reader asked for. Raises NotFound, also where the right to export was taken away."""
    upload = upload_rows.find(work.conn, work.space, token, PURPOSE)
    if upload is None or upload.created_by != work.rights.user or upload.expires_at <= work.now:
        raise NotFound("unknown_export")
    if not work.rights.on(upload.subject or "").may("export"):
        raise NotFound("unknown_export")
    path = folder / upload.path
    if not path.is_file():
        raise NotFound("unknown_export")
    return upload, path


def described(upload: Upload) -> dict[str, Any]:
    """Return what is told of a file."""
    return {
        "id": upload.token,
        "name": upload.name,
        "size": upload.size,
        "rows": upload.body["rows"],
        "at": rfc3339(upload.created_at),
        "expires_at": rfc3339(upload.expires_at),
        "job": upload.job,
    }


def file_name(label: str, moment: str, kind: str) -> str:
    """Return the name under which a file is downloaded: what it holds and when it was made."""
    plain = "".join(letter if letter.isalnum() else " " for letter in label)
    return f"{'-'.join(plain.split())[:80] or 'export'}-{moment}.{kind}"


def ids_of(request: Any) -> Sequence[int] | None:
    """Return the ids that a request lists, each once."""
    listed = request.get("ids")
    return None if listed is None else list(dict.fromkeys(listed))
