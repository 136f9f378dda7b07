"""Writes cells of a workbook, each by its type; no text becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from builder.runtime.spreadsheets.reports import Cell, cell_text

LONGEST_CELL = 32_767
"""The characters that an xlsx cell holds."""
EXACT_DIGITS = 15
NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
MOST_PLACES = 10
DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


class Percent(str):
    """A percentage as people write it, ``12.5%``: a text in files of texts, a number with its sign in a workbook."""

    __slots__ = ()

    @property
    def places(self) -> int:
        """How many decimals it shows."""
        return len(self.rstrip("%").partition(".")[2])

    @property
    def share(self) -> float:
        """The number that a cell holds: 0.125."""
        return float(Decimal(self.rstrip("%").replace(",", "")).scaleb(-2))


def cell_formats(workbook: Any) -> dict[Any, Any]:
    """Return the formats of days and moments in a workbook, and of percentages by their decimals."""
    percents = {
        places: workbook.add_format({"num_format": f"0{'.' if places else ''}{'0' * places}%"})
        for places in range(MOST_PLACES + 1)
    }
    return {
        date: workbook.add_format({"num_format": DATE_FORMAT}),
        datetime: workbook.add_format({"num_format": MOMENT_FORMAT}),
        **percents,
    }


def write_cells(sheet: Any, at: int, cells: Sequence[Cell], formats: dict[Any, Any]) -> list[tuple[int, int]]:
    """Write one row, each cell by its type; return columns and lengths of the texts that were cut."""
    cut = []
    for column, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell)
        elif isinstance(cell, Percent):
            sheet.write_number(at, column, cell.share, formats[min(cell.places, MOST_PLACES)])
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
