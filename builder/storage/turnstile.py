"""The turnstile before SQLite's one writer: threads and processes take turns, interactive work first.

SQLite lets waiting writers race with growing pauses, so that a bulk load can shut out a person for
seconds. Here writers wait in an order. Three lock files lie beside the database; the operating
system frees them when a process dies.

``queue``    held by the one writer that is next; nobody else tries for ``main``
``main``     held while writing
``waiting``  held (shared) by interactive writers that wait; bulk work lets them pass, for a while
"""

from __future__ import annotations

import fcntl
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from typing import Literal

from builder.errors import Unavailable

Priority = Literal["interactive", "bulk"]

LONGEST_WAIT = 30.0
"""Seconds after which a writer gives up."""
LONGEST_COURTESY = 0.5
"""Seconds for which bulk work lets interactive writers pass before it takes its place among them."""
_FIRST_PAUSE, _LATER_PAUSE, _EARLY = 0.000_2, 0.001, 0.02


class _Line:
    """Threads of this process in the order in which they came; one at a time stands at the files."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[Priority, deque[Event]] = {"interactive": deque(), "bulk": deque()}
        self._busy = False

    def enter(self, priority: Priority, timeout: float) -> None:
        """Wait for the turn of this thread. Raises Unavailable after ``timeout`` seconds."""
        with self._lock:
            if not self._busy:
                self._busy = True
                return
            turn = Event()
            self._waiting[priority].append(turn)
        if turn.wait(timeout):
            return
        with self._lock:
            if not turn.is_set():
                self._waiting[priority].remove(turn)
                raise Unavailable("database_busy")

    def leave(self) -> None:
        """Give the turn to the next thread: of those that came first, interactive before bulk."""
        with self._lock:
            for line in self._waiting.values():
                if line:
                    line.popleft().set()
                    return
            self._busy = False


class Turnstile:
    """One for each database and process; ``turn`` is the only door."""

    def __init__(self, folder: Path, longest_wait: float = LONGEST_WAIT) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / name for name in ("queue", "main", "waiting")]
        self._longest_wait = longest_wait
        self._line = _Line()
        self._free: deque[tuple[int, int, int]] = deque()
        self._process = os.getpid()

    @contextmanager
    def turn(self, priority: Priority) -> Iterator[None]:
        """Hold the right to write. Raises Unavailable when others do not let go of it."""
        files = self._files()
        try:
            self._line.enter(priority, self._longest_wait)
            try:
                self._take(files, priority)
            finally:
                self._line.leave()
            try:
                yield
            finally:
                fcntl.flock(files[1], fcntl.LOCK_UN)
        finally:
            self._free.append(files)

    def close(self) -> None:
        """Close the lock files that nobody uses."""
        while self._free:
            for file in self._free.pop():
                os.close(file)

    def _files(self) -> tuple[int, int, int]:
        if self._process != os.getpid():  # a fork shares open files, and with them the locks of its parent
            self._process, self._free, self._line = os.getpid(), deque(), _Line()
        try:
            return self._free.pop()
        except IndexError:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            queue, main, waiting = (os.open(path, flags, 0o600) for path in self._paths)
            return queue, main, waiting

    def _take(self, files: tuple[int, int, int], priority: Priority) -> None:
        queue, main, waiting = files
        if priority == "interactive":
            fcntl.flock(waiting, fcntl.LOCK_SH)
        else:
            self._let_pass(waiting)
        try:
            fcntl.flock(queue, fcntl.LOCK_EX)
            try:
                self._wait_for(main)
            finally:
                fcntl.flock(queue, fcntl.LOCK_UN)
        finally:
            if priority == "interactive":
                fcntl.flock(waiting, fcntl.LOCK_UN)

    def _let_pass(self, waiting: int) -> None:
        """Wait until no interactive writer waits, or courtesy has lasted long enough."""
        until = time.monotonic() + LONGEST_COURTESY
        while not _try(waiting) and time.monotonic() < until:
            time.sleep(_LATER_PAUSE)
        fcntl.flock(waiting, fcntl.LOCK_UN)

    def _wait_for(self, main: int) -> None:
        """Only the head of the queue asks here, so asking again and again takes nobody's place."""
        started = time.monotonic()
        while not _try(main):
            waited = time.monotonic() - started
            if waited > self._longest_wait:
                raise Unavailable("database_busy")
            time.sleep(_FIRST_PAUSE if waited < _EARLY else _LATER_PAUSE)


def _try(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
