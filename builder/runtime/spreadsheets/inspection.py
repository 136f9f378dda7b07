"""Opens a file, decides its layout and describes it; runs in the reading child."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from builder.errors import Problem
from builder.runtime.spreadsheets.delimited_tables import open_text
from builder.runtime.spreadsheets.file_kinds import kind_of
from builder.runtime.spreadsheets.guessing import guess_type
from builder.runtime.spreadsheets.layouts import Layout, decide_layout, fit_row
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.problems import column_problem, refusal
from builder.runtime.spreadsheets.reports import Cell, ColumnReport, FileReport, Row, cell_text, column_letter
from builder.runtime.spreadsheets.tables import SAMPLED_ROWS, Table
from builder.runtime.spreadsheets.workbook_tables import open_workbook

SAMPLE_SHOWN = 100
LONGEST_SHOWN = 500
CELLS_GUESSED = 100_000
ROW_PROBLEMS_SHOWN = 100
OF_TEXT_FILES = ("encoding", "separator", "quote")


class OpenedFile:
    """A file whose table and layout are decided, and whose rows can be told over and over."""

    def __init__(self, path: Path, limits: Limits, options: ReadOptions) -> None:
        self._table = _open(path, limits, options)
        first = list(islice(self._table.rows(), SAMPLED_ROWS))
        if _is_blank(first):
            raise refusal("file_empty" if options.sheet is None else "sheet_unknown", sheet=self._table.sheet)
        self._layout = decide_layout(self._table, first, limits, options)
        self._sampled = first
        self._start = max(self._layout.first_data_row, options.start_row)
        self._options = options

    def rows(self) -> Iterator[Row]:
        """Yield the data rows from the start row on. Raises Invalid at the row that is one too many."""
        table, width, start = self._table, len(self._layout.names), self._start
        for row in table.rows():
            if row.number > table.max_rows:
                raise refusal("too_many_rows", limit=table.max_rows)
            if row.number >= start:
                yield row if len(row.cells) == width else fit_row(row, width)

    def report(self) -> FileReport:
        """Describe the file by its first rows."""
        table, layout = self._table, self._layout
        count, exact = table.row_count(len(self._sampled), self._sampled[-1].number)
        if count > table.max_rows:
            raise refusal("too_many_rows", rows=count, limit=table.max_rows)
        width = len(layout.names)
        data = [fit_row(row, width) for row in self._sampled if row.number >= layout.first_data_row]
        above = len(self._sampled) - len(data) if exact and table.kind == "text" else layout.first_data_row - 1
        if exact and len(self._sampled) < SAMPLED_ROWS:
            count, above = len(data), 0
        columns = _describe_columns(layout, data)
        return FileReport(
            kind=table.kind,
            line_ending=table.line_ending,
            byte_order_mark=table.byte_order_mark,
            sheets=table.sheets,
            header_rows=layout.header_rows,
            first_data_row=layout.first_data_row,
            row_estimate=max(0, count - above),
            row_count_exact=exact,
            columns=columns,
            sample=tuple(_shortened(row) for row in data[:SAMPLE_SHOWN]),
            problems=(*table.problems, *layout.problems, *_date_problems(columns), *_row_problems(data)),
            options=self._decided_options(width),
        )

    def _decided_options(self, width: int) -> ReadOptions:
        table, header = self._table, self._layout.header_rows
        return dataclasses.replace(
            self._options,
            encoding=table.encoding,
            separator=table.separator,
            quote=table.quote,
            sheet=table.sheet,
            has_header=bool(header),
            header_row=header[0] if header else None,
            header_row_count=len(header) or None,
            column_count=width,
        )


def _open(path: Path, limits: Limits, options: ReadOptions) -> Table:
    kind = kind_of(path, limits)
    if kind == "text":
        return open_text(path, limits, options)
    for setting in OF_TEXT_FILES:
        if getattr(options, setting) is not None:
            raise refusal("only_of_text_files", setting=setting)
    return open_workbook(path, kind, limits, options)


def _describe_columns(layout: Layout, data: Sequence[Row]) -> tuple[ColumnReport, ...]:
    """Guess each column's type over as many sampled rows as keep the work bounded."""
    looked_at = data[: max(SAMPLE_SHOWN, CELLS_GUESSED // len(layout.names))]
    described = []
    for at, name in enumerate(layout.names):
        cells = [row.cells[at] for row in looked_at]
        filled = sum(cell not in {None, ""} for cell in cells)
        described.append(ColumnReport(column_letter(at), name, guess_type(name, cells), filled))
    return tuple(described)


def _date_problems(columns: Sequence[ColumnReport]) -> list[Problem]:
    return [
        column_problem(column.letter, "date_order_ambiguous", order=column.guess.details["order"])
        for column in columns
        if column.guess.details.get("ambiguous")
    ]


def _row_problems(data: Sequence[Row]) -> list[Problem]:
    """Return the first problems of the sampled rows, so that a report warns before an import begins."""
    return list(islice(chain.from_iterable(row.problems for row in data), ROW_PROBLEMS_SHOWN))


def _shortened(row: Row) -> Row:
    cells: list[Cell] = [cell[:LONGEST_SHOWN] if isinstance(cell, str) else cell for cell in row.cells]
    return row._replace(cells=cells)


def _is_blank(first: Sequence[Row]) -> bool:
    """Whether the first rows are the whole table and hold nothing but spaces."""
    whole = len(first) < SAMPLED_ROWS
    return whole and not any(cell_text(cell).strip() for row in first for cell in row.cells)
