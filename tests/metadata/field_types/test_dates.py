"""Dates, points in time, times of day, lengths of time and ranges of dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TextFormat
from builder.metadata.relative import FIRST_MOMENT, LAST_MOMENT
from builder.metadata.values import BadValue
from tests.metadata.field_types.fields import FORMATS, field

DAY, MONTH, QUARTER, YEAR = (field("date", precision=each) for each in ("day", "month", "quarter", "year"))
AT = field("datetime")


@pytest.mark.parametrize(
    ("one", "raw", "out"),
    [
        (DAY, "2024-02-29", "2024-02-29"),
        (MONTH, "2024-02-29", "2024-02"),
        (QUARTER, "2024-05-15", "2024-Q2"),
        (QUARTER, "2024-Q4", "2024-Q4"),
        (YEAR, "2024-05", "2024"),
    ],
)
def test_a_date_comes_out_as_precise_as_its_field(one: Field, raw: str, out: str) -> None:
    assert one.type.dump(one.type.parse(raw, one), one) == out


def test_a_coarse_date_is_kept_as_its_first_day() -> None:
    first = DAY.type.parse("2024-04-01", DAY)
    assert QUARTER.type.parse("2024-Q2", QUARTER) == first
    assert MONTH.type.parse("2024-04", MONTH) == first


@pytest.mark.parametrize(
    "raw",
    [
        "2023-02-29",
        "2024-13-01",
        "2024-W01-1",
        "20240229",
        "24-02-29",
        "2024/02/29",
        "2024-Q5",
        "0000-01-01",
        20240229,
        True,
        ["2024-02-29"],
        "２０２４-02-29",
        "2024-02-29T00:00:00Z",
        "2024-2-9",
        "today",
    ],
)
def test_what_is_no_date_is_refused(raw: Any) -> None:
    with pytest.raises(BadValue, match="not_a_date"):
        DAY.type.parse(raw, DAY)


@pytest.mark.parametrize(
    ("one", "raw", "code"),
    [
        (DAY, "2024-02", "not_a_date"),
        (DAY, "2024-Q1", "not_a_date"),
        (DAY, "2024", "not_a_date"),
        (MONTH, "2024", "not_a_month"),
        (MONTH, "2024-Q1", "not_a_month"),
        (MONTH, "soon", "not_a_month"),
        (QUARTER, "2024", "not_a_quarter"),
        (YEAR, "24", "not_a_year"),
    ],
)
def test_what_is_coarser_than_a_field_is_no_value_of_it_and_nothing_to_compare_it_with(
    one: Field, raw: str, code: str
) -> None:
    for read in (one.type.parse, one.type.parse_operand):
        with pytest.raises(BadValue, match=code):
            read(raw, one)


def test_a_date_keeps_to_its_limits() -> None:
    bounded = field("date", min="2024-01-01", max="2024-12-31")
    for raw, code in (("2023-12-31", "too_early"), ("2025-01-01", "too_late")):
        with pytest.raises(BadValue, match=code):
            bounded.type.parse(raw, bounded)
    assert bounded.type.parse_operand("1999-01-01", bounded) is not None


@pytest.mark.parametrize(
    ("one", "text", "order", "out"),
    [
        (DAY, "2024年2月29日", "ymd", "2024-02-29"),
        (DAY, "2024/2/9", "ymd", "2024-02-09"),
        (DAY, "1/2/2024", "dmy", "2024-02-01"),
        (DAY, "1/2/2024", "mdy", "2024-01-02"),
        (DAY, "29 Feb 2024", "ymd", "2024-02-29"),
        (DAY, "20240229", "ymd", "2024-02-29"),
        (MONTH, "2024年3月", "ymd", "2024-03"),
        (MONTH, "3/2024", "mdy", "2024-03"),
        (QUARTER, "2024Q2", "ymd", "2024-Q2"),
        (QUARTER, "2024年第二季度", "ymd", "2024-Q2"),
        (QUARTER, "2024年4季度", "ymd", "2024-Q4"),
        (YEAR, "2024年", "ymd", "2024"),
        (YEAR, "2024", "ymd", "2024"),
    ],
)
def test_a_date_is_read_as_people_write_it(one: Field, text: str, order: str, out: str) -> None:
    assert one.type.dump(one.type.parse_text(text, one, TextFormat(date_order=order)), one) == out


@pytest.mark.parametrize(
    ("one", "text", "code"),
    [
        (DAY, "1/2/2024", "not_a_date"),
        (DAY, "2024", "not_a_date"),
        (MONTH, "2024", "not_a_month"),
        (QUARTER, "2024Q5", "not_a_quarter"),
        (MONTH, "2024-13", "not_a_month"),
    ],
)
def test_a_date_that_is_open_to_doubt_is_refused(one: Field, text: str, code: str) -> None:
    with pytest.raises(BadValue, match=code):
        one.type.parse_text(text, one, TextFormat())


@given(st.dates(), st.sampled_from(FORMATS))
def test_every_day_is_written_and_read_back(day: date, how: TextFormat) -> None:
    value = DAY.type.parse(day.isoformat(), DAY)
    assert DAY.type.parse_text(DAY.type.to_text(value, DAY, how), DAY, how) == value


@pytest.mark.parametrize(
    ("raw", "out"),
    [
        ("2024-02-29T08:30:00Z", "2024-02-29T08:30:00Z"),
        ("2024-02-29t08:30:00z", "2024-02-29T08:30:00Z"),
        ("2024-02-29T08:30:00+08:00", "2024-02-29T00:30:00Z"),
        ("2024-02-29T08:30:00.25Z", "2024-02-29T08:30:00.250000Z"),
        ("1969-12-31T23:59:59-01:00", "1970-01-01T00:59:59Z"),
    ],
)
def test_a_moment_comes_out_in_utc(raw: str, out: str) -> None:
    assert AT.type.dump(AT.type.parse(raw, AT), AT) == out


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2024-02-29T08:30:00", "time_zone_missing"),
        ("2024-02-30T08:30:00Z", "not_a_datetime"),
        ("2024-02-29", "not_a_datetime"),
        ("0001-01-01T00:00:00+23:59", "not_a_datetime"),
        ("9999-12-31T23:59:59-23:59", "not_a_datetime"),
        (1_709_195_400, "not_a_datetime"),
        (True, "not_a_datetime"),
        ("now", "not_a_datetime"),
    ],
)
def test_what_is_no_moment_is_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue, match=code):
        AT.type.parse(raw, AT)


@given(st.integers(FIRST_MOMENT, LAST_MOMENT))
def test_every_moment_goes_out_and_in(value: int) -> None:
    assert AT.type.parse(AT.type.dump(value, AT), AT) == value


@given(st.integers(0, 4_000_000_000).map(lambda second: second * 1_000_000), st.sampled_from(FORMATS))
def test_every_moment_is_written_on_the_wall_clock_and_read_back(value: int, how: TextFormat) -> None:
    """The hour that clocks show twice comes with its offset."""
    assert AT.type.parse_text(AT.type.to_text(value, AT, how), AT, how) == value


def test_both_of_the_doubled_hours_are_told_apart() -> None:
    how = TextFormat("en", "America/New_York", "ymd")
    texts = [AT.type.to_text(AT.type.parse(f"2024-11-03T{hour}:30:00Z", AT), AT, how) for hour in ("05", "06")]
    assert texts == ["2024-11-03 01:30-0400", "2024-11-03 01:30-0500"]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("2024-03-10 01:59", []),
        ("2024-03-10 02:30", ["time_skipped"]),
        ("2024/3/10 2:30 am", ["time_skipped"]),
        ("2024-03-10 03:00", []),
        ("2024-11-03 01:30", ["time_twice"]),
        ("2024-11-03 01:30-0500", []),
        ("2024-11-03 02:00", []),
        ("2024-07-01 02:30", []),
        ("0001-01-02 00:00", []),
        ("9999-12-30 00:00", []),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_doubtful(text: str, doubts: list[str]) -> None:
    how = TextFormat("en", "America/New_York", "ymd")
    assert AT.type.doubts(text, AT.type.parse_text(text, AT, how), AT, how) == doubts


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("2024-02-29 08:30", "2024-02-29T00:30:00Z"),
        ("2024年2月29日 下午3:05", "2024-02-29T07:05:00Z"),
        ("2024-02-29T08:30:00Z", "2024-02-29T08:30:00Z"),
        ("2024-02-29", "2024-02-28T16:00:00Z"),
    ],
)
def test_a_moment_is_read_on_the_wall_clock_of_the_workspace(text: str, out: str) -> None:
    assert AT.type.dump(AT.type.parse_text(text, AT, TextFormat()), AT) == out


CLOCK, LENGTH = field("time"), field("duration")


@pytest.mark.parametrize("raw", ["24:00", "8:30", "08:60", "08:30:60", 830, "０8:30"])
def test_what_is_no_time_of_day_is_refused(raw: Any) -> None:
    with pytest.raises(BadValue, match="not_a_time"):
        CLOCK.type.parse(raw, CLOCK)


@pytest.mark.parametrize(
    ("text", "out"), [("8:30", "08:30:00"), ("下午3:05", "15:05:00"), ("3:05 PM", "15:05:00"), ("12:00:01", "12:00:01")]
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, out: str) -> None:
    assert CLOCK.type.dump(CLOCK.type.parse_text(text, CLOCK, TextFormat()), CLOCK) == out


@pytest.mark.parametrize(
    ("settings", "text", "seconds"),
    [
        ({}, "90", 5_400),
        ({"unit": "hour"}, "1.5", 5_400),
        ({}, "1:30", 5_400),
        ({}, "1:30:05", 5_405),
        ({}, "1小时30分", 5_400),
        ({}, "1h 30min", 5_400),
        ({}, "2 天", 172_800),
        ({}, "90秒", 90),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(settings: dict[str, Any], text: str, seconds: int) -> None:
    one = field("duration", **settings)
    assert one.type.parse_text(text, one, TextFormat()) == seconds


@pytest.mark.parametrize("text", ["long", "3 parsecs", "1:75", "h"])
def test_a_text_that_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        LENGTH.type.parse_text(text, LENGTH, TextFormat())


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01 ~ 2024-02-01",
        "2024/1/1-2024/2/1",
        "2024年1月1日至2024年2月1日",
        "2024-01-01 to 2024-02-01",
        "2024-01-01 - 2024-02-01",
    ],
)
def test_a_range_of_dates_is_read_as_people_write_it(text: str) -> None:
    span = field("date_range")
    assert span.type.dump(span.type.parse_text(text, span, TextFormat()), span) == {
        "start": "2024-01-01",
        "end": "2024-02-01",
    }


def test_a_range_of_dates_ends_after_it_starts() -> None:
    span = field("date_range")
    with pytest.raises(BadValue, match="range_reversed"):
        span.type.parse({"start": "2024-02-01", "end": "2024-01-01"}, span)
    assert span.type.parse({"start": "2024-02-01", "end": "2024-02-01"}, span)
