"""Days, weeks and months of stored dates and moments, in SQL that means the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, case, cast, func, literal_column, type_coerce

from builder.metadata.relative import DAY, EPOCH_DAY, SECOND
from builder.storage.space import Dialect

Element = ColumnElement[Any]
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Years whose changes of clock are known; earlier and later moments take the nearest offset."""
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def divided(number: Element, by: int) -> Element:
    """Return the floor of an integer division; both databases cut towards zero."""
    rest = (number % by + by) % by
    return (number - rest) // by


def day_in_zone(moment: Element, zone: str) -> Element:
    """Return the day, since 1970-01-01, on which a moment in microseconds falls in a time zone."""
    return divided(moment + _offset(moment, zone), DAY)


def _offset(moment: Element, zone: str) -> Element:
    changes = offset_changes(zone)
    return _nearest(moment, changes, 0, len(changes))


def _nearest(moment: Element, changes: tuple[tuple[int, int], ...], low: int, high: int) -> Element:
    """A balanced tree of CASEs: a zone with a hundred changes costs seven comparisons a row."""
    if high - low == 1:
        return type_coerce(literal_column(str(changes[low][1])), Integer)
    middle = (low + high) // 2
    later = moment >= literal_column(str(changes[middle][0]))
    return case((later, _nearest(moment, changes, middle, high)), else_=_nearest(moment, changes, low, middle))


@lru_cache(maxsize=64)
def offset_changes(zone: str) -> tuple[tuple[int, int], ...]:
    """Return (from this moment on, offset of the zone), both in microseconds, in ascending order."""
    zone_info = ZoneInfo(zone)
    start = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    found = [(0, _offset_at(start, zone_info))]
    day = timedelta(days=1)
    at = start
    while at.year < LAST_YEAR:
        following = at + day
        if _offset_at(following, zone_info) != found[-1][1]:
            found.append(_change_between(at, following, zone_info))
        at = following
    return tuple(found)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> tuple[int, int]:
    before = _offset_at(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset_at(middle, zone) == before else (low, middle)
    return int(high.timestamp()) * SECOND, _offset_at(high, zone)


def _offset_at(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def grain_of(day: Element, grain: str, week_start: int, dialect: Dialect) -> Element:
    """Return a number that is the same for all days of one day, week, month, quarter or year."""
    if grain == "day":
        return day
    if grain == "week":
        return divided(day + (3 - (week_start - 1)), 7)
    month = _month(day, dialect)
    return month if grain == "month" else divided(month, MONTHS[grain])


def _month(day: Element, dialect: Dialect) -> Element:
    """Return months since the year 0."""
    if dialect == "sqlite":
        seconds = day * 86_400
        year, month = (cast(func.strftime(part, seconds, "unixepoch"), Integer) for part in ("%Y", "%m"))
    else:
        moment = type_coerce(literal_column("DATE '1970-01-01'"), Integer) + cast(day, Integer)
        year, month = (cast(func.extract(part, type_coerce(moment, Date)), Integer) for part in ("year", "month"))
    return year * 12 + month - 1


def first_day_of(number: int | None, grain: str, week_start: int) -> int | None:
    """Return the first day of what ``grain_of`` numbered so."""
    if number is None or grain == "day":
        return number
    if grain == "week":
        return number * 7 - (3 - (week_start - 1))
    months = number * MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1).toordinal() - EPOCH_DAY
