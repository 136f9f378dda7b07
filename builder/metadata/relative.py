"""Values known only when they are asked for: today, this month, me; resolved in the workspace's zone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from builder.metadata.values import Value

if TYPE_CHECKING:
    from builder.metadata.conditions import Relative
    from builder.metadata.definitions import Field

EPOCH_DAY = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date.min.toordinal() - EPOCH_DAY, date.max.toordinal() - EPOCH_DAY
SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_MOMENT, LAST_MOMENT = (FIRST_DAY + 1) * DAY, LAST_DAY * DAY - 1
"""Microseconds that can be shown in every time zone."""
EXACT = {"minute": 60 * SECOND, "hour": 3_600 * SECOND}
IN_DAYS = {"day": 1, "week": 7}
IN_MONTHS = {"month": 1, "quarter": 3, "year": 12}
PERIODS = {"today": "day", "this_week": "week", "this_month": "month", "this_quarter": "quarter", "this_year": "year"}


@dataclass(frozen=True)
class Moment:
    """When and for whom a condition is asked."""

    now: int
    """Microseconds since 1970-01-01T00:00Z."""
    time_zone: str = "Asia/Shanghai"
    week_start: int = 1
    """ISO weekday on which a week begins: 1 Monday … 7 Sunday."""
    user: int = 0
    department: int | None = None
    departments: tuple[int, ...] = ()
    subordinates: tuple[int, ...] = ()


class Span(tuple[int, int]):
    """A half-open range of canonical values: from the first, up to but without the second."""

    __slots__ = ()


def today(moment: Moment) -> int:
    """Return the current day in the workspace's zone, in days since 1970-01-01."""
    return day_of(moment.now, moment.time_zone)


def day_of(microseconds: int, zone: str) -> int:
    """Return the day, since 1970-01-01, on which a moment falls in a zone."""
    return _local(microseconds, zone).toordinal() - EPOCH_DAY


def start_of_day(day: int, zone: str) -> int:
    """Return the first moment of a day in a zone, in microseconds, also where clocks skip midnight."""
    if not FIRST_DAY < day < LAST_DAY:
        return FIRST_MOMENT if day <= FIRST_DAY else LAST_MOMENT
    return _moment_of(datetime.combine(date.fromordinal(day + EPOCH_DAY), datetime.min.time()), zone)


def default_unit(name: str) -> str:
    """Return what an offset counts in when it does not say: this_week in weeks, today and now in days."""
    return PERIODS.get(name, "day")


def shift_day(day: int, offset: int, unit: str) -> int:
    """Return a day moved by days, weeks, months, quarters or years; the 31st becomes a month's last day."""
    if unit in IN_DAYS:
        return min(max(day + offset * IN_DAYS[unit], FIRST_DAY), LAST_DAY)
    before = date.fromordinal(day + EPOCH_DAY)
    months = before.year * 12 + before.month - 1 + offset * IN_MONTHS[unit]
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return FIRST_DAY if year < date.min.year else LAST_DAY
    return date(year, month + 1, min(before.day, monthrange(year, month + 1)[1])).toordinal() - EPOCH_DAY


def period_of(day: int, unit: str, week_start: int = 1) -> tuple[int, int]:
    """Return the half-open span of days of the day, week, month, quarter or year that a day lies in."""
    if unit in IN_DAYS:
        start = day if unit == "day" else day - (day + 3 - (week_start - 1)) % 7
        return start, start + IN_DAYS[unit]
    months = IN_MONTHS[unit]
    at = date.fromordinal(day + EPOCH_DAY)
    start = date(at.year, (at.month - 1) // months * months + 1, 1).toordinal() - EPOCH_DAY
    end = shift_day(start, 1, unit)
    return start, end if end > start and end != LAST_DAY else LAST_DAY + 1


def resolve_relative(relative: Relative, field: Field, moment: Moment) -> Value | Span:
    """Return the canonical value that a relative value stands for in a field, or the span that it covers.

    ``today`` is a day on a date field and a span of it on a datetime; this_week … this_year are spans on both.
    People and departments are ids or lists of ids. What a field cannot be compared with is None: it equals nothing.
    """
    person = PEOPLE.get(relative.name)
    if person is not None:
        return person(moment)
    match field.type.time_unit:
        case "day":
            return _as_days(relative, field.settings.get("precision", "day"), moment)
        case "microsecond":
            return _as_moments(relative, moment)
        case "second_of_day":
            return _as_clock(relative, moment)
    return None


PEOPLE: Mapping[str, Callable[[Moment], Value]] = {
    "me": lambda moment: moment.user,
    "my_department": lambda moment: moment.department,
    "my_departments": lambda moment: list(moment.departments),
    "my_subordinates": lambda moment: list(moment.subordinates),
}


def _as_days(relative: Relative, precision: str, moment: Moment) -> int | Span:
    if relative.name == "now":
        day = day_of(_shifted_now(relative, moment), moment.time_zone)
    else:
        day = _shifted_today(relative, moment)
    if relative.name in ("now", "today"):
        return period_of(day, precision)[0]
    start, end = period_of(day, PERIODS[relative.name], moment.week_start)
    return Span((period_of(start, precision)[0], end))


def _as_moments(relative: Relative, moment: Moment) -> int | Span:
    if relative.name == "now":
        return _shifted_now(relative, moment)
    start, end = period_of(_shifted_today(relative, moment), PERIODS[relative.name], moment.week_start)
    return Span((start_of_day(start, moment.time_zone), start_of_day(end, moment.time_zone)))


def _as_clock(relative: Relative, moment: Moment) -> int | None:
    if relative.name != "now":
        return None
    local = _local(_shifted_now(relative, moment), moment.time_zone)
    return local.hour * 3_600 + local.minute * 60 + local.second


def _shifted_today(relative: Relative, moment: Moment) -> int:
    if relative.unit in EXACT:
        return day_of(_shifted_now(relative, moment), moment.time_zone)
    return shift_day(today(moment), relative.offset, relative.unit)


def _shifted_now(relative: Relative, moment: Moment) -> int:
    """Minutes and hours pass exactly; days and longer keep the hour on the wall clock."""
    if relative.unit in EXACT:
        return min(max(moment.now + relative.offset * EXACT[relative.unit], FIRST_MOMENT), LAST_MOMENT)
    if not relative.offset:
        return moment.now
    local = _local(moment.now, moment.time_zone)
    day = shift_day(local.toordinal() - EPOCH_DAY, relative.offset, relative.unit)
    if not FIRST_DAY < day < LAST_DAY:
        return start_of_day(day, moment.time_zone)
    moved = datetime.combine(
        date.fromordinal(day + EPOCH_DAY),
        local.time(),
    )
    return _moment_of(moved, moment.time_zone)


def _local(microseconds: int, zone: str) -> datetime:
    inside = min(max(microseconds, FIRST_MOMENT), LAST_MOMENT)
    return (EPOCH + timedelta(microseconds=inside)).astimezone(ZoneInfo(zone))


def _moment_of(local: datetime, zone: str) -> int:
    passed = (local.replace(tzinfo=ZoneInfo(zone)) - EPOCH) // timedelta(microseconds=1)
    return min(max(passed, FIRST_MOMENT), LAST_MOMENT)
