"""What the number formats of an xlsx file say that the numbers do not: a percentage, and the currency of an amount."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from decimal import Decimal

from builder.metadata.currencies import is_currency
from builder.metadata.written.number_texts import CURRENCIES
from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.reports import Cell, cell_text
from builder.runtime.spreadsheets.xml_parts import attributes_of, column_index, small_part

PERCENT = "%"
DIGITS_OF_A_THOUSAND = 3
Marks = dict[tuple[int, str], "array[int]"]
"""(0-based column, "%" or a currency's code) → the 0-based rows of such cells, ascending."""

STYLES = re.compile(r"(?:^|/)styles\.xml$")
NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>](.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
BUILT_IN = {"9": PERCENT, "10": PERCENT}
"""Formats that need no entry in the file. Those of currencies follow the machine that shows them: they say nothing."""
_TELLING_CELL = (
    rb"<(?:\w+:)?c\s(?=[^>]*?\bs=[\"'](%s)[\"'])(?=[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])"
    rb"(?![^>]*?\bt=[\"'](?!n[\"']))[^>]*(?<!/)>"
)
"""A cell with a value: its style, letters and row; no text, truth value or error."""
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SYMBOL = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]{1,8}))?\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|([$€£¥￥₩₹₽฿₫])')
_OF_PLACES = {
    0x404: "TWD", 0x409: "USD", 0x411: "JPY", 0x804: "CNY", 0x80A: "MXN", 0xC04: "HKD", 0xC09: "AUD",
    0x1004: "SGD", 0x1009: "CAD", 0x1404: "MOP", 0x1409: "NZD",
}  # fmt: skip
"""Language ids of Windows → the currency that "$" or "¥" means there."""
_SHARED_SIGNS = frozenset("$¥￥")


def telling_styles(archive: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Return style number, as cells name it → "%" or a currency's code, for the styles that say one."""
    part = next((name for name in archive.namelist() if STYLES.search(name)), None)
    if part is None:
        return {}
    text = small_part(archive, part, limits)
    formats = dict(BUILT_IN)
    for found in NUMBER_FORMAT.findall(text):
        entry = attributes_of(found)
        formats[entry.get("numFmtId", "")] = meaning_of(entry.get("formatCode", ""))
    styles = CELL_STYLES.search(text)
    used = [attributes_of(found).get("numFmtId", "") for found in STYLE.findall(styles[1] if styles else b"")]
    return {str(at): formats[one] for at, one in enumerate(used) if formats.get(one)}


def meaning_of(code: str) -> str:
    """Return "%", a currency's code, or nothing, for the code of a number format."""
    first = code.partition(";")[0]
    if "%" in _LITERALS.sub("", first):
        return PERCENT
    words = [_currency(symbol, place) for symbol, place in _SYMBOL.findall(first)]
    words += [_currency("".join(found)) for found in _QUOTED.findall(_SYMBOL.sub("", first))]
    return next(filter(None, words), "")


def _currency(text: str, place: str = "") -> str:
    word = text.strip()
    of_place = _OF_PLACES.get(int(place, 16) & 0xFFFF, "") if place and word in _SHARED_SIGNS else ""
    return of_place or CURRENCIES.get(word) or (word if is_currency(word) else "")


class MarkedCells:
    """Finds the cells of telling styles in pieces of a sheet."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.marks: Marks = {}
        self._styles = {name.encode(): meaning for name, meaning in styles.items()}
        self._rows: dict[tuple[bytes, bytes], array[int]] = {}
        names = b"|".join(self._styles)
        self._cell = re.compile(_TELLING_CELL % names) if styles else None

    def look_through(self, piece: bytes) -> None:
        """Note the numbers of a piece whose style says something."""
        for style, letters, row in self._cell.findall(piece) if self._cell else ():
            rows = self._rows.get((style, letters))
            if rows is None:
                key = column_index(letters), self._styles[style]
                rows = self._rows[style, letters] = self.marks.setdefault(key, array("q"))
            rows.append(int(row) - 1)


class MarkedRows:
    """Writes what its format says of a number into the number's cell, row by row from the first one on."""

    def __init__(self, marks: Marks) -> None:
        self._series = [(column, mark, iter(rows)) for (column, mark), rows in marks.items()]
        self._next = [next(rows, -1) for _, _, rows in self._series]

    def write_into(self, at: int, cells: list[Cell]) -> None:
        """Change the cells of row ``at`` (0-based): 0.125 becomes 12.5%, 100 becomes 100 USD."""
        for place, (column, mark, rows) in enumerate(self._series):
            self._next[place] = _from(at, self._next[place], rows)
            if self._next[place] == at and column < len(cells):
                cells[column] = told(cells[column], mark)


def _from(at: int, row: int, rows: Iterator[int]) -> int:
    while 0 <= row < at:
        row = next(rows, -1)
    return row


def told(cell: Cell, mark: str) -> Cell:
    """Return a number as a person sees it in the sheet; other cells as they are."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    if mark != PERCENT:
        return f"{_never_grouped(cell_text(cell))} {mark}"
    return _never_grouped(f"{Decimal(cell_text(cell)).scaleb(2).normalize():f}") + PERCENT


def _never_grouped(number: str) -> str:
    """Return a number whose point nobody can take for one between thousands: of three decimals it makes four."""
    return f"{number}0" if len(number.partition(".")[2]) == DIGITS_OF_A_THOUSAND else number
