"""Writes rows of cells into a csv or xlsx file as they come: memory does not grow with their number."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeGuard

from builder.runtime.spreadsheets.formula_guard import guard
from builder.runtime.spreadsheets.reports import Cell, cell_text
from builder.runtime.spreadsheets.xlsx_cells import Percent, cell_formats, write_cells

FORMATS = ("xlsx", "csv")
ROWS_IN_SHEET = 1_000_000
"""A sheet of a workbook ends at 1 048 576 rows; what is more goes on in the next one."""


class TableFile(Protocol):
    """A file that takes rows one after another."""

    def __enter__(self) -> TableFile: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows."""


def open_table(path: Path, kind: str, header: Sequence[str], bom: bool = True) -> TableFile:
    """Begin a file with its header; ``bom`` puts the mark before a csv by which spreadsheet programs know UTF-8."""
    return Workbook(path, header) if kind == "xlsx" else SeparatedText(path, header, bom)


class SeparatedText:
    """A csv file in UTF-8. A text that could be taken for a formula gets an apostrophe, which imports take away."""

    def __init__(self, path: Path, header: Sequence[str], bom: bool) -> None:
        encoding = "utf-8-sig" if bom else "utf-8"
        self._file = path.open("w", encoding=encoding, newline="", errors="replace")
        self._writer = csv.writer(self._file)
        self._writer.writerow([guard(name) for name in header])

    def __enter__(self) -> SeparatedText:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows."""
        self._writer.writerows([guard(cell) if _is_text(cell) else cell_text(cell) for cell in row] for row in rows)


def _is_text(cell: Cell) -> TypeGuard[str]:
    """A percentage below zero begins like a formula and is none."""
    return isinstance(cell, str) and not isinstance(cell, Percent)


class Workbook:
    """An xlsx file. Texts are stored as texts, whatever they begin with."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(path, {**options, "tmpdir": str(path.parent)})
        self._formats = cell_formats(self._book)
        self._bold = self._book.add_format({"bold": True})
        self._header = list(header)
        self._begin()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows."""
        for row in rows:
            if self._next > ROWS_IN_SHEET:
                self._begin()
            write_cells(self._sheet, self._next, row, self._formats)
            self._next += 1

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for at, name in enumerate(self._header):
            self._sheet.set_column(at, at, 18)
            self._sheet.write_string(0, at, name, self._bold)
        self._next = 1
