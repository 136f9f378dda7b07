"""Runs the reading child: starts it without the parent's environment, takes its lines within bounds, and ends it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess  # nosec B404: the one program started is this interpreter
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import builder
from builder.errors import Invalid
from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.problems import refusal

START = "import sys; sys.path.append(sys.argv[1]); from builder.runtime.spreadsheets.child import main; main()"
PIECE = 2**20
LINE_OVERHEAD = 2**20
"""Bytes a line may have beyond its one row: numbers, problems, a report's columns."""
OUTPUT_PER_BYTE = 200
"""The most output per byte of allowed input, over the whole reading."""


def lines_of_child(request: bytes, limits: Limits) -> Generator[bytes]:
    """Yield the child's output line by line, without line ends, until it ends by itself.

    Raises Invalid ``timeout``, ``memory`` or ``file_damaged`` when it dies, is silent too long or says too much.
    """
    process = _start()
    try:
        _ask(process, request)
        yield from _split_lines(process, limits)
        status = process.wait(limits.seconds)
        if status != 0:
            raise _explain(status, limits)
    except subprocess.TimeoutExpired:
        raise refusal("timeout", seconds=limits.seconds) from None
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe and not pipe.closed:
                pipe.close()


def _start() -> subprocess.Popen[bytes]:
    package_root = str(Path(builder.__file__).resolve().parent.parent)
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.Popen(  # nosec B603: a fixed program, no shell, nothing of the file in the arguments
        [sys.executable, "-I", "-c", START, package_root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        bufsize=0,
    )


def _ask(process: subprocess.Popen[bytes], request: bytes) -> None:
    """Hand over the request; a child that died at once is explained by its exit status later."""
    pipe = process.stdin
    if pipe is None:
        return
    try:
        pipe.write(request)
        pipe.close()
    except BrokenPipeError:
        return


def _split_lines(process: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    longest = limits.max_row_bytes + LINE_OVERHEAD
    allowed = max(limits.max_bytes, limits.max_row_bytes) * OUTPUT_PER_BYTE
    waiting: list[bytes] = []
    held = 0
    for piece in _pieces(process, limits):
        allowed -= len(piece)
        *ended, rest = piece.split(b"\n")
        for line in ended:
            yield b"".join((*waiting, line))
            waiting, held = [], 0
        waiting.append(rest)
        held += len(rest)
        if held > longest or allowed < 0:
            raise refusal("memory", limit=longest)


def _pieces(process: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    """Yield what the child writes; only time spent waiting for it counts, not the time its reader takes."""
    output = process.stdout
    if output is None:
        return
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            started = time.monotonic()
            while not selector.select(limits.seconds):
                if time.monotonic() - started >= limits.seconds:
                    raise refusal("timeout", seconds=limits.seconds)
            piece = os.read(output.fileno(), PIECE)
            if not piece:
                return
            yield piece


def _explain(status: int, limits: Limits) -> Invalid:
    """Return why a child ended: too much processor time, memory refused, or the file broke its reader."""
    if status == -signal.SIGXCPU:
        return refusal("timeout", seconds=limits.seconds)
    if status in {-signal.SIGABRT, -signal.SIGKILL}:
        return refusal("memory", limit=limits.memory_bytes)
    return refusal("file_damaged", status=status)
