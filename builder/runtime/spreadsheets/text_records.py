"""Records out of lines of separated text: RFC 4180, and line by line where a file breaks its own quotes."""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator

from builder.errors import Problem
from builder.runtime.spreadsheets.formula_guard import unguard
from builder.runtime.spreadsheets.problems import row_problem
from builder.runtime.spreadsheets.reports import Cell, Row, column_letter
from builder.runtime.spreadsheets.text_lines import NUL, REPLACEMENT, UNDECODABLE, LineBlock


class RecordReader:
    """Yields the records of a text as rows, numbered from 1; blank ones count but are not yielded.

    A quoted cell may span lines. Where a quote is not closed, or text follows a closing quote, the first line of the
    record is taken by itself with a problem, and reading goes on with the next line: nothing is swallowed.
    """

    def __init__(self, blocks: Iterator[LineBlock], separator: str, quote: str, max_cell_chars: int) -> None:
        csv.field_size_limit(sys.maxsize)
        self._blocks = blocks
        self._separator = separator
        self._quote = quote
        self._limit = max_cell_chars
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._unclean = False

    def __iter__(self) -> Iterator[Row]:
        number = 0
        for number, cells, problems in enumerate_records(self._records()):
            if problems or self._unclean or self._is_long():
                row = self._clean(number, cells, problems)
                if row.problems or any(row.cells):
                    yield row
            elif any(cells):
                yield Row(number, list[Cell](cells))

    def _records(self) -> Iterator[tuple[list[str], str]]:
        """Yield records with the code of what is wrong with their quotes ("" mostly)."""
        for block in self._blocks:
            self._unclean = block.unclean
            if not block.quoted:
                self._taken = []
                yield from self._plain(block)
                continue
            self._waiting.extend(block.lines)
            while self._waiting:
                yield from self._quoted()

    def _plain(self, block: LineBlock) -> Iterator[tuple[list[str], str]]:
        """Yield one record a line: without quotes there is nothing that could join lines."""
        long = max(map(len, block.lines)) > self._limit
        reader = csv.reader(block.lines, delimiter=self._separator, quoting=csv.QUOTE_NONE)
        for at, cells in enumerate(reader):
            if long:
                self._taken = [block.lines[at]]
            yield cells, ""

    def _quoted(self) -> Iterator[tuple[list[str], str]]:
        """Yield records until the waiting lines are used up or one record breaks."""
        self._taken = []
        reader = csv.reader(self._feed(), delimiter=self._separator, quotechar=self._quote, strict=True)
        try:
            for cells in reader:
                yield cells, ""
                self._taken = []
        except csv.Error:
            first, *others = self._taken
            self._waiting.extendleft(reversed(others))
            self._taken = [first]
            yield self._line_by_itself(first)

    def _feed(self) -> Iterator[str]:
        """Hand lines to the parser; within a record go on to the next block, between records stop."""
        while True:
            while self._waiting:
                line = self._waiting.popleft()
                self._taken.append(line)
                yield line
            block = next(self._blocks, None) if self._taken else None
            if block is None:
                return
            self._unclean |= block.unclean
            self._waiting.extend(block.lines)

    def _line_by_itself(self, line: str) -> tuple[list[str], str]:
        """Read a line whose quotes are wrong: joined when it closes what it opens, else split at the separators."""
        reader = csv.reader([line, "end"], delimiter=self._separator, quotechar=self._quote)
        cells = next(reader)
        if next(reader, None) == ["end"]:
            return cells, "quote_misplaced"
        open_cell = cells[-1].removesuffix("end").rstrip("\r\n")
        return cells[:-1] + (self._quote + open_cell).split(self._separator), "unbalanced_quote"

    def _is_long(self) -> bool:
        return len(self._taken) > 1 or (bool(self._taken) and len(self._taken[0]) > self._limit)

    def _clean(self, number: int, cells: list[str], code: str) -> Row:
        problems: list[Problem] = [row_problem(number, code)] if code else []
        cleaned: list[Cell] = []
        for at, cell in enumerate(cells):
            text = unguard(cell) if cell[:1] == "'" else cell
            if NUL in text:
                text = text.replace(NUL, "")
                problems.append(row_problem(number, "nul_character", column_letter(at)))
            if UNDECODABLE in text:
                text = text.replace(UNDECODABLE, REPLACEMENT)
                problems.append(row_problem(number, "undecodable_text", column_letter(at)))
            if len(text) > self._limit:
                length, limit = len(text), self._limit
                problems.append(row_problem(number, "cell_too_long", column_letter(at), length=length, limit=limit))
                text = text[:limit]
            cleaned.append(text)
        return Row(number, cleaned, tuple(problems))


def enumerate_records(records: Iterator[tuple[list[str], str]]) -> Iterator[tuple[int, list[str], str]]:
    """Number records from 1."""
    for number, (cells, code) in enumerate(records, start=1):
        yield number, cells, code
