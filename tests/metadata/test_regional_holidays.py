"""Holidays of regions: those that China's government announced, those that it will, and other countries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builder.metadata.regional_holidays import holidays_of
from builder.metadata.working_time import day_number, day_text

OFF_IN_2026 = {
    "元旦": ("01-01", "01-03"),
    "春节": ("02-15", "02-23"),
    "清明节": ("04-04", "04-06"),
    "劳动节": ("05-01", "05-05"),
    "端午节": ("06-19", "06-21"),
    "中秋节": ("09-25", "09-27"),
    "国庆节": ("10-01", "10-07"),
}
WORKED_IN_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_china_in_2026_is_as_the_state_council_announced_it() -> None:
    found = holidays_of("CN", 2026)
    off = {day_text(day)[5:]: one.label["zh-CN"] for day, one in found.items() if not one.works}
    expected: dict[str, str] = {}
    for name, (first, last) in OFF_IN_2026.items():
        day, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
        while day <= end:
            expected[day.isoformat()[5:]] = name
            day += timedelta(days=1)
    assert off == expected
    assert [day_text(day)[5:] for day, one in found.items() if one.works] == WORKED_IN_2026
    assert {one.filled for one in found.values()} == {"official"}
    assert found[day_number("2026-10-10")].label["zh-CN"] == "调休上班"


def test_a_year_that_is_not_announced_yet_is_provisional() -> None:
    found = holidays_of("CN", 2027)
    assert {one.filled for one in found.values()} == {"provisional"}
    assert not any(one.works for one in found.values())
    assert found[day_number("2027-10-01")].label == {
        "zh-CN": "国庆节", "zh-TW": "國慶節", "en": "National Day",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("region", "day", "label"),
    [
        ("US", "2026-07-04", "Independence Day"),
        ("TW", "2026-10-10", "國慶日"),
        ("HK", "2026-07-01", "香港特別行政區成立紀念日"),
        ("DE", "2026-10-03", "German Unity Day"),
    ],
)
def test_other_regions_have_their_own_days(region: str, day: str, label: str) -> None:
    named = holidays_of(region, 2026)[day_number(day)]
    assert label in named.label.values()
    assert (named.works, named.filled) == (False, "official")


def test_of_some_regions_and_years_nothing_is_known() -> None:
    assert holidays_of("ZZ", 2026) == {}
    assert holidays_of("CN", 2150) == {}
