"""Opens the database of an installation for a command or a worker, and reads the clock for them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from builder.config import BadConfiguration, Config
from builder.errors import NotFound
from builder.storage.engine import Database, place_of
from builder.storage.installation import is_installed, prepare


def now_in_microseconds() -> int:
    """Return the time since 1970-01-01T00:00Z in microseconds: where commands read the clock."""
    return time.time_ns() // 1_000


@contextmanager
def open_database(config: Config) -> Iterator[Database]:
    """Open the installation's database, its tables made or migrated. Raises BadConfiguration ``data_dir_unusable``."""
    _require_folder(config)
    with _opened(config) as database:
        prepare(database)
        yield database


@contextmanager
def open_installation(config: Config) -> Iterator[Database]:
    """Open the database of an installation that is there, its tables migrated.

    Raises NotFound ``no_installation``, having made nothing; BadConfiguration ``data_dir_unusable``.
    """
    place, missing = place_of(config.database_url)
    if missing:
        raise NotFound("no_installation", place=place)
    with _opened(config) as database:
        if not is_installed(database):
            raise NotFound("no_installation", place=place)
        _require_folder(config)
        prepare(database)
        yield database


@contextmanager
def _opened(config: Config) -> Iterator[Database]:
    database = Database(config.database_url, config.data_dir)
    try:
        yield database
    finally:
        database.close()


def _require_folder(config: Config) -> None:
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=config.data_dir):
            pass
    except OSError as error:
        params = {"path": str(config.data_dir), "reason": error.strerror}
        raise BadConfiguration("data_dir_unusable", **params) from error
