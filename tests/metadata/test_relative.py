from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.conditions import Relative
from builder.metadata.definitions import Field
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.relative import (
    DAY,
    EPOCH_DAY,
    FIRST_DAY,
    LAST_DAY,
    Moment,
    Span,
    default_unit,
    period_of,
    resolve_relative,
    shift_day,
    start_of_day,
    today,
)

ON = Field("f_on", "on", FIELD_TYPES["date"], {})
AT = Field("f_at", "at", FIELD_TYPES["datetime"], {})
CLOCK = Field("f_clock", "clock", FIELD_TYPES["time"], {})
WHO = Field("f_who", "who", FIELD_TYPES["user"], {})
TEXT = Field("f_text", "text", FIELD_TYPES["text"], {})


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - EPOCH_DAY


def at(text: str, zone: str = "UTC", fold: int = 0) -> int:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(local.astimezone(UTC).timestamp()) * 1_000_000


def moment(text: str, zone: str = "Asia/Shanghai", **more: Any) -> Moment:
    """A moment by the wall clock of its zone."""
    return Moment(at(text, zone), zone, **more)


def test_today_is_that_of_the_workspace() -> None:
    late = Moment(at("2024-03-01T20:00", "UTC"), "Asia/Shanghai")
    assert today(late) == day("2024-03-02")
    assert today(Moment(late.now, "America/New_York")) == day("2024-03-01")


@pytest.mark.parametrize(
    ("name", "offset", "unit", "now", "expected"),
    [
        ("today", 0, "day", "2024-03-15T12:00", "2024-03-15"),
        ("today", -15, "day", "2024-03-15T12:00", "2024-02-29"),
        ("today", 1, "month", "2024-01-31T12:00", "2024-02-29"),
        ("today", 1, "month", "2023-01-31T12:00", "2023-02-28"),
        ("today", -1, "month", "2024-03-31T12:00", "2024-02-29"),
        ("today", 1, "quarter", "2024-11-30T12:00", "2025-02-28"),
        ("today", 1, "year", "2024-02-29T12:00", "2025-02-28"),
        ("today", -2, "week", "2024-01-05T12:00", "2023-12-22"),
        ("today", 13, "hour", "2024-03-15T12:00", "2024-03-16"),
        ("now", -1, "day", "2024-03-15T00:30", "2024-03-14"),
        ("now", -31, "minute", "2024-03-15T00:30", "2024-03-14"),
    ],
)
def test_a_day_on_a_date_field(name: str, offset: int, unit: str, now: str, expected: str) -> None:
    assert resolve_relative(Relative(name, offset, unit), ON, moment(now)) == day(expected)


@pytest.mark.parametrize(
    ("name", "offset", "unit", "week_start", "start", "end"),
    [
        ("this_week", 0, "week", 1, "2024-03-11", "2024-03-18"),
        ("this_week", 0, "week", 7, "2024-03-10", "2024-03-17"),
        ("this_week", 0, "week", 6, "2024-03-09", "2024-03-16"),
        ("this_week", -1, "week", 1, "2024-03-04", "2024-03-11"),
        ("this_week", 1, "day", 1, "2024-03-11", "2024-03-18"),
        ("this_month", 0, "month", 1, "2024-03-01", "2024-04-01"),
        ("this_month", -1, "month", 1, "2024-02-01", "2024-03-01"),
        ("this_quarter", 0, "quarter", 1, "2024-01-01", "2024-04-01"),
        ("this_quarter", 1, "quarter", 1, "2024-04-01", "2024-07-01"),
        ("this_year", -1, "year", 1, "2023-01-01", "2024-01-01"),
    ],
)
def test_a_period_is_half_open_on_dates_and_on_moments(
    name: str, offset: int, unit: str, week_start: int, start: str, end: str
) -> None:
    when = moment("2024-03-15T12:00", week_start=week_start)
    relative = Relative(name, offset, unit)
    assert resolve_relative(relative, ON, when) == Span((day(start), day(end)))
    zone = when.time_zone
    assert resolve_relative(relative, AT, when) == Span((at(f"{start}T00:00", zone), at(f"{end}T00:00", zone)))


def test_today_on_a_datetime_is_as_long_as_the_day_is() -> None:
    hours = {"2024-03-10": 23, "2024-11-03": 25, "2024-06-01": 24}
    for text, length in hours.items():
        low, high = resolve_relative(Relative("today"), AT, moment(f"{text}T12:00", "America/New_York"))
        assert high - low == length * 3_600_000_000


