"""Working time: which days and hours count as work, and how far apart two moments are in it.

Days are counted since 1970-01-01, moments in microseconds since then in UTC. An hour counts as work where the clock on
the wall shows it: one that clocks skip in spring is not there, one that they repeat in autumn is there twice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from builder.metadata.relative import DAY, EPOCH_DAY, FIRST_DAY, LAST_DAY, day_of
from builder.metadata.values import Label
from builder.metadata.wall_clock import FURTHEST, stretches

MINUTE = 60_000_000
USUAL_DAYS = (1, 2, 3, 4, 5)
USUAL_HOURS = ({"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"})
"""What a workspace works that says nothing else."""
WEEK = 7

Span = tuple[int, int]
"""From a moment up to, but without, another."""


@dataclass(frozen=True)
class NamedDay:
    """A day on which a calendar says by itself whether it is one of work."""

    works: bool
    label: Label = field(default_factory=dict)
    filled: str = ""
    """official or provisional where it was filled in for a region; empty where a person set it."""


@dataclass(frozen=True)
class Reason:
    """Whether a day is one of work, and why: work_day, day_off, holiday or make_up_day."""

    works: bool
    code: str
    label: Label = field(default_factory=dict)
    """What a named day is called."""


@dataclass(frozen=True)
class WorkingCalendar:
    """A weekly pattern with named days that differ from it.

    Raises ValueError without a weekday or without hours of work: counting could never end.
    """

    work_days: frozenset[int]
    """ISO weekdays: 1 Monday … 7 Sunday."""
    hours: tuple[Span, ...]
    """Minutes of the day, from and to, in order and apart from each other."""
    days: Mapping[int, NamedDay]
    time_zone: str

    def __post_init__(self) -> None:
        if not self.work_days or not self.hours:
            raise ValueError("a calendar needs a weekday and hours of work")

    def reason(self, day: int) -> Reason:
        """Return whether a day is one of work, and why."""
        usual = weekday(day) in self.work_days
        named = self.days.get(day)
        if named is None:
            return Reason(usual, "work_day" if usual else "day_off")
        if named.works:
            return Reason(True, "work_day" if usual else "make_up_day", named.label)
        return Reason(False, "holiday", named.label)

    def is_working_day(self, day: int) -> bool:
        """Whether a day is one of work."""
        named = self.days.get(day)
        return named.works if named is not None else weekday(day) in self.work_days

    def next_working_day(self, day: int) -> int:
        """Return the first working day after a day; the last day there is, where none comes."""
        return self._step(day, 1)

    def previous_working_day(self, day: int) -> int:
        """Return the last working day before a day; the first day there is, where none was."""
        return self._step(day, -1)

    def add_working_days(self, day: int, count: int) -> int:
        """Return the day that is ``count`` working days after a day, or before it where negative.

        The day itself does not count, whatever it is; nought working days lead to itself.
        """
        step, left = (1, count) if count >= 0 else (-1, -count)
        while left and FIRST_DAY < day < LAST_DAY:
            weeks = min((left - 1) // len(self.work_days), self._plain_weeks(day, step))
            if weeks:
                day, left = day + step * weeks * WEEK, left - weeks * len(self.work_days)
            day, left = self._step(day, step), left - 1
        return day

    def add_working_time(self, moment: int, minutes: int) -> int:
        """Return the first moment by which ``minutes`` of work have passed since a moment.

        Negative minutes lead back: to the last moment from which so much work passes up to the one given. At the end
        of time that end is returned.
        """
        left = abs(minutes) * MINUTE
        if not left:
            return moment
        for start, end in self._spans_after(moment) if minutes > 0 else self._spans_before(moment):
            if end - start >= left:
                return start + left if minutes > 0 else end - left
            left -= end - start
        return (LAST_DAY if minutes > 0 else FIRST_DAY + 1) * DAY

    def working_minutes_between(self, start: int, end: int) -> int:
        """Return how many whole minutes of work lie between two moments; negative where the second comes first."""
        if end < start:
            return -self.working_minutes_between(end, start)
        found = 0
        for begins, ends in self._spans_after(start):
            if begins >= end:
                break
            found += min(ends, end) - begins
        return found // MINUTE

    def spans(self, day: int) -> list[Span]:
        """Return when there is work on a day, as moments in order."""
        if not self.is_working_day(day) or not FIRST_DAY + 1 < day < LAST_DAY - 1:
            return []
        return list(_spans(self.time_zone, self.hours, day))

    def _spans_after(self, moment: int) -> Iterator[Span]:
        """Yield what is left of spans of work from a moment on; clocks set back at midnight may mix two days."""
        waiting: list[Span] = []
        for day in range(_inside(day_of(moment, self.time_zone) - 1), LAST_DAY):
            waiting = sorted([*waiting, *self.spans(day)])
            while waiting and waiting[0][0] < (day + 1) * DAY - FURTHEST:
                start, end = waiting.pop(0)
                if end > moment:
                    yield max(start, moment), end

    def _spans_before(self, moment: int) -> Iterator[Span]:
        waiting: list[Span] = []
        for day in range(_inside(day_of(moment, self.time_zone) + 1), FIRST_DAY, -1):
            waiting = sorted([*waiting, *self.spans(day)])
            while waiting and waiting[-1][1] >= day * DAY + FURTHEST:
                start, end = waiting.pop()
                if start < moment:
                    yield start, min(end, moment)

    def _step(self, day: int, step: int) -> int:
        while FIRST_DAY < day < LAST_DAY:
            day += step
            if self.is_working_day(day):
                return day
        return min(max(day, FIRST_DAY), LAST_DAY)

    def _plain_weeks(self, day: int, step: int) -> int:
        """Return how many whole weeks from a day on hold no named day."""
        known = self._known
        at = bisect_right(known, day) if step > 0 else bisect_left(known, day) - 1
        end = LAST_DAY if step > 0 else FIRST_DAY
        border = known[at] if 0 <= at < len(known) else end
        return max(0, (border - day) * step - 1) // WEEK

    @cached_property
    def _known(self) -> list[int]:
        return sorted(self.days)


def weekday(day: int) -> int:
    """Return the ISO weekday of a day: 1 Monday … 7 Sunday."""
    return (day + 3) % WEEK + 1


def minute_of(text: str) -> int:
    """Return the minute of the day that ``09:30`` stands for; ``24:00`` is its end."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def calendar_of(written: Mapping[str, Any], days: Mapping[int, NamedDay], time_zone: str) -> WorkingCalendar:
    """Return the calendar that settings describe, with its named days.

    Where the settings leave the weekly pattern open, or say that nobody ever works, the usual one holds.
    """
    hours = sorted(hours_of(written.get("hours") or USUAL_HOURS))
    return WorkingCalendar(frozenset(written.get("work_days") or USUAL_DAYS), tuple(hours), days, time_zone)


