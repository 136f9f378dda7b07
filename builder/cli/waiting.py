"""Waiting for a job at a terminal: a line that tells how far it is, and Ctrl+C to have it cancelled."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from builder.cli.output import Output
from builder.cli.phrases import phrase

if TYPE_CHECKING:
    from builder.runtime.waited_jobs import Watch

REWRITTEN_EVERY = 0.1
"""Seconds between two rewritings of the line."""
_AFRESH = "\r\x1b[K"
"""Back to the beginning of the line, and the line empty."""


@contextmanager
def waiting(out: Output, doing: str = "importing") -> Iterator[Watch]:
    """Give a watch that writes progress to standard error, where that is a terminal and people read it.

    ``doing`` is the phrase that says what is done. The first Ctrl+C asks for the job to be cancelled, which is
    done after the records at hand; the second one ends the process at once, and the job is left to a worker.
    """
    from builder.runtime.waited_jobs import Watch

    line = _Line(out, doing)
    watch = Watch(line.show)
    with _interruptible(watch, line):
        try:
            yield watch
        finally:
            line.clear()


class _Line:
    """One line on the terminal, written over and over; nothing at all elsewhere and in JSON mode."""

    def __init__(self, out: Output, doing: str) -> None:
        self._locale, self._doing = out.locale, doing
        self._shown = not out.as_json and sys.stderr.isatty()
        self._next = 0.0

    def show(self, done: int, total: int | None) -> None:
        """Write how many rows are taken."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + REWRITTEN_EVERY
            name = f"{self._doing}_of" if total else self._doing
            self.write(phrase(name, self._locale, done=done, total=total, percent=100 * done // (total or 1)))

    def write(self, text: str) -> None:
        """Write something else in its place."""
        if self._shown:
            sys.stderr.write(_AFRESH + text)
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        self.write("")

    def say_stopping(self) -> None:
        """Say that the wish was heard, for as long as it takes."""
        self.write(phrase("cancelling", self._locale))
        self._next = float("inf")


@contextmanager
def _interruptible(watch: Watch, line: _Line) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only there can signals be heard
        return

    def heard(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, before)
        watch.give_up.set()
        line.say_stopping()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
