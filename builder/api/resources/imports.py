"""Imports: a file becomes records, looked at and tried before anything is written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Response

from builder.api.auth import Access, asker
from builder.api.errors import problem_json
from builder.api.languages import reader_locale
from builder.api.operations import Resource, Transaction
from builder.api.schemas.imports import (
    EarlierImports,
    FailedRowsFormat,
    FileOptions,
    Import,
    ImportPreview,
    ImportSearch,
    MappingBody,
    StartedJob,
    UploadForm,
)
from builder.api.services import services
from builder.errors import Problem
from builder.runtime.imports import outcomes, refused_rows, running, uploads
from builder.runtime.imports import preview as previewing
from builder.runtime.work import Work

imports = Resource("imports", __name__, description="Bringing files in.")
ALL = "/w/<workspace>/imports"
ONE = f"{ALL}/<upload>"
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@imports.operation(
    "POST",
    ALL,
    "openImport",
    access=Access.MEMBER,
    transaction=Transaction.OWN,
    form=UploadForm,
    answer=Import,
    status=201,
)
def open_import(workspace: str, form: dict[str, Any]) -> dict[str, Any]:
    """Keep a file and say what it holds and how its columns may map to fields."""
    asked, file = (workspace, asker().account.id, form["app"]), form["file"]
    with services().workspaces.reading(*asked) as work:
        work.require(work.entity(form["entity"]), "import")
    path = uploads.keep(uploads_folder(), file.stream, file.filename or "")
    try:
        report = uploads.look_at(path)
        with services().workspaces.writing(*asked) as work:
            name, entity = file.filename or "", work.entity(form["entity"])
            return _told(uploads.open_upload(work, entity, path, name, report=report))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@imports.operation(
    "GET",
    ALL,
    "listImports",
    access=Access.MEMBER,
    transaction=Transaction.OWN,
    query=ImportSearch,
    answer=EarlierImports,
)
def list_imports(workspace: str, query: dict[str, Any]) -> dict[str, Any]:
    """List the last imports of an entity, newest first: all for builders, their own for others."""
    with services().workspaces.reading(workspace, asker().account.id, query["app"]) as work:
        return {"items": outcomes.recent(work, work.entity(query["entity"]), query["limit"])}


@imports.operation(
    "PATCH",
    f"{ONE}/file",
    "inspectImportAgain",
    access=Access.MEMBER,
    transaction=Transaction.OWN,
    body=FileOptions,
    answer=Import,
)
def inspect_again(workspace: str, upload: str, body: dict[str, Any]) -> dict[str, Any]:
    """Read the file again with other settings."""
    asked = (workspace, asker().account.id)
    with services().workspaces.reading(*asked) as work:
        report = uploads.look_again(work, uploads_folder(), upload, body)
    with services().workspaces.writing(*asked) as work:
        return _told(uploads.inspect_again(work, uploads_folder(), upload, body, report))


@imports.operation(
    "POST",
    f"{ONE}/preview",
    "previewImport",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=MappingBody,
    answer=ImportPreview,
)
def preview(work: Work, upload: str, body: dict[str, Any]) -> dict[str, Any]:
    """Try a mapping on the first rows; nothing is written."""
    found = previewing.preview(work, uploads_folder(), upload, body["mapping"])
    return {**found, "rows": [_row_told(row) for row in found["rows"]]}


@imports.operation(
    "POST", f"{ONE}/run", "runImport", access=Access.MEMBER, body=MappingBody, answer=StartedJob, status=202
)
def run(work: Work, upload: str, body: dict[str, Any]) -> dict[str, Any]:
    """Start the job that imports the file."""
    return {"job": running.start(work, uploads_folder(), upload, body["mapping"])}


@imports.operation("GET", ONE, "getImport", access=Access.MEMBER, answer=Import)
def get_import(work: Work, upload: str) -> dict[str, Any]:
    """Return an import with its state and result."""
    return _told(uploads.state_of(work, uploads_folder(), upload))


@imports.operation(
    "GET",
    f"{ONE}/failed",
    "getFailedRows",
    access=Access.MEMBER,
    query=FailedRowsFormat,
    answer=None,
    content_type="text/csv",
)
def get_failed_rows(work: Work, upload: str, query: dict[str, Any]) -> Response:
    """Return the rows that failed, with reasons, as a file that can be corrected and imported again."""
    kind = query["format"]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"failed.{kind}"
        wording = refused_rows.Wording(_worded, reader_locale())
        refused_rows.failed_rows_file(work, uploads_folder(), upload, target, wording)
        response = Response(target.read_bytes(), mimetype=TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=f"failed.{kind}")
    return response


def uploads_folder() -> Path:
    """Return where sent files are kept until they are swept away."""
    return services().config.data_dir / uploads.FOLDER


def _worded(problem: Problem) -> str:
    return str(problem_json(problem)["message"])


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """Give the remarks on a file their sentences."""
    warnings = [problem_json(Problem(**{"message": "", **item})) for item in found["file"]["warnings"]]
    return {**found, "file": {**found["file"], "warnings": warnings}}


def _row_told(row: dict[str, Any]) -> dict[str, Any]:
    problems = [problem_json(problem) for problem in row["problems"]]
    return {**row, "problems": problems, "warnings": [problem_json(problem) for problem in row["warnings"]]}
