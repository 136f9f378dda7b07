"""Dates with the precision of a day, month, quarter or year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import COMPARABLE, FieldType, Part, PartKind, TextFormat
from builder.metadata.relative import EPOCH_DAY, period_of
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.date_texts import is_perhaps_taiwanese, parse_date_text
from builder.metadata.written.number_texts import normal_width

PRECISION = {"enum": ["day", "month", "quarter", "year"]}
DATE_LIMIT = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DEADLINE = {"enum": ["open", "kept"]}
"""By when something is to be done: it can be late while the stage of its record is open, or until that is lost."""
DATE_SETTINGS = {"precision": PRECISION, "min": DATE_LIMIT, "max": DATE_LIMIT, "deadline": DEADLINE}
_PATTERNS = {
    "day": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "month": "^[0-9]{4}-[0-9]{2}$",
    "quarter": "^[0-9]{4}-Q[1-4]$",
    "year": "^[0-9]{4}$",
}
_FROM_FINE_TO_COARSE = tuple(_PATTERNS)
_NOT_ONE = {"day": "not_a_date", "month": "not_a_month", "quarter": "not_a_quarter", "year": "not_a_year"}
_PARTIAL = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)
_QUARTER = re.compile(r"(\d{4})\s*[年./-]?\s*(?:[Qq]([1-4])|第?\s*([1-4一二三四])\s*季度?)", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})", re.ASCII)
_YEAR = re.compile(r"(\d{4})\s*年?", re.ASCII)
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}


class DateField(FieldType):
    """A day, as days since 1970; coarser dates are their first day."""

    name = "date"
    parts = (Part("value", PartKind.INTEGER, "date"),)
    operators = COMPARABLE
    aggregates = frozenset({"count", "min", "max"})
    can_be_unique = True
    widget = "date"
    time_unit = "day"
    settings_schema = {"type": "object", "additionalProperties": False, "properties": DATE_SETTINGS}

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "pattern": _PATTERNS[precision_of(field)]}

    def parse(self, raw: object, field: Field) -> Value:
        return self.parser(field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        precision = precision_of(field)
        low, high = field.settings.get("min"), field.settings.get("max")
        least, most = (_limit(low) if low else None), (_limit(high) if high else None)

        def parse(raw: Any) -> Value:
            if raw is None or raw == "":
                return None
            day = parse_day(raw, precision)
            if precision != "day":
                day = period_of(day, precision)[0]
            if least is not None and day < least:
                raise BadValue("too_early", min=low)
            if most is not None and day > most:
                raise BadValue("too_late", max=high)
            return day

        return parse

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else written_day(value, precision_of(field))

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        precision = precision_of(field)
        return lambda value: None if value is None else written_day(value, precision)

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        plain = normal_width(text).strip()
        if not plain:
            return None
        day = parse_date_text(plain, how.date_order, how.taiwanese_years) or _coarse(plain, precision_of(field))
        if day is None:
            unclear = is_perhaps_taiwanese(plain)
            raise BadValue("year_unclear" if unclear else _NOT_ONE[precision_of(field)], value=plain[:100])
        return self.parse(day.isoformat(), field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None:
            return ""
        precision = precision_of(field)
        written = written_day(value, precision)
        return in_order(written, how.date_order) if precision == "day" else written

    def search_text(self, value: Value, field: Field) -> str:
        return "" if value is None else written_day(value, precision_of(field))

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        for name in ("min", "max"):
            if name in field.settings and _limit(field.settings[name]) is None:
                yield name, "not_a_date"
        low, high = field.settings.get("min"), field.settings.get("max")
        if low and high and low > high:
            yield "min", "min_above_max"


def precision_of(field: Field) -> str:
    """Return day, month, quarter or year."""
    return str(field.settings.get("precision", "day"))


def parse_day(raw: object, precision: str = "day") -> int:
    """Return the day of a wire date at least as precise as said, the first one it covers.

    A month is no day: which of its days is meant nobody knows. Raises BadValue ``not_a_date``, ``not_a_month``,
    ``not_a_quarter`` or ``not_a_year``.
    """
    if type(raw) is str and len(raw) <= 10:
        try:
            if len(raw) == 10 and raw[4] == "-" == raw[7]:
                return date.fromisoformat(raw).toordinal() - EPOCH_DAY
            match = _PARTIAL.fullmatch(raw)
            if match and _is_as_fine(match, precision):
                month = int(match[3]) * 3 - 2 if match[3] else int(match[2] or 1)
                return date(int(match[1]), month, 1).toordinal() - EPOCH_DAY
        except ValueError:
            pass
    raise BadValue(_NOT_ONE[precision])


def _is_as_fine(match: re.Match[str], precision: str) -> bool:
    given = "quarter" if match[3] else "month" if match[2] else "year"
    return _FROM_FINE_TO_COARSE.index(given) <= _FROM_FINE_TO_COARSE.index(precision)


def written_day(value: int, precision: str) -> str:
    """Return a day as it goes over the wire at a precision."""
    day = date.fromordinal(value + EPOCH_DAY)
    match precision:
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04}"
    return day.isoformat()


def in_order(iso: str, order: str) -> str:
    """Return an ISO date as people write it who put the day or the month first."""
    year, month, day = iso.split("-")
    match order:
        case "dmy":
            return f"{day}/{month}/{year}"
        case "mdy":
            return f"{month}/{day}/{year}"
    return iso


def _limit(written: str) -> int | None:
    try:
        return parse_day(written)
    except BadValue:
        return None


def _coarse(text: str, precision: str) -> date | None:
    """Read 2024年3月, 3/2024, 2024Q2, 2024年第二季度, 2024 as their first day, where the field is as coarse as that."""
    if precision == "day":
        return None
    year, month = 0, 1
    if match := _QUARTER.fullmatch(text):
        year, month = int(match[1]), int(match[2] or _NUMERALS.get(match[3]) or match[3]) * 3 - 2
    elif match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _MONTH_FIRST.fullmatch(text):
        year, month = int(match[2]), int(match[1])
    elif precision == "year" and (match := _YEAR.fullmatch(text)):
        year = int(match[1])
    return date(year, month, 1) if year and 1 <= month <= 12 else None
