"""A file that is going to be imported: kept, looked at, and looked at again with other settings."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from builder.errors import Conflict, NotFound
from builder.metadata.entity import Entity
from builder.runtime.imports.outcomes import PURPOSE, outcome_of
from builder.runtime.imports.suggestions import suggest
from builder.runtime.spreadsheets.limits import MEBIBYTE, Limits, ReadOptions
from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.reading import inspect_file, read_rows
from builder.runtime.spreadsheets.reports import ColumnReport, FileReport, Row, TypeGuess, cell_text
from builder.runtime.work import Work
from builder.storage import upload_rows
from builder.storage.disk_errors import disk_translated
from builder.storage.upload_rows import Upload

FOLDER = "uploads"
"""Where sent files are kept, below the data directory."""
KEPT_FOR = 7 * 24 * 3600 * 1_000_000
"""Microseconds after which an upload and its file are swept away."""
PIECE = 1 << 20
SAMPLES = 5
LIMITS = Limits()


@dataclass(frozen=True)
class OpenImport:
    """An import as its steps see it."""

    token: str
    upload: Upload
    entity: Entity
    path: Path

    @property
    def options(self) -> ReadOptions:
        """The decisions with which the file is read."""
        return ReadOptions(**self.upload.body["options"])

    @property
    def columns(self) -> tuple[ColumnReport, ...]:
        """The columns of the file."""
        return tuple(
            ColumnReport(item["letter"], item["name"], TypeGuess(**item["guess"]), item["filled"])
            for item in self.upload.body["columns"]
        )

    def rows(self, start: int = 1) -> Iterator[Row]:
        """Yield the data rows from a row number on."""
        return read_rows(self.path, LIMITS, dataclasses.replace(self.options, start_row=start))


def folder_of(data_dir: Path) -> Path:
    """Return where sent files are kept."""
    return data_dir / FOLDER


def keep(folder: Path, stream: BinaryIO, name: str) -> Path:
    """Write a sent file into the uploads folder under a name of our own and return its path.

    Raises Invalid ``import_file_too_large``, Unavailable when the disk takes no more; nothing is left behind then.
    """
    path = folder / f"{secrets.token_hex(16)}{Path(name).suffix.lower()[:8] if name.isascii() else ''}"
    try:
        with disk_translated():
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for piece in _bounded(stream):
                    file.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _bounded(stream: BinaryIO) -> Iterator[bytes]:
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > LIMITS.max_bytes:
            raise refusal("import_file_too_large", limit=LIMITS.max_bytes // MEBIBYTE)
        yield piece


def open_upload(
    work: Work,
    entity: Entity,
    path: Path,
    name: str,
    options: ReadOptions | None = None,
    report: FileReport | None = None,
) -> dict[str, Any]:
    """Start an import of a kept file; returns what the wizard shows (docs/api.md, "Imports").

    ``report`` is what ``look_at`` told before the transaction began; without it the file is looked at here.
    Raises NotAllowed without the right to import, Invalid when the file is refused.
    """
    work.require(entity, "import")
    report = report or look_at(path, options)
    upload = Upload(
        token=secrets.token_urlsafe(16),
        name=name[:200],
        path=path.name,
        size=path.stat().st_size,
        sha256=_digest(path),
        purpose=PURPOSE,
        body=_body(entity, report),
        created_by=work.rights.user,
        created_at=work.now,
        expires_at=work.now + KEPT_FOR,
        subject=entity.id,
    )
    upload_rows.add(work.conn, work.space, upload)
    return _answer(work, upload, entity)


def look_at(path: Path, options: ReadOptions | None = None) -> FileReport:
    """Return what a kept file holds; may take seconds, so no writer should wait for it. Raises Invalid."""
    return inspect_file(path, LIMITS, options or ReadOptions())


def inspect_again(
    work: Work, folder: Path, token: str, changes: Mapping[str, Any], report: FileReport | None = None
) -> dict[str, Any]:
    """Keep how the file reads with other settings; ``report`` as ``look_again`` told.

    Raises as ``open_upload``, and Conflict ``import_started``: what is being read stays as it was looked at.
    """
    report = report or look_again(work, folder, token, changes)
    upload_rows.hold(work.conn, work.space, token)
    found = find(work, folder, token)
    if found.upload.job is not None:
        raise Conflict("import_started", job=found.upload.job)
    body = {**found.upload.body, **_body(found.entity, report)}
    upload_rows.set_body(work.conn, work.space, token, body)
    return _answer(work, dataclasses.replace(found.upload, body=body), found.entity)


def look_again(work: Work, folder: Path, token: str, changes: Mapping[str, Any]) -> FileReport:
    """Return what the file holds when read with another encoding, separator, sheet or header."""
    found = find(work, folder, token)
    given = {key: value for key, value in changes.items() if key in _CHANGEABLE}
    if "header" in given:
        given["has_header"] = given.pop("header")
        given.setdefault("header_row", None)
    options = dataclasses.replace(ReadOptions(), **_kept(found.options, given), **given)
    return look_at(found.path, options)


_CHANGEABLE = ("encoding", "separator", "quote", "sheet", "header", "header_row")


def _kept(options: ReadOptions, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return earlier decisions that a new one does not put in doubt: file-level ones, where not given anew."""
    kept = {name: getattr(options, name) for name in ("encoding", "separator", "quote", "sheet")}
    if "encoding" in given:
        kept["separator"] = kept["quote"] = None
    return {name: value for name, value in kept.items() if name not in given}


