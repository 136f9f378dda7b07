"""An administrator with the CRM installed, who imports files the way the wizard does, on both databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from builder.designer.adding_options import add_options
from builder.designer.installing import install
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records
from builder.runtime.imports import preview as previewing
from builder.runtime.imports import running, uploads
from builder.runtime.imports.running import import_handler
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.conftest import WORKSPACE, Originals
from tests.designer.conftest import Designer, new_member


class Importer(Designer):
    """A person with files to import."""

    def __init__(self, database: Database, account: int, folder: Path) -> None:
        super().__init__(database, account)
        self.database = database
        self.folder = folder

    @property
    def handler(self) -> Any:
        """The job's handler."""
        return import_handler(self.workspaces, self.folder, add_options)

    @property
    def space(self) -> Space:
        """The workspace in the database."""
        return self.database.space(self.workspace)

    def open(self, content: bytes, entity: str, name: str = "file.csv") -> dict[str, Any]:
        """Send a file."""
        path = uploads.keep(self.folder, io.BytesIO(content), name)
        with self.writing() as work:
            return uploads.open_upload(work, work.entity(entity), path, name)

    def preview(self, token: str, mapping: Mapping[str, Any]) -> dict[str, Any]:
        """Try a mapping."""
        with self.reading() as work:
            return previewing.preview(work, self.folder, token, mapping)

    def start(self, token: str, mapping: Mapping[str, Any]) -> int:
        """Put the import into the queue."""
        with self.writing() as work:
            return running.start(work, self.folder, token, mapping)

    def work_off(self, job: int, handler: Any = None) -> queue.Job:
        """Let a worker run the job."""
        worker = Worker(
            self.database, {"import": handler or self.handler}, self.workspaces.clock, WorkerSettings(threads=1)
        )
        worker.run_one(self.space, job)
        with self.database.read() as conn:
            return queue.find(conn, self.space, job)

    def run(self, content: bytes, entity: str, mapping: Mapping[str, Any], name: str = "file.csv") -> dict[str, Any]:
        """Import a file from beginning to end and return the result."""
        opened = self.open(content, entity, name)
        job = self.work_off(self.start(opened["id"], mapping))
        assert job.state == "done", job.error
        assert job.result is not None
        return {**job.result, "token": opened["id"]}

    def records(self, entity: str, *fields: str, search: str = "") -> list[dict[str, Any]]:
        """Return the values of all records, in the order in which they came."""
        request = {"fields": list(fields), "sort": [{"field": "id"}], "limit": 1000, "search": search}
        with self.reading() as work:
            return [item["values"] for item in read_records.page(work, work.entity(entity), request)["items"]]


def table(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    """Return rows as the bytes of a csv file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def columns(**targets: str | None) -> dict[str, Any]:
    """Return a mapping from column letters to fields."""
    return {"columns": [{"from": [letter], "to": target} for letter, target in targets.items()]}


def install_crm(database: Database, folder: Path) -> int:
    """Put an administrator and the CRM into a database, and return the administrator's account."""
    found = Importer(database, new_member(database, database.space(WORKSPACE), "anna@example.com"), folder)
    with found.publishing() as work:
        install(work, "crm")
    return found.account


@pytest.fixture(params=["sqlite", "postgresql"])
def with_crm(request: pytest.FixtureRequest, originals: Originals, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Address of a fresh copy of a database with the CRM, of each kind in turn, and its administrator."""
    url, account = originals.copy(request.param, install_crm, tmp_path)
    yield url, account
    originals.drop(url)


@pytest.fixture
def database_url(with_crm: tuple[str, int]) -> str:
    """Address of the database of the test."""
    return with_crm[0]


@pytest.fixture
def importer(database: Database, with_crm: tuple[str, int], tmp_path: Path) -> Importer:
    """An administrator of a workspace with the CRM."""
    return Importer(database, with_crm[1], tmp_path / "uploads")


@pytest.fixture
def colleague(database: Database, space: Space, importer: Importer) -> Importer:
    """Somebody of the same workspace without any role."""
    return Importer(database, new_member(database, space, "eve@example.com", administrator=False), importer.folder)


@contextmanager
def dying_after(chunks: int, handler: Any) -> Iterator[Any]:
    """Give a handler that is torn away after some chunks, as a killed worker is."""

    def run(context: Any) -> dict[str, Any]:
        left = chunks
        ask = context.check_cancelled

        def check() -> None:
            nonlocal left
            if left == 0:
                raise SystemExit("killed")
            left -= 1
            ask()

        context.check_cancelled = check
        return handler(context)  # type: ignore[no-any-return]

    yield run
