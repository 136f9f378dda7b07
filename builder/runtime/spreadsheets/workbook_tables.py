"""Opens one sheet of a workbook (xlsx, xlsm, xls, ods) as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from builder.errors import Problem
from builder.runtime.spreadsheets.archives import open_archive, unpack
from builder.runtime.spreadsheets.compound_files import read_stream
from builder.runtime.spreadsheets.legacy_cells import ERROR_TEXTS, refuse_encrypted, scan_legacy_sheet
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.number_formats import MarkedRows, Marks, telling_styles
from builder.runtime.spreadsheets.problems import refusal, row_problem
from builder.runtime.spreadsheets.reports import Cell, Row, SheetReport, column_letter
from builder.runtime.spreadsheets.sheet_scan import CellFaults, check_parts, scan_sheet, sheet_parts
from builder.runtime.spreadsheets.tables import Table

COUNT_ALL_SHEETS_BELOW = 4 * 2**20
"""Files up to this size have the rows of every sheet counted, not of the chosen one only."""
LEGACY_STREAMS = ("Workbook", "Book")
ERRORS = frozenset(ERROR_TEXTS.values())
EXACT_INTEGERS = 2**53
Scan = Callable[[int], tuple[CellFaults, Marks]]


def open_workbook(path: Path, kind: str, limits: Limits, options: ReadOptions) -> Table:
    """Return the chosen sheet, or the first visible one with cells. Raises Invalid when there is none."""
    scan = SCANS[kind](path, limits)
    try:
        workbook = load_workbook(path)
        return _open_sheet(workbook, _Opened(path, kind, limits, scan), options)
    except PasswordError as error:
        raise refusal("file_encrypted") from error
    except CalamineError as error:
        raise refusal("file_damaged", reason=str(error)[:200]) from error


class _Opened:
    def __init__(self, path: Path, kind: str, limits: Limits, scan: Scan) -> None:
        self.path = path
        self.kind = kind
        self.limits = limits
        self.scan = scan


def _scan_xlsx(path: Path, limits: Limits) -> Scan:
    with open_archive(path, limits) as archive:
        check_parts(archive, limits)
        parts = sheet_parts(archive, limits)
        styles = telling_styles(archive, limits)

    def scan(sheet: int) -> tuple[CellFaults, Marks]:
        with open_archive(path, limits) as again:
            if sheet >= len(parts) or parts[sheet] not in again.namelist():
                raise refusal("file_damaged", reason="sheet part")
            return scan_sheet(again, parts[sheet], limits, styles)

    return scan


def _scan_xls(path: Path, _limits: Limits) -> Scan:
    stream = read_stream(path.read_bytes(), LEGACY_STREAMS)
    refuse_encrypted(stream)
    return lambda sheet: (scan_legacy_sheet(stream, sheet), {})


def _scan_ods(path: Path, limits: Limits) -> Scan:
    with open_archive(path, limits) as archive:
        for _ in unpack(archive, "content.xml", limits):
            pass
    return lambda _sheet: ({}, {})


SCANS: dict[str, Callable[[Path, Limits], Scan]] = {"xlsx": _scan_xlsx, "xls": _scan_xls, "ods": _scan_ods}


def _open_sheet(workbook: CalamineWorkbook, opened: _Opened, options: ReadOptions) -> Table:
    places = [
        (place, metadata.name, metadata.visible != SheetVisibleEnum.Visible)
        for place, metadata in enumerate(workbook.sheets_metadata)
        if metadata.typ == SheetTypeEnum.WorkSheet
    ]
    if len(places) > opened.limits.max_sheets:
        raise refusal("file_too_complex", sheets=len(places), limit=opened.limits.max_sheets)
    wanted = [place for place in places if options.sheet is None or place[1] == options.sheet]
    if not wanted and options.sheet is not None:
        raise refusal("sheet_unknown", sheet=options.sheet, sheets=[name for _, name, _ in places])
    for place, name, hidden in sorted(wanted, key=lambda each: each[2]):
        faults, marks = opened.scan(place)
        sheet = workbook.get_sheet_by_index(place)
        if sheet.end is not None or faults:
            counted = {name: _height(sheet)}
            if opened.path.stat().st_size <= COUNT_ALL_SHEETS_BELOW:
                counted |= _count_others(workbook, opened, places, name)
            reports = tuple(SheetReport(each, veiled, counted.get(each)) for _, each, veiled in places)
            return _table(sheet, opened, (faults, marks), reports, hidden)
    raise refusal("file_empty")


def _count_others(
    workbook: CalamineWorkbook, opened: _Opened, places: list[tuple[int, str, bool]], chosen: str
) -> dict[str, int]:
    """Count the rows of the other sheets, leaving out those that cannot be read."""
    counted = {}
    for place, name, _ in places:
        if name == chosen:
            continue
        try:
            opened.scan(place)
            counted[name] = _height(workbook.get_sheet_by_index(place))
        except Exception:  # noqa: BLE001  another sheet's fault is no reason to refuse this one
            continue
    return counted


def _height(sheet: CalamineSheet) -> int:
    return sheet.end[0] + 1 if sheet.end else 0


def _table(
    sheet: CalamineSheet,
    opened: _Opened,
    scanned: tuple[CellFaults, Marks],
    reports: tuple[SheetReport, ...],
    hidden: bool,
) -> Table:
    limits = opened.limits
    height, width = (last + 1 for last in sheet.end or (-1, -1))
    if height > limits.max_rows:
        raise refusal("too_many_rows", rows=height, limit=limits.max_rows)
    if width > limits.max_columns:
        raise refusal("too_many_columns", columns=width, limit=limits.max_columns)
    problems = (Problem("", "sheet_hidden", params={"sheet": sheet.name}),) if hidden else ()
    return Table(
        kind=opened.kind,
        rows=lambda: _rows(sheet, scanned, opened),
        row_count=lambda sampled, last: (sampled, True) if last >= height else (height, False),
        max_rows=limits.max_rows,
        problems=problems,
        merged=tuple(sheet.merged_cell_ranges or ()),
        sheets=reports,
        sheet=sheet.name,
    )


def _rows(sheet: CalamineSheet, scanned: tuple[CellFaults, Marks], opened: _Opened) -> Iterator[Row]:
    """Yield rows with a value or a fault; calamine leaves out empty columns on the left, which are put back."""
    at, (faults, marks) = -1, scanned
    if sheet.start is not None:
        left: list[Cell] = [None] * sheet.start[1]
        reader = _CellReader(opened, marks)
        for at, cells in enumerate(sheet.iter_rows()):
            row = reader.read(at, left, cells, faults)
            if row.problems or any(cell is not None for cell in row.cells):
                yield row
    for beyond in sorted(row for row in faults if row > at):
        yield Row(beyond + 1, [], tuple(_fault_problems(beyond, faults)))


def _fault_problems(at: int, faults: CellFaults) -> list[Problem]:
    return [
        row_problem(at + 1, code, column_letter(column), **({"error": text} if text else {}))
        for column, code, text in faults.get(at, ())
    ]


class _CellReader:
    """Turns the cells of rows into ours, and looks closer only at rows where a text was suspicious."""

    def __init__(self, opened: _Opened, marks: Marks) -> None:
        self._marked = MarkedRows(marks) if marks else None
        self._limit = opened.limits.max_cell_chars
        self._errors = ERRORS if opened.kind == "ods" else frozenset()
        self._suspicious = False
        self._convert: dict[type, Callable[[Any], Cell]] = {**_CONVERT, str: self._text}

    def read(self, at: int, left: list[Cell], cells: list[Any], faults: CellFaults) -> Row:
        self._suspicious = False
        convert = self._convert
        converted = left + [convert[type(cell)](cell) for cell in cells]
        if self._marked is not None:
            self._marked.write_into(at, converted)
        if not self._suspicious and at not in faults:
            return Row(at + 1, converted)
        return self._judge(at, converted, _fault_problems(at, faults))

    def _text(self, value: str) -> str | None:
        if len(value) > self._limit or value in self._errors:
            self._suspicious = True
        return value or None

    def _judge(self, at: int, cells: list[Cell], problems: list[Problem]) -> Row:
        number, limit = at + 1, self._limit
        for column, cell in enumerate(cells):
            letter = column_letter(column)
            if not isinstance(cell, str):
                continue
            if cell in self._errors:
                problems.append(row_problem(number, "cell_error", letter, error=cell))
                cells[column] = None
            elif len(cell) > limit:
                problems.append(row_problem(number, "cell_too_long", letter, length=len(cell), limit=limit))
                cells[column] = cell[:limit]
        return Row(number, cells, tuple(problems))


def _number(value: float) -> Cell:
    """Return whole numbers as int, others with the 15 digits that a spreadsheet keeps."""
    if value.is_integer() and abs(value) < EXACT_INTEGERS:
        return int(value)
    return float(f"{value:.15g}")


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def _moment(value: datetime) -> Cell:
    """Round what a serial number lost: its fractions are no finer than some hundred microseconds."""
    return (value + timedelta(milliseconds=5)).replace(microsecond=0) if value.microsecond > 990_000 else value


_CONVERT: dict[type, Callable[[Any], Cell]] = {
    float: _number,
    int: lambda value: value,
    bool: lambda value: value,
    datetime: _moment,
    date: lambda value: value,
    time: lambda value: value.strftime("%H:%M:%S"),
    timedelta: _duration,
}
