"""Sweeping of files: sent ones that nothing uses after a day, and what lies in the store without a row."""

from __future__ import annotations

from datetime import UTC, datetime

from builder.jobs.context import JobContext
from builder.storage import file_rows
from builder.storage.file_store import SMALL, FileStore

DAY = 86_400 * 1_000_000
WAITED = DAY
"""How long a sent file waits for its use."""
REMOVED_KEPT = 30 * DAY
"""How long an attachment that was taken off can be put back."""


def sweep_files(context: JobContext) -> int:
    """Remove files that nothing uses, row first, so that no row names a file that is gone; return how many."""
    now, store = context.clock(), FileStore(context.database.data_dir, context.space)
    with context.database.write("bulk") as conn:
        file_rows.forget_removed(conn, context.space, now - REMOVED_KEPT)
    count = 0
    while True:
        context.check_cancelled()
        with context.database.read() as conn:
            old = file_rows.unused(conn, context.space, now - WAITED)
        if not old:
            break
        with context.database.write("bulk") as conn:
            gone = set(file_rows.forget(conn, context.space, [file.token for file in old]))
        for file in old:
            if file.token in gone:
                _remove(store, file.path)
        count += len(gone)
    return count + _sweep_strays(context, store, now)


def _remove(store: FileStore, path: str) -> None:
    store.remove(path)
    store.remove(path + SMALL)


def _sweep_strays(context: JobContext, store: FileStore, now: int) -> int:
    """Remove what a process that died left behind between writing a file and its row."""
    last = datetime.fromtimestamp((now - WAITED) / 1_000_000, UTC)
    count = 0
    for part in store.listed():
        context.check_cancelled()
        old = {path.removesuffix(SMALL) for path, written in part if written < last}
        if not old:
            continue
        with context.database.read() as conn:
            strays = old - file_rows.known_paths(conn, context.space, sorted(old))
        for path in strays:
            _remove(store, path)
        count += len(strays)
    return count
