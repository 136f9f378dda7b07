"""Rows and reports as JSON lines: what the reading child writes and its parent reads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from builder.errors import Problem
from builder.runtime.spreadsheets.limits import ReadOptions
from builder.runtime.spreadsheets.problems import row_problem
from builder.runtime.spreadsheets.reports import Cell, ColumnReport, FileReport, Row, SheetReport, TypeGuess

ROWS_PER_LINE = 500
LINE_BYTES = 4 * 2**20
"""A line of several rows is split until it is no longer; a line of one row may be as long as the row's limit."""


class RowEncoder:
    """Turns rows into lines; dates travel as tagged objects, and only lines that hold some say so."""

    def __init__(self, max_row_bytes: int) -> None:
        self._max_row_bytes = max_row_bytes
        self._tagged = False

    def encode(self, rows: Sequence[Row]) -> Iterator[bytes]:
        """Yield one or more lines, without their line ends."""
        self._tagged = False
        cells = _dump([row.cells for row in rows], self._tag)
        if len(cells) > LINE_BYTES and len(rows) > 1:
            middle = len(rows) // 2
            yield from self.encode(rows[:middle])
            yield from self.encode(rows[middle:])
            return
        if len(cells) > self._max_row_bytes:
            rows = [self._cut(rows[0])]
            cells = _dump([rows[0].cells], self._tag)
        problems = {str(at): row.problems for at, row in enumerate(rows) if row.problems}
        yield _dump(
            {
                "rows": orjson.Fragment(cells),
                "numbers": [row.number for row in rows],
                "problems": problems,
                "tagged": self._tagged,
            },
            self._tag,
        )

    def _tag(self, value: object) -> Any:
        self._tagged = True
        return _tag(value)

    def _cut(self, row: Row) -> Row:
        """Keep of each text what fits an even part of the row's limit (six bytes for the longest JSON escape)."""
        room = self._max_row_bytes // (6 * len(row.cells))
        cells: list[Cell] = [cell[:room] if isinstance(cell, str) else cell for cell in row.cells]
        problem = row_problem(row.number, "row_too_large", limit=self._max_row_bytes)
        return Row(row.number, cells, (*row.problems, problem))


def encode_message(name: str, value: object) -> bytes:
    """Return a line with one named value: a report, problems, or the end mark."""
    return _dump({name: value}, _tag)


def decode_rows(message: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows of a line written by ``RowEncoder``."""
    rows = message["rows"]
    if message["tagged"]:
        rows = [[_untag(cell) for cell in cells] for cells in rows]
    problems = message["problems"]
    if not problems:
        yield from map(Row, message["numbers"], rows)
        return
    for at, (number, cells) in enumerate(zip(message["numbers"], rows, strict=True)):
        yield Row(number, cells, decode_problems(problems.get(str(at), ())))


def decode_problems(problems: Sequence[dict[str, Any]]) -> tuple[Problem, ...]:
    """Return problems as they were before the pipe."""
    return tuple(Problem(**problem) for problem in problems)


def decode_report(report: dict[str, Any]) -> FileReport:
    """Return a report as it was before the pipe."""
    plain = dict(report)
    plain["sheets"] = tuple(SheetReport(**sheet) for sheet in report["sheets"])
    plain["header_rows"] = tuple(report["header_rows"])
    plain["columns"] = tuple(
        ColumnReport(**{**column, "guess": TypeGuess(**column["guess"])}) for column in report["columns"]
    )
    plain["sample"] = tuple(
        Row(number, [_untag(cell) for cell in cells], decode_problems(problems))
        for number, cells, problems in report["sample"]
    )
    plain["problems"] = decode_problems(report["problems"])
    plain["options"] = ReadOptions(**report["options"])
    return FileReport(**plain)


def _dump(value: object, default: Callable[[object], Any]) -> bytes:
    return orjson.dumps(value, default, orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS)


def _tag(value: object) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form on the wire")


def _untag(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    if "datetime" in cell:
        return datetime.fromisoformat(cell["datetime"])
    return date.fromisoformat(cell["date"])