def hours_of(written: Sequence[Mapping[str, str]]) -> Iterator[Span]:
    """Yield hours of work as minutes of the day."""
    return ((minute_of(one["from"]), minute_of(one["to"])) for one in written)


def named_days(written: Sequence[Mapping[str, Any]]) -> dict[int, NamedDay]:
    """Return the days that settings name, by day; the last one holds where a date occurs twice."""
    return {
        day_number(one["date"]): NamedDay(one["works"], one.get("label", {}), one.get("filled", ""))
        for one in written
        if is_day(one["date"])
    }


def is_day(text: str) -> bool:
    """Whether a text is a day such as ``2026-10-01``."""
    try:
        return day_text(day_number(text)) == text
    except ValueError:
        return False


def day_number(text: str) -> int:
    """Return a day written ``2026-10-01``, since 1970-01-01. Raises ValueError for what is none."""
    return date.fromisoformat(text).toordinal() - EPOCH_DAY


def day_text(day: int) -> str:
    """Return a day as ``2026-10-01``."""
    return date.fromordinal(day + EPOCH_DAY).isoformat()


@lru_cache(maxsize=4_096)
def _spans(zone: str, hours: tuple[Span, ...], day: int) -> tuple[Span, ...]:
    found = [
        (max(start, day * DAY + begins * MINUTE - ahead), min(end, day * DAY + ends * MINUTE - ahead))
        for start, end, ahead in stretches(zone, day * DAY - FURTHEST, (day + 1) * DAY + FURTHEST)
        for begins, ends in hours
    ]
    return tuple(sorted(span for span in found if span[0] < span[1]))


def _inside(day: int) -> int:
    return min(max(day, FIRST_DAY + 1), LAST_DAY - 1)
