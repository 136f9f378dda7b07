"""Revisions of an app: what each publish changed, and the way back to how things stood after one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.designer.drafting import find_app
from builder.designer.publishing import Published, publish, require_builder
from builder.errors import NotFound
from builder.metadata.definitions import Document
from builder.runtime.work import Work
from builder.storage import document_rows

PAGE = 50


@dataclass(frozen=True)
class RevisionInfo:
    """One publish as people read it; ``at`` is microseconds since 1970, UTC."""

    number: int
    at: int
    by: int
    message: str
    changes: tuple[Mapping[str, Any], ...]


def revisions(work: Work, app: str, limit: int = PAGE) -> list[RevisionInfo]:
    """Return the latest revisions of an app, newest first. Raises NotAllowed, NotFound ``unknown_app``."""
    require_builder(work)
    found = document_rows.revisions(work.conn, work.space, find_app(work.model, app), limit)
    return [RevisionInfo(row.number, row.at, row.by, row.message, tuple(row.body["changes"])) for row in found]


def roll_back(
    work: Work, app: str, number: int, message: str = "", revision: int | None = None, confirm: Collection[str] = ()
) -> Published:
    """Publish an app as it stood right after revision ``number``; that makes a new revision.

    What was added since goes to the trash with its values, what was removed comes back with them. Raises NotFound
    ``unknown_revision``, and what ``publish`` raises.
    """
    require_builder(work)
    app_id = find_app(work.model, app)
    now = {key: body for key, body in work.model.documents.items() if work.model.app_of[key] == app_id}
    then = documents_after(work, app_id, number, now)
    changed = [body for key, body in then.items() if now.get(key) != body]
    gone = [key for key in now if key not in then]
    return publish(work, app_id, changed, gone, message, revision, confirm=confirm)


def documents_after(work: Work, app_id: str, number: int, now: Mapping[str, Document]) -> dict[str, Document]:
    """Return the documents of an app as they stood right after a revision. Raises NotFound ``unknown_revision``."""
    if not 0 < number <= work.catalog.head.metadata_rev:
        raise NotFound("unknown_revision", number=number)
    documents = dict(now)
    for row in history(work, app_id, number - 1):
        if row.number == number:
            return documents
        for key, body in row.body["before"].items():
            if body is None:
                documents.pop(key, None)
            else:
                documents[key] = body
    raise NotFound("unknown_revision", number=number)


def history(work: Work, app_id: str, after: int = 0) -> Iterator[document_rows.Revision]:
    """Yield the revisions of an app above a number, newest first, read in pages."""
    before: int | None = None
    while True:
        page = document_rows.revisions(work.conn, work.space, app_id, PAGE, after, before)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].number
