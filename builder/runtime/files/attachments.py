"""Attachments: files that hang on a record as a whole, read by who may see it, changed by who may change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotFound, Problem
from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.runtime.files.reading import is_open_to
from builder.runtime.files.receiving import told
from builder.runtime.work import Work
from builder.storage import file_rows, lookups, outbox, records
from builder.storage.asker import Reach
from builder.storage.file_rows import FileUse, Place, StoredFile
from builder.storage.query.by_ids import Lock

MOST = 200
"""Files attached to one record."""


def attachments_of(work: Work, entity: Entity, record: int) -> dict[str, Any]:
    """Return ``{"items": [{"id", "name", "size", "kind", "width", "height", "at", "by"}]}``, newest first.

    Raises NotFound for a record out of sight and where records have no attachments.
    """
    _require(work, entity)
    if record not in lookups.seen(work.conn, work.asker, entity.id, {record}):
        raise NotFound
    found = file_rows.attached(work.conn, work.space, record, limit=MOST)
    names = lookups.members(work.conn, work.catalog, {use.by for use, _ in found})
    return {"items": [attached_told(use, file, names) for use, file in found]}


def attached_told(use: FileUse, file: StoredFile, names: dict[int, str]) -> dict[str, Any]:
    """Return an attachment as answers tell it."""
    by = {"id": use.by, "label": names.get(use.by, "")}
    return {**told(file), "width": file.width, "height": file.height, "at": rfc3339(use.at), "by": by}


def attach(work: Work, entity: Entity, record: int, tokens: Sequence[str]) -> dict[str, Any]:
    """Attach files to a record; returns all its attachments. Raises NotFound, NotAllowed, Invalid ``unknown_file``."""
    _hold(work, entity, record)
    known = file_rows.find(work.conn, work.space, tokens)
    uses = file_rows.uses_of(work.conn, work.space, known)
    foreign = [token for token in tokens if not _may_attach(work, known.get(token), uses.get(token, []), record)]
    if foreign:
        raise Invalid([Problem("files", "unknown_file")])
    if file_rows.count_attached(work.conn, work.space, record) + len(tokens) > MOST:
        raise LimitExceeded("too_many_attachments", limit=MOST)
    uses_now = [(token, Place(entity.id, record)) for token in dict.fromkeys(tokens)]
    file_rows.use(work.conn, work.space, uses_now, (work.now, work.rights.user))
    _tell(work, entity, record, "record.attached", list(tokens))
    return attachments_of(work, entity, record)


def _may_attach(work: Work, file: StoredFile | None, uses: Sequence[FileUse], record: int) -> bool:
    if file is None:
        return False
    stood = any(use.record_id == record for use in uses)
    return stood or file.created_by == work.rights.user or is_open_to(work, uses)


def detach(work: Work, entity: Entity, record: int, token: str) -> dict[str, Any]:
    """Take a file off a record; it can be attached again for 30 days. Raises NotFound, NotAllowed."""
    _hold(work, entity, record)
    if not file_rows.detach(work.conn, work.space, token, record, work.now):
        raise NotFound("unknown_file")
    _tell(work, entity, record, "record.detached", [token])
    return attachments_of(work, entity, record)


def _require(work: Work, entity: Entity) -> None:
    work.require(entity, "view")
    if not entity.document.get("attachments"):
        raise NotFound("no_attachments")


def _hold(work: Work, entity: Entity, record: int) -> None:
    _require(work, entity)
    work.require(entity, "edit")
    if not records.lock_many(work.conn, work.asker, entity, [record], Reach("edit"), Lock.REFER):
        raise NotFound


def _tell(work: Work, entity: Entity, record: int, kind: str, tokens: list[str]) -> None:
    body = {"kind": kind, "records": [[record, 0, []]], "files": tokens, "by": work.rights.user, "source": work.source}
    outbox.emit(work.conn, work.space, [outbox.Event(kind, entity.id, body, work.now, work.change_set)])
