"""A file that is sent: who may send one for what, how large it may be, what it is, and where it is kept."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from builder.errors import Invalid, LimitExceeded, NotAllowed, NotFound, Problem
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.field_types.files import FileField
from builder.metadata.rights import Access
from builder.metadata.values import BadValue
from builder.runtime.files.kinds import LOOKED_AT, PICTURES, kind_of, safe_name
from builder.runtime.files.pictures import made_anew
from builder.runtime.readable import access_to
from builder.runtime.work import Work
from builder.storage import file_rows
from builder.storage.file_rows import StoredFile
from builder.storage.file_store import SMALL, FileStore

MEGABYTE = 1 << 20
LARGEST = 50 * MEGABYTE
LARGEST_PICTURE = 30 * MEGABYTE
MOST_WAITING = 500
MOST_WAITING_BYTES = 2_048 * MEGABYTE
DAY = 86_400 * 1_000_000
PIECE = MEGABYTE


def place_for(work: Work, entity: Entity, field: str | None) -> Field | None:
    """Return the field that a file is meant for, None for an attachment of a record.

    ``field`` is a name, or ``table.column`` for a column of a sub-table. Raises NotFound ``unknown_field`` for what
    is no such field or out of sight, NotAllowed for who may not write it, LimitExceeded for who has sent too much.
    """
    if field is None:
        _require_attachable(work, entity)
    found = None if field is None else _field(work, entity, field)
    count, size = file_rows.waiting_of(work.conn, work.space, work.rights.user, work.now - DAY)
    if count >= MOST_WAITING or size >= MOST_WAITING_BYTES:
        raise LimitExceeded("too_many_waiting_files", limit=MOST_WAITING)
    return found


def _require_attachable(work: Work, entity: Entity) -> None:
    if not entity.document.get("attachments"):
        raise NotFound("no_attachments")
    work.require(entity, "edit")


def _field(work: Work, entity: Entity, reference: str) -> Field:
    outer, _, inner = reference.partition(".")
    found = entity.find(outer)
    if found is None or access_to(work, entity, found) is Access.HIDDEN:
        raise NotFound("unknown_field", name=reference[:100])
    if access_to(work, entity, found) is not Access.WRITE or not _may_write(work, entity):
        raise NotAllowed(action="edit")
    if found.type.shape is Shape.ROWS:
        found = next((one for one in found.fields if inner in (one.name, one.id)), None)
    if found is None or not isinstance(found.type, FileField):
        raise NotFound("unknown_field", name=reference[:100])
    return found


def _may_write(work: Work, entity: Entity) -> bool:
    rights = work.rights.on(entity.id)
    return rights.may("edit") or rights.may("create")


def keep(store: FileStore, stream: IO[bytes], name: str, item: Field | None, stamp: tuple[int, int]) -> StoredFile:
    """Keep the bytes of a sent file and return what its row is to say; ``stamp`` is (now, account).

    May take seconds: no transaction should be open. Raises Invalid for what is too large, empty, damaged, or of a
    kind that the field does not take.
    """
    with tempfile.TemporaryFile() as file:
        size, digest = _written(stream, file)
        file.seek(0)
        kind = kind_of(file.read(LOOKED_AT), name)
        if kind in PICTURES:
            return _keep_picture(store, file, size, name, item, stamp)
        _check(item, size, kind)
        file.seek(0)
        return _stored(store.put(file), name, (size, kind, digest), stamp)


def _written(stream: IO[bytes], file: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in _bounded(stream):
        file.write(piece)
        digest.update(piece)
        size += len(piece)
    if size == 0:
        raise Invalid([Problem("file", "file_empty")])
    return size, digest.hexdigest()


def _bounded(stream: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > LARGEST:
            raise _too_large(LARGEST)
        yield piece


def _too_large(limit: int) -> Invalid:
    return Invalid([Problem("file", "sent_file_too_large", params={"limit": limit // MEGABYTE})])


def _keep_picture(
    store: FileStore, file: IO[bytes], size: int, name: str, item: Field | None, stamp: tuple[int, int]
) -> StoredFile:
    if size > LARGEST_PICTURE:
        raise _too_large(LARGEST_PICTURE)
    file.seek(0)
    picture = made_anew(file.read())
    _check(item, len(picture.content), picture.kind)
    path = store.put(picture.content)
    store.put_at(path + SMALL, picture.small)
    told = (len(picture.content), picture.kind, hashlib.sha256(picture.content).hexdigest())
    more = {"thumbnail": path + SMALL, "width": picture.width, "height": picture.height}
    return _stored(path, name, told, stamp, **more)


def _stored(path: str, name: str, told: tuple[int, str, str], stamp: tuple[int, int], **more: Any) -> StoredFile:
    size, kind, digest = told
    token = secrets.token_urlsafe(24)
    return StoredFile(token, safe_name(name), path, size, kind, digest, stamp[1], stamp[0], **more)


def _check(item: Field | None, size: int, kind: str) -> None:
    """Refuse what the field would refuse when the record is saved."""
    if item is None:
        return
    try:
        item.type.parse([{"id": "new", "name": "new", "size": size, "kind": kind}], item)
    except BadValue as bad:
        raise Invalid([Problem("file", bad.code, params=bad.params)]) from None


def told(file: StoredFile) -> dict[str, Any]:
    """Return a file as values of fields and answers name it."""
    return {"id": file.token, "name": file.name, "size": file.size, "kind": file.kind}
