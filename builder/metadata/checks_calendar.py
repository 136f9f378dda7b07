"""Checks of the working calendar in the settings: hours that make sense, days named once, and any work at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from builder.errors import Problem
from builder.metadata.working_time import is_day, minute_of

DAY_MINUTES = 24 * 60


def calendar_problems(calendar: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield why a calendar cannot be counted by: no work in it, hours that overlap, a date named twice."""
    if calendar.get("work_days") == []:
        yield Problem("work_days", "no_working_day")
    if calendar.get("hours") == []:
        yield Problem("hours", "no_working_hours")
    yield from _hours(calendar.get("hours", ()))
    seen: set[str] = set()
    for index, named in enumerate(calendar.get("exceptions", ())):
        if not is_day(named["date"]):
            yield Problem(f"exceptions.{index}.date", "not_a_date")
        if named["date"] in seen:
            yield Problem(f"exceptions.{index}.date", "repeated_date", params={"date": named["date"]})
        seen.add(named["date"])


def _hours(hours: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    known: list[tuple[int, int]] = []
    for index, one in enumerate(hours):
        start, end = minute_of(one["from"]), minute_of(one["to"])
        if max(start, end) > DAY_MINUTES:
            yield Problem(f"hours.{index}.{'to' if end > DAY_MINUTES else 'from'}", "not_a_time_of_day")
        elif start >= end:
            yield Problem(f"hours.{index}.to", "hours_reversed", params=dict(one))
        elif any(start < other_end and other_start < end for other_start, other_end in known):
            yield Problem(f"hours.{index}.from", "hours_overlap", params=dict(one))
        else:
            known.append((start, end))
