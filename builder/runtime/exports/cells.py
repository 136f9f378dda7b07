"""What fields look like in the cells of a file: numbers, days and moments as such, all else as people read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import TextFormat
from builder.metadata.query import Row
from builder.metadata.rights import Access
from builder.metadata.values import Value, text_of
from builder.runtime.naming import kind_named
from builder.runtime.readable import access_to
from builder.runtime.spreadsheets.reports import Cell
from builder.runtime.spreadsheets.xlsx_cells import Percent
from builder.runtime.wire import Collect, Labels, label_text, masked, text_format, writer
from builder.runtime.work import Work
from builder.storage.query.row_reader import key_of

DAY_ZERO, MOMENT_ZERO = date(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)
PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
MOST_DIGITS = 15
EARLIEST, LATEST = 1900, 9999
"""Years that a cell holds as a day; others are written as text."""

Write = Callable[[Value, Labels], Cell]


@dataclass(frozen=True)
class _Column:
    key: str
    collect: Collect | None
    write: Write


class Sheet:
    """The columns of an export for one person: what they may see, masked where they see it masked."""

    def __init__(self, work: Work, entity: Entity, paths: Sequence[Path], locale: str) -> None:
        how = replace(text_format(work), locale=locale)
        self.header = [_heading(path, locale) for path in paths]
        self._columns = [_column(work, path, how) for path in paths]

    def cells(self, work: Work, rows: Sequence[Row]) -> list[list[Cell]]:
        """Return the cells of rows; the labels of all rows are fetched together."""
        labels = Labels()
        for column in self._columns:
            if column.collect is not None:
                for row in rows:
                    value = row.values.get(column.key)
                    if value is not None:
                        column.collect(value, labels)
        labels.fetch(work)
        return [[_cell(column, row, labels) for column in self._columns] for row in rows]


def _cell(column: _Column, row: Row, labels: Labels) -> Cell:
    value = row.values.get(column.key)
    return None if value is None else column.write(value, labels)


def _heading(path: Path, locale: str) -> str:
    words = [text_of(step.label, locale) for _, step in path.steps]
    return " · ".join([*words, text_of(path.field.label, locale), *([path.part] if path.part else [])])


def _column(work: Work, path: Path, how: TextFormat) -> _Column:
    item, key = path.field, key_of(path)
    if access_to(work, path.entity, item) is Access.MASKED:
        _, cover = masked(work, item)
        return _Column(key, None, cover)
    if kind_named(item) is not None:
        collect, write = writer(work, item)
        return _Column(key, collect, lambda value, labels: label_text(write(value, labels)))
    write_cell = _typed(item, how)
    return _Column(key, None, lambda value, _labels: write_cell(value))


def _typed(item: Field, how: TextFormat) -> Callable[[Value], Cell]:
    """Return what writes a value: as a day, a moment or a number where the type counts such, else as text."""
    kind = item.type
    if kind.name == "boolean" or not kind.parts:
        return lambda value: kind.to_text(value, item, how)
    unit = kind.time_unit
    if unit == "day":
        return lambda value: _day(value, kind.to_text(value, item, how))
    if unit == "microsecond":
        zone = ZoneInfo(how.time_zone)
        return lambda value: _moment(value, zone, kind.to_text(value, item, how))
    if "sum" in kind.aggregates:
        return lambda value: _number(kind.to_text(value, item, how))
    return lambda value: kind.to_text(value, item, how)


def _day(value: int, text: str) -> Cell:
    """A whole day; a month, quarter or year stays as it is written."""
    try:
        day = DAY_ZERO + timedelta(days=value)
    except OverflowError:
        return text
    return day if day.year >= EARLIEST and len(text) == len("2026-01-01") else text


def _moment(value: int, zone: ZoneInfo, text: str) -> Cell:
    try:
        moment = (MOMENT_ZERO + timedelta(microseconds=value)).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return text
    return moment.replace(microsecond=0) if EARLIEST <= moment.year <= LATEST else text


def _number(text: str) -> Cell:
    """A number that a cell holds exactly, else its text: an amount in another currency."""
    plain = text.replace(",", "")
    if plain.endswith("%") and PLAIN_NUMBER.fullmatch(plain[:-1]):
        return Percent(text)
    if not PLAIN_NUMBER.fullmatch(plain) or len(plain.lstrip("-").replace(".", "").strip("0")) > MOST_DIGITS:
        return text
    return float(plain) if "." in plain else int(plain)
