"""The program of the reading child: one request on its input, walls around it, JSON lines on its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from builder.errors import Invalid
from builder.runtime.spreadsheets.confinement import confine
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.wire import ROWS_PER_LINE, RowEncoder, encode_message

if TYPE_CHECKING:
    from builder.runtime.spreadsheets.inspection import OpenedFile

OUTPUT = 1


def main() -> None:
    """Answer the one request. Every refusal is an answer; anything unforeseen counts as a damaged file."""
    request = orjson.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    confine(limits.memory_bytes, limits.seconds)
    try:
        for line in _answer(request, limits):
            _write(line + b"\n")
    except BrokenPipeError:
        os._exit(0)


def _answer(request: dict[str, Any], limits: Limits) -> Iterator[bytes]:
    try:
        from builder.runtime.spreadsheets.inspection import OpenedFile

        opened = OpenedFile(Path(request["path"]), limits, ReadOptions(**request["options"]))
        if request["task"] == "inspect":
            yield encode_message("report", opened.report())
        else:
            yield from _row_lines(opened, limits)
        yield encode_message("end", value=True)
    except Invalid as refused:
        yield encode_message("refused", refused.problems)
    except MemoryError:
        yield encode_message("refused", refusal("memory", limit=limits.memory_bytes).problems)
    except Exception as error:  # noqa: BLE001  a reader that stumbles over a hostile file must say so, not vanish
        yield encode_message("refused", refusal("file_damaged", reason=type(error).__name__).problems)


def _row_lines(opened: OpenedFile, limits: Limits) -> Iterator[bytes]:
    encoder = RowEncoder(limits.max_row_bytes)
    rows = opened.rows()
    while some := list(islice(rows, ROWS_PER_LINE)):
        yield from encoder.encode(some)


def _write(line: bytes) -> None:
    view = memoryview(line)
    while view:
        view = view[os.write(OUTPUT, view) :]


if __name__ == "__main__":
    main()
