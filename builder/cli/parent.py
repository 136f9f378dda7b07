"""When a process ends: on a signal, or, for a child, when its parent is gone."""

from __future__ import annotations

import os
import signal
import time
from threading import Event, Thread

LOOKS_EVERY = 1.0
"""Seconds between two looks."""


def stop_on_signals(stop: Event) -> None:
    """Set ``stop`` on SIGTERM and SIGINT.

    From a thread: the interrupted code may hold the event's own lock, which a handler would wait for in vain.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: Thread(target=stop.set).start())


def end_with_parent(parent: int) -> None:
    """Send this process SIGTERM once ``parent`` (a process id) is no longer its parent."""
    Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
