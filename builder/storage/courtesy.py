"""What long work on PostgreSQL does for people who save meanwhile: its steps take turns and rest between.

PostgreSQL lets everybody write at once, so that an import, the filling of the search and their connections compete for
the same processors with whoever saves. While somebody saves, one of them works at a time, and then waits as long as it
worked. SQLite has its turnstile for this.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock
from time import monotonic, monotonic_ns, sleep

AT_WORK = 2.0
"""Seconds after which somebody who saved is no longer taken to be at work."""
LONGEST_WAIT = 0.5
"""Seconds for which one step lets another end before it goes on beside it."""
REST = 1.0
"""Rest after a step, as a part of the time that it took: with less, one save in twenty takes twice its time."""
LONGEST_REST = 0.25
"""Seconds."""
_WORD = 8


class Courtesy:
    """One for each process and installation; the processes of a machine share the moment of the last save."""

    def __init__(self, path: Path) -> None:
        """``path`` is the file that they share, made when somebody saves or asks."""
        self._path = path
        self._hand = RLock()

    @cached_property
    def _last(self) -> memoryview:
        """Nanoseconds of the monotonic clock, as one integer."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.ftruncate(file, _WORD)
            return memoryview(mmap.mmap(file, _WORD)).cast("q")
        finally:
            os.close(file)

    def somebody_saves(self) -> None:
        """Note that a person writes now."""
        self._last[0] = monotonic_ns()

    def is_due(self) -> bool:
        """Whether a person wrote a moment ago. Never by a time before the machine started: its clock begins anew."""
        return 0 <= monotonic_ns() - self._last[0] < AT_WORK * 1e9

    @contextmanager
    def step(self) -> Iterator[None]:
        """Do a step of long work: alone among that of this process and with a rest after it, where that is due."""
        if not self.is_due():
            yield
            return
        held = self._hand.acquire(timeout=LONGEST_WAIT)
        began = monotonic()
        try:
            yield
            sleep(min(LONGEST_REST, (monotonic() - began) * REST))
        finally:
            if held:
                self._hand.release()
