"""Working time against an oracle that looks at the clock on the wall once a minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.working_time import (
    MINUTE,
    NamedDay,
    WorkingCalendar,
    calendar_of,
    day_number,
    day_text,
    named_days,
    weekday,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFICE = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
CHINA = {
    "exceptions": [
        {"date": "2026-10-01", "works": False, "label": {"en": "National Day"}},
        {"date": "2026-10-02", "works": False, "label": {"en": "National Day"}},
        {"date": "2026-10-10", "works": True, "label": {"en": "Make-up day"}},
    ]
}


def at(text: str, zone: str = "Asia/Shanghai") -> int:
    """Return a moment written in local time."""
    return (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) - EPOCH) // timedelta(microseconds=1)


def office(zone: str = "Asia/Shanghai") -> WorkingCalendar:
    return calendar_of(CHINA, named_days(CHINA["exceptions"]), zone)


def test_a_day_says_why_it_is_one_of_work_or_not() -> None:
    calendar = office()
    told = {day: calendar.reason(day_number(day)) for day in ("2026-09-30", "2026-10-01", "2026-10-10", "2026-10-11")}
    assert [(one.works, one.code) for one in told.values()] == [
        (True, "work_day"), (False, "holiday"), (True, "make_up_day"), (False, "day_off"),
    ]  # fmt: skip
    assert told["2026-10-01"].label == {"en": "National Day"}


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-09-30", 1, "2026-10-05"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-09", 2, "2026-10-12"),
        ("2026-10-12", -2, "2026-10-09"),
        ("2026-10-12", -4, "2026-10-07"),
        ("2026-10-01", 0, "2026-10-01"),
        ("2026-01-01", 2_600, "2035-12-21"),  # 520 weeks, two holidays and one make-up day
    ],
)
def test_working_days_are_counted_past_holidays_and_weekends(start: str, count: int, expected: str) -> None:
    assert day_text(office().add_working_days(day_number(start), count)) == expected


def test_hours_of_work_run_on_after_lunch_and_after_the_holiday() -> None:
    calendar = office()
    assert calendar.add_working_time(at("2026-09-30T11:00"), 120) == at("2026-09-30T14:00")
    assert calendar.add_working_time(at("2026-09-30T17:30"), 60) == at("2026-10-05T09:30")
    assert calendar.add_working_time(at("2026-10-05T09:30"), -60) == at("2026-09-30T17:30")
    assert calendar.working_minutes_between(at("2026-09-30T00:00"), at("2026-10-12T00:00")) == (1 + 5 + 1) * 480
    assert calendar.working_minutes_between(at("2026-10-12T00:00"), at("2026-09-30T00:00")) == -(1 + 5 + 1) * 480


def test_an_hour_that_clocks_skip_is_no_hour_of_work_and_one_that_they_repeat_is_two() -> None:
    night = WorkingCalendar(frozenset({7}), ((0, 6 * 60),), {}, "Europe/Berlin")
    spring, autumn = day_number("2026-03-29"), day_number("2026-10-25")
    assert sum(end - start for start, end in night.spans(spring)) == 5 * 60 * MINUTE
    assert sum(end - start for start, end in night.spans(autumn)) == 7 * 60 * MINUTE


def test_a_calendar_without_any_work_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs a weekday"):
        WorkingCalendar(frozenset(), OFFICE, {}, "UTC")
    with pytest.raises(ValueError, match="needs a weekday"):
        WorkingCalendar(frozenset({1}), (), {}, "UTC")
    usual = calendar_of({"work_days": [], "hours": []}, {}, "UTC")
    assert (usual.work_days, usual.hours) == (frozenset({1, 2, 3, 4, 5}), OFFICE)


def test_counting_ends_at_the_end_of_time() -> None:
    calendar = office()
    last, first = day_number("9999-12-31"), day_number("0001-01-01")
    assert calendar.next_working_day(last) == last
    assert calendar.previous_working_day(first) == first
    assert calendar.add_working_days(last - 10, 10**9) == last
    assert calendar.add_working_days(first + 10, -(10**9)) == first
    assert calendar.add_working_time(last * 86_400 * 1_000_000, 600) == last * 86_400 * 1_000_000


ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut")
STARTS = st.sampled_from(("2026-03-27", "2026-10-23", "2026-10-03", "2006-10-27", "2026-03-06", "2026-07-01"))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingCalendar, int]:
    """Return a calendar, and the first of eight days around which it is asked."""
    first = day_number(draw(STARTS))
    borders = sorted(draw(st.sets(st.integers(0, 24 * 4), min_size=2, max_size=6)))
    hours = tuple((start * 15, end * 15) for start, end in zip(borders[::2], borders[1::2], strict=False))
    named = draw(st.dictionaries(st.integers(first - 2, first + 10), st.builds(NamedDay, st.booleans()), max_size=5))
    work_days = draw(st.frozensets(st.integers(1, 7), min_size=1))
    return WorkingCalendar(work_days, hours, named, draw(st.sampled_from(ZONES))), first


def worked(calendar: WorkingCalendar, minute: int) -> bool:
    """Whether the clock on the wall shows an hour of work at the beginning of a minute."""
    local = (EPOCH + timedelta(minutes=minute)).astimezone(ZoneInfo(calendar.time_zone))
    day = local.date().toordinal() - EPOCH.date().toordinal()
    named = calendar.days.get(day)
    works = named.works if named else weekday(day) in calendar.work_days
    return works and any(start <= local.hour * 60 + local.minute < end for start, end in calendar.hours)


@given(calendars(), st.integers(0, 7 * 1_440), st.integers(0, 7 * 1_440), st.integers(1, 3_000))
def test_minutes_are_those_that_the_clock_on_the_wall_shows(
    asked: tuple[WorkingCalendar, int], offset: int, other: int, amount: int
) -> None:
    calendar, first = asked
    base = first * 1_440
    flags = [worked(calendar, minute) for minute in range(base, base + 8 * 1_440)]
    low, high = sorted((offset, other))
    found = calendar.working_minutes_between((base + low) * MINUTE, (base + high) * MINUTE)
    assert found == sum(flags[low:high])

    work = [at for at in range(low, len(flags)) if flags[at]]
    if amount <= len(work):
        moved = calendar.add_working_time((base + low) * MINUTE, amount)
        assert moved == (base + work[amount - 1] + 1) * MINUTE
        back = calendar.add_working_time(moved, -amount)
        assert back == (base + work[0]) * MINUTE


@given(calendars(), st.integers(0, 8), st.integers(-40, 40))
def test_days_are_those_that_are_counted_one_by_one(
    asked: tuple[WorkingCalendar, int], offset: int, count: int
) -> None:
    calendar, first = asked
    day, left, step = first + offset, abs(count), 1 if count > 0 else -1
    while left:
        day += step
        left -= calendar.reason(day).works
    assert calendar.add_working_days(first + offset, count) == day
