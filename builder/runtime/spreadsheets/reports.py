"""What is told about a file before it is imported, and the rows it yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from builder.errors import Problem
from builder.runtime.spreadsheets.limits import ReadOptions

Cell = str | int | float | bool | date | datetime | None
"""Text tables yield ``str`` only ("" if blank); workbooks typed values and None. Times of day are "HH:MM:SS"."""


class Row(NamedTuple):
    """One row: its 1-based number as a spreadsheet shows it, its cells (one per column) and what is wrong with it."""

    number: int
    cells: list[Cell]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeGuess:
    """The type that most values of a column fit.

    ``share`` is the part (0 to 1) of the non-blank sampled values that fit. ``details`` by type: date and datetime
    ``order`` ("ymd", "mdy", "dmy"), ``ambiguous`` and ``proven`` (neither where each value tells its order itself);
    money ``currency``; number, money and percent ``decimals`` (closing zeros aside) and ``decimal_mark``; select and
    multi_select ``values``; multi_select ``separator``; boolean ``values``.
    """

    type: str
    share: float
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """One column: letter as in a spreadsheet, a name unique in the file, how many sampled values are not blank."""

    letter: str
    name: str
    guess: TypeGuess
    filled: int


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet of a workbook; ``rows`` is None where it was not opened."""

    name: str
    hidden: bool
    rows: int | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that a wizard needs to propose a mapping. ``options`` are the decisions, to be handed to ``read_rows``.

    ``kind``: text, xlsx, xls or ods. ``line_ending``: "\\n", "\\r\\n", "\\r" or None. ``header_rows``: 1-based, empty
    without header. ``row_estimate``: data rows; exact where ``row_count_exact``. ``sample``: the first 100 data rows,
    long texts cut.
    """

    kind: str
    line_ending: str | None
    byte_order_mark: bool
    sheets: tuple[SheetReport, ...]
    header_rows: tuple[int, ...]
    first_data_row: int
    row_estimate: int
    row_count_exact: bool
    columns: tuple[ColumnReport, ...]
    sample: tuple[Row, ...]
    problems: tuple[Problem, ...]
    options: ReadOptions


def column_letter(index: int) -> str:
    """Return the spreadsheet's letters for a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(cell: Cell) -> str:
    """Return a cell as the text a person would type: no ".0" on whole numbers, ISO dates, "" for blank."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(cell, ".15g") if abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return str(cell)
