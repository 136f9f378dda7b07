"""Asks a bounded child process what is in a file and for its rows; nothing of the file is parsed here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from builder.errors import Invalid
from builder.runtime.spreadsheets.bounded_process import lines_of_child
from builder.runtime.spreadsheets.limits import MEBIBYTE, Limits, ReadOptions
from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.reports import FileReport, Row
from builder.runtime.spreadsheets.wire import decode_problems, decode_report, decode_rows

DEFAULT_LIMITS = Limits()
DEFAULT_OPTIONS = ReadOptions()


def inspect_file(path: Path, limits: Limits = DEFAULT_LIMITS, options: ReadOptions = DEFAULT_OPTIONS) -> FileReport:
    """Return kind, sheets, columns with guessed types and a sample of the file.

    Raises Invalid with one problem of ``problems.FILE_REFUSED``, and OSError when the file cannot be opened.
    """
    for message in _messages("inspect", path, limits, options):
        with _damage_named():
            return decode_report(message["report"])
    raise refusal("file_damaged")


def read_rows(path: Path, limits: Limits = DEFAULT_LIMITS, options: ReadOptions = DEFAULT_OPTIONS) -> Iterator[Row]:
    """Yield the data rows one by one, blank rows left out, holding no more than one line of the child's output.

    Hand over ``FileReport.options`` so that the reading decides as the report did; set ``start_row`` to go on after a
    break.
    Raises like ``inspect_file``, also in the middle; the child ends with the iterator.
    """
    for message in _messages("read", path, limits, options):
        with _damage_named():
            rows = decode_rows(message)
            yield from rows


def _messages(task: str, path: Path, limits: Limits, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the child's messages until its end mark; raises what it refused."""
    size = path.stat().st_size
    if not path.is_file():
        raise refusal("file_kind_unknown", kind="folder")
    if size == 0:
        raise refusal("file_empty")
    if size > limits.max_bytes:
        raise refusal("import_file_too_large", limit=limits.max_bytes // MEBIBYTE)
    request = {"task": task, "path": str(path.resolve()), "limits": asdict(limits), "options": asdict(options)}
    ended = False
    with contextlib.closing(lines_of_child(orjson.dumps(request), limits)) as lines:
        for line in lines:
            with _damage_named():
                message: dict[str, Any] = orjson.loads(line)
            if "refused" in message:
                raise Invalid(decode_problems(message["refused"]))
            ended = "end" in message
            if not ended:
                yield message
    if not ended:
        raise refusal("file_damaged")


@contextlib.contextmanager
def _damage_named() -> Iterator[None]:
    """Name a line that is not of the agreed form: only a child broken by the file writes one."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise refusal("file_damaged", reason=type(error).__name__) from error
