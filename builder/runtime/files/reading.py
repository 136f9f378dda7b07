"""Who may read a file: while nobody uses it who sent it, then whoever may read a place in which it stands."""

from __future__ import annotations

from collections.abc import Iterable

from builder.errors import NotFound
from builder.metadata.rights import Access
from builder.runtime.readable import access_to
from builder.runtime.work import Work
from builder.storage import file_rows, lookups
from builder.storage.file_rows import ATTACHED, FileUse, StoredFile


def readable_file(work: Work, token: str) -> StoredFile:
    """Return a file that the principal may read. Raises NotFound, alike for unknown and forbidden ones."""
    file = file_rows.find(work.conn, work.space, [token]).get(token)
    if file is None:
        raise NotFound("unknown_file")
    uses = file_rows.uses_of(work.conn, work.space, [token]).get(token, [])
    if is_open_to(work, uses) or (not uses and file.created_by == work.rights.user):
        return file
    raise NotFound("unknown_file")


def is_open_to(work: Work, uses: Iterable[FileUse]) -> bool:
    """Whether the principal may read one of the places in which a file stands, or stood: history tells of it."""
    readable: dict[str, set[int]] = {}
    for use in uses:
        if _field_is_open(work, use):
            readable.setdefault(use.entity_id, set()).add(use.record_id)
    return any(lookups.seen(work.conn, work.asker, entity_id, ids) for entity_id, ids in readable.items())


def _field_is_open(work: Work, use: FileUse) -> bool:
    entity = work.model.entities.get(use.entity_id)
    if entity is None or not work.rights.on(entity.id).may("view"):
        return False
    if use.field_id == ATTACHED:
        return use.removed_at is None and bool(entity.document.get("attachments"))
    item = entity.by_id.get(use.field_id)
    return item is not None and access_to(work, entity, item) in (Access.READ, Access.WRITE)
