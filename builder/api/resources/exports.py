"""Exports: a list becomes a file for whoever asked for it."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file

from builder.api.auth import Access
from builder.api.languages import reader_locale
from builder.api.operations import Resource
from builder.api.resources.imports import TYPES, uploads_folder
from builder.api.resources.records import ENTITY
from builder.api.schemas.exports import ExportBody, ExportedFiles, ExportSearch
from builder.api.schemas.imports import StartedJob
from builder.runtime.exports import kept, running
from builder.runtime.work import Work

exports = Resource("exports", __name__, description="Taking lists out as files.")


@exports.operation(
    "POST",
    f"{ENTITY}/export",
    "exportRecords",
    access=Access.MEMBER,
    body=ExportBody,
    answer=StartedJob,
    status=202,
)
def export_records(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Start the job that writes a list, or chosen records, into a file."""
    return {"job": running.start(work, work.entity(entity), body, reader_locale())}


@exports.operation(
    "GET", f"{ENTITY}/exports", "listExports", access=Access.MEMBER, query=ExportSearch, answer=ExportedFiles
)
def list_exports(work: Work, entity: str, query: dict[str, Any]) -> dict[str, Any]:
    """List the reader's files that can still be downloaded."""
    return {"items": kept.kept(work, work.entity(entity), query["limit"])}


@exports.operation(
    "GET",
    "/w/<workspace>/exports/<token>",
    "downloadExport",
    access=Access.MEMBER,
    answer=None,
    content_type="application/octet-stream",
)
def download_export(work: Work, token: str) -> Response:
    """Return a file to whoever asked for it."""
    upload, path = kept.file_of(work, uploads_folder(), token)
    kind = path.suffix.lstrip(".")
    response = send_file(path, TYPES[kind], as_attachment=True, download_name=upload.name, max_age=0, etag=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response
