"""A child process that outlives its parent ends in order."""

from __future__ import annotations

import os
import signal
import time
from threading import Thread

LOOKS_EVERY = 1.0
"""Seconds between two looks."""


def end_with_parent(parent: int) -> None:
    """Send this process SIGTERM once ``parent`` (a process id) is no longer its parent."""
    Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
