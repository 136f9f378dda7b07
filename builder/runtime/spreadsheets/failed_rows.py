"""Writes the rows that an import refused into a file, each with its reason, to be mended and sent again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.errors import Problem
from builder.runtime.spreadsheets.formula_guard import guard
from builder.runtime.spreadsheets.problems import row_problem
from builder.runtime.spreadsheets.reports import Cell, cell_text, column_letter
from builder.runtime.spreadsheets.xlsx_cells import LONGEST_CELL, cell_formats, write_cells


class FailedRow(NamedTuple):
    """A row as it was read, its number in the file it came from, and why it failed, in words."""

    number: int
    cells: Sequence[Cell]
    reason: str


def write_failed_rows(
    path: Path,
    header: Sequence[str],
    rows_with_reasons: Iterable[FailedRow],
    titles: tuple[str, str] = ("Row", "Reason"),
) -> list[Problem]:
    """Write a .csv (UTF-8 with byte order mark) or .xlsx file: the header's columns, then row number and reason.

    No text becomes a formula: csv guards it by an apostrophe, which reading takes away again; xlsx stores it as text.
    ``titles`` name the two added columns. Returns a ``cell_too_long`` problem for each text that xlsx has to cut.
    Raises ValueError for another suffix.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"failed rows are written as {' or '.join(WRITERS)}, not {path.suffix!r}")
    return write(path, [*header, *titles], rows_with_reasons)


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[FailedRow]) -> list[Problem]:
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow([guard(name) for name in header])
        for row in rows:
            cells = [guard(cell) if isinstance(cell, str) else cell_text(cell) for cell in row.cells]
            writer.writerow([*cells, row.number, guard(row.reason)])
    return []


def _write_xlsx(path: Path, header: Sequence[str], rows: Iterable[FailedRow]) -> list[Problem]:
    import xlsxwriter

    problems: list[Problem] = []
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet()
        formats = cell_formats(workbook)
        write_cells(sheet, 0, header, formats)
        for at, row in enumerate(rows, start=1):
            for column, length in write_cells(sheet, at, [*row.cells, row.number, row.reason], formats):
                letter = column_letter(column)
                problems.append(row_problem(row.number, "cell_too_long", letter, length=length, limit=LONGEST_CELL))
    return problems


WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[FailedRow]], list[Problem]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
