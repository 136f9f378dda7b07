"""The working calendar of a workspace, at the moment of a unit of work."""

from __future__ import annotations

from typing import Any

from builder.metadata.field_types.contacts import HOME
from builder.metadata.regional_holidays import holidays_of
from builder.metadata.relative import today
from builder.metadata.working_time import (
    NamedDay,
    WorkingCalendar,
    calendar_of,
    day_number,
    day_text,
    named_days,
)
from builder.runtime.work import Work


def working_calendar(work: Work) -> WorkingCalendar:
    """Return the calendar by which working days and hours are counted."""
    settings = work.model.settings
    year = _this_year(work)
    key = ("working_calendar", year)
    found: WorkingCalendar | None = work.catalog.plans.get(key)
    if found is None:
        days = named_days(exceptions_of(work))
        found = work.catalog.plans[key] = calendar_of(settings.get("calendar", {}), days, work.model.time_zone)
    return found


def exceptions_of(work: Work) -> list[dict[str, Any]]:
    """Return the days that differ from the weekly pattern, in order: date, works, label, and how it was filled in.

    Where nobody has set the calendar yet they are the holidays of the workspace's region, of last, this and next year.
    """
    settings = work.model.settings
    written = settings.get("calendar", {}).get("exceptions")
    if written is not None:
        return [_written(day, one) for day, one in sorted(named_days(written).items())]
    year, region = _this_year(work), str(settings.get("region", HOME))
    return [_written(day, one) for each in (year - 1, year, year + 1) for day, one in holidays_of(region, each).items()]


def _written(day: int, one: NamedDay) -> dict[str, Any]:
    return {"date": day_text(day), "works": one.works, "label": dict(one.label), "filled": one.filled or None}


def _this_year(work: Work) -> int:
    return int(day_text(today(work.moment))[:4])


def calendar_year(work: Work, year: int) -> dict[str, Any]:
    """Return a year of the working calendar: the weekly pattern, the days that are named, and how many are worked."""
    calendar = working_calendar(work)
    first, end = day_number(f"{year:04}-01-01"), day_number(f"{year + 1:04}-01-01")
    named = sorted(day for day in calendar.days if first <= day < end)
    return {
        "year": year,
        "work_days": sorted(calendar.work_days),
        "hours": [{"from": _clock(start), "to": _clock(until)} for start, until in calendar.hours],
        "days": [{**_written(day, calendar.days[day]), "reason": calendar.reason(day).code} for day in named],
        "working_days": sum(calendar.is_working_day(day) for day in range(first, end)),
        "provisional": any(calendar.days[day].filled == "provisional" for day in named),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
