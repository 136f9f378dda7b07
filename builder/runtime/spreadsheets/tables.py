"""What the rest of the chain sees of an opened file, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.errors import Problem
from builder.runtime.spreadsheets.reports import Row, SheetReport

SAMPLED_ROWS = 1_000
"""Rows from the top by which header, width and types are judged."""
MergedRange = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as 0-based row and column."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. ``rows`` starts a new pass over the rows that hold a value or a problem, in order.

    ``row_count`` is given how many rows the sample had and the number of its last one, and returns how many rows there
    are and whether that is exact.
    """

    kind: str
    rows: Callable[[], Iterator[Row]]
    row_count: Callable[[int, int], tuple[int, bool]]
    max_rows: int
    problems: tuple[Problem, ...] = ()
    merged: tuple[MergedRange, ...] = ()
    sheets: tuple[SheetReport, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    byte_order_mark: bool = False
    separator: str | None = None
    quote: str | None = None
    line_ending: str | None = None
