"""Where the bytes of files lie: a store with random names below the data directory, a folder for each workspace.

No name that a person gave is part of a path, so nothing can point out of the folder or at another file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore

from builder.errors import Unavailable
from builder.storage.disk_errors import disk_translated
from builder.storage.space import Space

FOLDER = "files"
"""Below the data directory."""
SMALL = ".small"
"""What the small picture of a file is called, after the file."""
LISTED = 1_000


class FileStore:
    """Puts, opens and removes the files of one workspace. Raises Unavailable when the disk takes no more."""

    def __init__(self, data_dir: Path, space: Space) -> None:
        self._root = data_dir / FOLDER / space.key

    def put(self, content: IO[bytes] | bytes) -> str:
        """Keep content under a new random name and return that."""
        name = secrets.token_hex(20)
        path = f"{name[:2]}/{name}"
        self.put_at(path, content)
        return path

    def put_at(self, path: str, content: IO[bytes] | bytes) -> None:
        """Keep content at a place that was given by ``put``, or beside it."""
        with _translated():
            obstore.put(self._store(), path, cast("Any", content))

    def open(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file in pieces. Raises FileNotFoundError."""
        return iter(obstore.get(self._store(), path).stream(min_chunk_size=1 << 18))

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError), _translated():
            obstore.delete(self._store(), path)

    def listed(self) -> Iterator[list[tuple[str, datetime]]]:
        """Yield what lies in the store, part by part: places and when they were last written."""
        if not self._root.is_dir():
            return
        for part in obstore.list(self._store(), chunk_size=LISTED):
            yield [(item["path"], item["last_modified"]) for item in part]

    def _store(self) -> LocalStore:
        return LocalStore(self._root, mkdir=True)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of the disk into Unavailable; the store tells most of them in words of its own."""
    try:
        with disk_translated():
            yield
    except BaseError as error:
        raise Unavailable("disk_full" if "No space left" in str(error) else "disk_unavailable") from error
