"""The job that writes an export: rights are asked again at each batch, the file appears when it is whole."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from builder.errors import LimitExceeded
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.metadata.entity import Entity
from builder.metadata.query import Query
from builder.metadata.values import Value, text_of
from builder.runtime.exports import rows
from builder.runtime.exports.cells import Sheet
from builder.runtime.exports.files import TableFile, open_table
from builder.runtime.exports.kept import KEPT_FOR, PURPOSE, file_name, ids_of
from builder.runtime.own_views import own_view
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import outbox, upload_rows
from builder.storage.disk_errors import disk_translated
from builder.storage.query.pages import count
from builder.storage.query.time_limits import AD_HOC_SECONDS, time_limit
from builder.storage.upload_rows import Upload

KIND = "export"
STEP = "written"
CHUNK = 500
"""Records read in one transaction."""


def start(work: Work, entity: Entity, request: Mapping[str, Any], locale: str) -> int:
    """Put an export into the queue and return its job.

    ``request`` is a list request (docs/api.md) with ``format`` (xlsx or csv), perhaps ``ids`` and ``bom``.
    Raises NotAllowed without the right to export, and as a list request does.
    """
    rows.plan(work, entity, request)
    params = {"entity": entity.id, "app": entity.app, "request": dict(request), "locale": locale}
    return queue.enqueue(work.conn, work.space, KIND, entity.label, params, work.rights.user, work.now)


def export_handler(workspaces: Workspaces, folder: Path) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is ``{"file": token, "name", "rows", "size"}``."""
    return lambda context: _Export(workspaces, folder, context).run()


class _Export:
    """One export in the hands of a worker; one that was cut off begins anew, over what was written."""

    def __init__(self, workspaces: Workspaces, folder: Path, context: JobContext) -> None:
        self._workspaces, self._context = workspaces, context
        self._request: Mapping[str, Any] = context.params["request"]
        self._kind: str = self._request["format"]
        self._draft = folder / f"export-{context.space.key}-{context.job_id}.part"
        self._written = 0

    def run(self) -> dict[str, Any]:
        """Write the file, then make it known together with the mark that it is done."""
        with self._reading() as work:
            done = self._context.step_done(work.conn, STEP)
            if done is not None:
                return done
            sheet = self._sheet(work)
            total = self._count(work)
        try:
            with disk_translated():
                self._draft.parent.mkdir(parents=True, exist_ok=True)
                with open_table(self._draft, self._kind, sheet.header, self._request.get("bom", True)) as table:
                    self._fill(table, total)
            return self._make_known()
        finally:
            self._draft.unlink(missing_ok=True)

    def _reading(self) -> Any:
        return self._workspaces.reading(self._context.space.key, self._context.created_by, self._context.params["app"])

    def _plan(self, work: Work) -> tuple[Entity, Query, Any]:
        entity = work.entity(self._context.params["entity"])
        return entity, *rows.plan(work, entity, self._request)

    def _sheet(self, work: Work) -> Sheet:
        entity, _, shown = self._plan(work)
        return Sheet(work, entity, shown, self._context.params["locale"])

    def _count(self, work: Work) -> int | None:
        """Return how many records there will be, where that can be told quickly."""
        listed = ids_of(self._request)
        if listed is not None:
            return len(listed)
        try:
            with time_limit(work.conn, AD_HOC_SECONDS):
                return count(work.conn, work.asker, self._plan(work)[1], None)
        except LimitExceeded:
            return None

    def _fill(self, table: TableFile, total: int | None) -> None:
        listed = ids_of(self._request)
        if listed is not None:
            self._write(table, listed, total)
            return
        after: tuple[Value, ...] | None = None
        while True:
            with self._reading() as work:
                batch = rows.next_ids(work, self._plan(work)[1], after)
            self._write(table, batch.ids, total)
            after = batch.after
            if after is None:
                return

    def _write(self, table: TableFile, ids: Any, total: int | None) -> None:
        """Write records, a chunk in each transaction: whoever lost the right meanwhile gets no more."""
        for start_at in range(0, len(ids), CHUNK):
            self._context.check_cancelled()
            chunk = ids[start_at : start_at + CHUNK]
            with self._reading() as work:
                entity, _, shown = self._plan(work)
                found = rows.read(work, entity, shown, chunk)
                cells = Sheet(work, entity, shown, self._context.params["locale"]).cells(work, found)
            table.add(cells)
            self._written += len(cells)
            self._context.progress(self._written, total)

    def _make_known(self) -> dict[str, Any]:
        final = self._draft.with_name(f"{secrets.token_hex(16)}.{self._kind}")
        with self._draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._draft.replace(final)
        try:
            with self._workspaces.writing(self._context.space.key, self._context.created_by) as work:
                entity = work.entity(self._context.params["entity"])
                work.require(entity, "export")
                return self._note(work, entity, final, digest)
        except BaseException:
            final.unlink(missing_ok=True)
            raise

    def _note(self, work: Work, entity: Entity, path: Path, digest: str) -> dict[str, Any]:
        """Write the row of the file, the event that tells of the export, and the mark, in one transaction."""
        name = file_name(self._title(work, entity), self._moment(work), self._kind)
        size, mine = path.stat().st_size, work.rights.user
        body = {"rows": self._written, "request": {**self._request, "ids": None}}
        upload = Upload(
            secrets.token_urlsafe(24), name, path.name, size, digest, PURPOSE, body, mine, work.now,
            work.now + KEPT_FOR, entity.id, self._context.job_id,
        )  # fmt: skip
        upload_rows.add(work.conn, work.space, upload)
        told = {"by": mine, "rows": self._written, "format": self._kind, "job": self._context.job_id, **_bounds(body)}
        outbox.emit(work.conn, work.space, [outbox.Event("records.exported", entity.id, told, work.now)])
        result = {"file": upload.token, "name": name, "rows": self._written, "size": size}
        self._context.mark_step(work.conn, STEP, result)
        return result

    def _title(self, work: Work, entity: Entity) -> str:
        """Return what the file is called by: the view, else the entity."""
        locale, reference = self._context.params["locale"], str(self._request.get("view") or "")
        view = work.model.views.get(reference)
        if view is not None:
            return text_of(view.label, locale)
        if reference.isdecimal():
            return text_of(own_view(work, entity, reference).get("label"), locale)
        return text_of(entity.document.get("plural") or entity.label, locale)

    @staticmethod
    def _moment(work: Work) -> str:
        moment = datetime.fromtimestamp(work.now / 1_000_000, UTC).astimezone(ZoneInfo(work.moment.time_zone))
        return moment.strftime("%Y%m%d-%H%M")


def _bounds(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return which records were asked for, and which fields: what an auditor looks for."""
    request = body["request"]
    return {name: request[name] for name in ("view", "filter", "search", "fields") if request.get(name) is not None}
