"""Files: sent, given out to those who may read them, attached to records and taken off."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, request

from builder.api.answers import Answer
from builder.api.auth import Access, asker
from builder.api.operations import Resource, Transaction
from builder.api.resources.records import RECORD
from builder.api.schemas.files import AttachBody, Attachments, FileForm, FileSearch, StoredFile
from builder.api.services import services
from builder.errors import NotFound
from builder.runtime.files import attachments, receiving
from builder.runtime.files.kinds import PICTURES
from builder.runtime.files.reading import readable_file
from builder.runtime.work import Work
from builder.storage import file_rows
from builder.storage.file_store import FileStore

files = Resource("files", __name__, description="Files of records.")
ALL = "/w/<workspace>/files"
LOCKED = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""Policy of a file that is opened by itself: nothing in it runs or loads."""
SMALL_KIND = "image/webp"


@files.operation(
    "POST",
    ALL,
    "sendFile",
    access=Access.MEMBER,
    transaction=Transaction.OWN,
    form=FileForm,
    answer=StoredFile,
    status=201,
)
def send_file(workspace: str, form: dict[str, Any]) -> dict[str, Any]:
    """Keep a file for a field or as an attachment; what no record uses after a day is swept away."""
    asked, sent = (workspace, asker().account.id, form["app"]), form["file"]
    with services().workspaces.reading(*asked) as work:
        item = receiving.place_for(work, work.entity(form["entity"]), form.get("field"))
        store, stamp = _store(work), (work.now, work.rights.user)
    kept = receiving.keep(store, sent.stream, sent.filename or "", item, stamp)
    try:
        with services().workspaces.writing(*asked) as work:
            file_rows.add(work.conn, work.space, kept)
    except BaseException:
        store.remove(kept.path)
        if kept.thumbnail:
            store.remove(kept.thumbnail)
        raise
    return {**receiving.told(kept), "width": kept.width, "height": kept.height}


@files.operation(
    "GET",
    f"{ALL}/<file>",
    "getFile",
    access=Access.MEMBER,
    query=FileSearch,
    answer=None,
    content_type="application/octet-stream",
)
def get_file(work: Work, file: str, query: dict[str, Any]) -> Response:
    """Return the bytes of a file, or of its small picture; only pictures that we made ourselves are ever shown."""
    found = readable_file(work, file)
    is_small = query["size"] == "small"
    path = found.thumbnail if is_small else found.path
    if path is None:
        raise NotFound("unknown_file")
    kind = SMALL_KIND if is_small else found.kind
    response = _unchanged(f"{found.sha256[:32]}{'s' if is_small else ''}")
    if response is None:
        response = _streamed(work, path, kind)
        if not is_small:
            response.content_length = found.size
    shown = is_small or (query["show"] == "yes" and found.kind in PICTURES)
    response.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; {_named(found.name)}"
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{found.sha256[:32]}{'s' if is_small else ''}")
    return response


def _named(name: str) -> str:
    """Return a file name as a header says it: in ASCII for the old, in UTF-8 for the others (RFC 6266)."""
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\%' else "_" for sign in name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _unchanged(etag: str) -> Response | None:
    return Response(status=304) if request.if_none_match.contains_weak(etag) else None


def _streamed(work: Work, path: str, kind: str) -> Response:
    try:
        return Response(_store(work).open(path), mimetype=kind, direct_passthrough=True)
    except FileNotFoundError:
        raise NotFound("unknown_file") from None


def _store(work: Work) -> FileStore:
    return FileStore(services().config.data_dir, work.space)


@files.operation("GET", f"{RECORD}/attachments", "listAttachments", access=Access.MEMBER, answer=Attachments)
def list_attachments(work: Work, entity: str, record: int) -> dict[str, Any]:
    """List what is attached to a record, newest first."""
    return attachments.attachments_of(work, work.entity(entity), record)


@files.operation(
    "POST", f"{RECORD}/attachments", "attachFiles", access=Access.MEMBER, body=AttachBody, answer=Attachments
)
def attach_files(work: Work, entity: str, record: int, body: dict[str, Any]) -> dict[str, Any]:
    """Attach files that were sent before, or put back one that was taken off."""
    return attachments.attach(work, work.entity(entity), record, body["files"])


@files.operation("DELETE", f"{RECORD}/attachments/<file>", "detachFile", access=Access.MEMBER, answer=Attachments)
def detach_file(work: Work, entity: str, record: int, file: str) -> Answer:
    """Take a file off a record; for 30 days it can be attached again."""
    return Answer(attachments.detach(work, work.entity(entity), record, file))