def find(work: Work, folder: Path, token: str) -> OpenImport:
    """Return an import that the principal began. Raises NotFound, also for another person's."""
    upload = upload_rows.find(work.conn, work.space, token, PURPOSE)
    if upload is None or (upload.created_by != work.rights.user and not work.rights.administrator):
        raise NotFound("unknown_import")
    entity = work.entity(upload.body["entity"])
    path = folder / upload.path
    if not path.is_file():
        raise NotFound("import_file_gone")
    return OpenImport(token, upload, entity, path)


def state_of(work: Work, folder: Path, token: str) -> dict[str, Any]:
    """Return what the wizard needs to go on with an import."""
    found = find(work, folder, token)
    return _answer(work, found.upload, found.entity)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _body(entity: Entity, report: FileReport) -> dict[str, Any]:
    return {
        "entity": entity.id,
        "options": asdict(report.options),
        "columns": [asdict(column) for column in report.columns],
        "samples": [_samples(report, at) for at in range(len(report.columns))],
        "first": [_first(report, at) for at in range(len(report.columns))],
        "file": {
            "kind": report.kind,
            "encoding": report.options.encoding,
            "separator": report.options.separator,
            "header": bool(report.header_rows),
            "header_row": report.header_rows[0] if report.header_rows else None,
            "sheets": [asdict(sheet) for sheet in report.sheets],
            "sheet": report.options.sheet,
            "rows": report.row_estimate,
            "rows_exact": report.row_count_exact,
            "warnings": [
                {"path": problem.path, "code": problem.code, "params": dict(problem.params)}
                for problem in report.problems[:100]
            ],
        },
    }


def _samples(report: FileReport, at: int) -> list[str]:
    """Return the first different texts of a column."""
    texts = (cell_text(row.cells[at])[:200] for row in report.sample)
    return [text for text in dict.fromkeys(texts) if text.strip()][:SAMPLES]


def _first(report: FileReport, at: int) -> list[str]:
    """Return a column's texts in the first rows, so that columns can be seen joined as they will be."""
    return [cell_text(row.cells[at])[:200] for row in report.sample[:SAMPLES]]


def _answer(work: Work, upload: Upload, entity: Entity) -> dict[str, Any]:
    body = upload.body
    columns = [
        {
            "letter": item["letter"],
            "name": item["name"],
            "guess": _guess(item["guess"]),
            "samples": samples,
            "first": first,
        }
        for item, samples, first in zip(body["columns"], body["samples"], body["first"], strict=True)
    ]
    found = OpenImport(upload.token, upload, entity, Path(upload.path))
    texts = {item["letter"]: samples for item, samples in zip(body["columns"], body["samples"], strict=True)}
    return {
        "id": upload.token,
        "app": work.model.apps[entity.app].name,
        "entity": entity.name,
        "file": {"name": upload.name, "size": upload.size, **body["file"]},
        "columns": columns,
        "mapping": body.get("mapping") or suggest(entity, work.rights, found.columns, texts),
        **outcome_of(work, upload),
    }


def _guess(guess: Mapping[str, Any]) -> dict[str, Any]:
    details = {name: guess["details"].get(name) for name in ("decimals", "currency", "separator")}
    return {"type": guess["type"], "share": guess["share"], **details}