def test_a_day_without_midnight_begins_when_its_clocks_do() -> None:
    zone = "America/Sao_Paulo"  # 2018-11-04 began at 01:00
    assert start_of_day(day("2018-11-04"), zone) == at("2018-11-04T01:00", zone)
    assert start_of_day(day("2018-11-04"), zone) - start_of_day(day("2018-11-03"), zone) == DAY


def test_hours_pass_exactly_and_days_keep_the_clock() -> None:
    before = moment("2024-03-09T12:00", "America/New_York")  # clocks go forward in the night
    assert resolve_relative(Relative("now", 24, "hour"), AT, before) == at("2024-03-10T13:00", "America/New_York")
    assert resolve_relative(Relative("now", 1, "day"), AT, before) == at("2024-03-10T12:00", "America/New_York")


def test_now_on_a_datetime_and_on_a_time_of_day() -> None:
    when = moment("2024-03-15T12:30:05")
    assert resolve_relative(Relative("now"), AT, when) == when.now
    assert resolve_relative(Relative("now", -90, "minute"), AT, when) == when.now - 90 * 60_000_000
    assert resolve_relative(Relative("now"), CLOCK, when) == 12 * 3600 + 30 * 60 + 5


@pytest.mark.parametrize(
    ("precision", "expected"), [("month", "2024-05-01"), ("quarter", "2024-04-01"), ("year", "2024-01-01")]
)
def test_today_is_as_coarse_as_the_field(precision: str, expected: str) -> None:
    coarse = Field("f_on", "on", FIELD_TYPES["date"], {}, settings={"precision": precision})
    assert resolve_relative(Relative("today"), coarse, moment("2024-05-15T12:00")) == day(expected)
    low, high = resolve_relative(Relative("this_month"), coarse, moment("2024-05-15T12:00"))
    assert low == day(expected)
    assert high == day("2024-06-01")


def test_people_and_departments() -> None:
    when = moment("2024-05-15T12:00", user=7, department=3, departments=(3, 4), subordinates=(8, 9))
    answers = {"me": 7, "my_department": 3, "my_departments": [3, 4], "my_subordinates": [8, 9]}
    for name, expected in answers.items():
        assert resolve_relative(Relative(name), WHO, when) == expected


def test_what_does_not_fit_a_field_equals_nothing() -> None:
    when = moment("2024-05-15T12:00")
    assert resolve_relative(Relative("today"), TEXT, when) is None
    assert resolve_relative(Relative("today"), CLOCK, when) is None


def test_an_offset_without_a_unit_counts_in_the_period_itself() -> None:
    assert [default_unit(name) for name in ("today", "now", "this_week", "this_year")] == ["day", "day", "week", "year"]


UNITS = ["minute", "hour", "day", "week", "month", "quarter", "year"]
NAMES = ["today", "now", "this_week", "this_month", "this_quarter", "this_year"]
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)).map(lambda found: at(found.isoformat()))  # noqa: DTZ001
zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"])


@given(instants, zones, st.sampled_from(NAMES), st.integers(-100_000, 100_000), st.sampled_from(UNITS))
def test_every_offset_has_an_answer(now: int, zone: str, name: str, offset: int, unit: str) -> None:
    when = Moment(now, zone)
    for field in (ON, AT):
        found = resolve_relative(Relative(name, offset, unit), field, when)
        if isinstance(found, Span):
            assert found[0] <= found[1]
        else:
            assert isinstance(found, int)


@given(
    st.integers(FIRST_DAY, LAST_DAY), st.sampled_from(["day", "week", "month", "quarter", "year"]), st.integers(1, 7)
)
def test_a_period_holds_its_day(today_is: int, unit: str, week_start: int) -> None:
    low, high = period_of(today_is, unit, week_start)
    assert low <= today_is < high
    assert unit != "week" or (low + 3) % 7 + 1 == week_start


@given(st.integers(-700_000, 2_900_000), st.integers(-50, 50), st.sampled_from(["month", "quarter", "year"]))
def test_a_shift_by_months_keeps_the_day_or_takes_the_months_last(start: int, offset: int, unit: str) -> None:
    before = date.fromordinal(start + EPOCH_DAY)
    after = date.fromordinal(shift_day(start, offset, unit) + EPOCH_DAY)
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * offset
    assert after.year * 12 + after.month == before.year * 12 + before.month + months
    next_day = date.fromordinal(after.toordinal() + 1)
    assert after.day == before.day or (after.day < before.day and next_day.day == 1)


@given(st.integers(-30_000, 60_000), zones)
def test_days_follow_each_other_without_gap(number: int, zone: str) -> None:
    start = start_of_day(number, zone)
    skipped = zone == "Pacific/Apia" and number == day("2011-12-30")
    assert skipped or today(Moment(start, zone)) == number
    assert today(Moment(start - 1, zone)) < number or skipped
