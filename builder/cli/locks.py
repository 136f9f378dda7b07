"""Locked files in the data directory: one server for each, and a name for each of its workers."""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

MOST_WORKERS = 64


@dataclass(frozen=True)
class HeldLock:
    """A file that this process holds locked until it ends or closes it; the system frees it when the process dies."""

    path: Path
    descriptor: int

    def write(self, text: str) -> None:
        """Replace what the file says."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)

    def read(self) -> str:
        """Return what the file says."""
        return os.pread(self.descriptor, 1_000, 0).decode(errors="replace")

    def release(self) -> None:
        """Let go of the file."""
        os.close(self.descriptor)


def try_lock(path: Path) -> HeldLock | None:
    """Lock a file, made if missing; None when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return HeldLock(path, descriptor)


def lock_worker_name(data_dir: Path) -> tuple[str, HeldLock]:
    """Return a worker name that no other living process has, and the lock that says so.

    The name is kept in the file: the next worker that gets the file is the heir of the one before, and takes
    back its jobs at once.
    """
    for number in range(MOST_WORKERS):
        lock = try_lock(data_dir / f"worker-{number}.lock")
        if lock is not None:
            name = lock.read().strip()
            if not name:
                name = secrets.token_hex(8)
                lock.write(name)
            return name, lock
    raise RuntimeError(f"more than {MOST_WORKERS} workers in {data_dir}")
