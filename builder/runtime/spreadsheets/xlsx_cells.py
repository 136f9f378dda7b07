"""Writes cells of a workbook, each by its type; no text becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from builder.runtime.spreadsheets.reports import Cell, cell_text

LONGEST_CELL = 32_767
"""The characters that an xlsx cell holds."""
EXACT_DIGITS = 15
NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def cell_formats(workbook: Any) -> dict[type, Any]:
    """Return the formats of days and moments in a workbook."""
    return {
        date: workbook.add_format({"num_format": DATE_FORMAT}),
        datetime: workbook.add_format({"num_format": MOMENT_FORMAT}),
    }


def write_cells(sheet: Any, at: int, cells: Sequence[Cell], formats: dict[type, Any]) -> list[tuple[int, int]]:
    """Write one row, each cell by its type; return columns and lengths of the texts that were cut."""
    cut = []
    for column, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell)
        elif isinstance(cell, datetime | date) and cell.year >= 1900:
            plain = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            sheet.write_datetime(at, column, plain, formats[type(cell)])
        elif isinstance(cell, int | float) and len(str(abs(cell)).replace(".", "")) <= EXACT_DIGITS:
            sheet.write_number(at, column, cell)
        elif cell is not None:
            text = NO_XML.sub("\ufffd", cell_text(cell))
            if len(text) > LONGEST_CELL:
                cut.append((column, len(text)))
            sheet.write_string(at, column, text[:LONGEST_CELL])
    return cut
