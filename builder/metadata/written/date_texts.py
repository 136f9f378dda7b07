"""Reads dates, moments and times of day the way people and programs write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

from builder.metadata.written.number_texts import normal_width

ORDERS = ("ymd", "mdy", "dmy")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = 60
CENTURY_TURNS_AT = 69
"""Two-digit years up to 68 are 20xx, the others 19xx (source: POSIX strptime)."""
_CLOCK = (
    r"(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<hour>\d{1,2})(?:(?P<hour_mark>[:时点])(?P<minute>\d{1,2})?(?:[:分](?P<second>\d{1,2})?"
    r"(?:[.,](?P<fraction>\d{1,9}))?秒?)?)?分?\s*(?P<meridiem>[AaPp]\.?[Mm]\.?)?"
)
CLOCK = re.compile(rf"{_CLOCK}$")
MOMENT = re.compile(
    rf"(?P<date>.+?\D?)(?:\s+|T|(?<=日))\s*(?P<clock>{_CLOCK})\s*(?P<zone>Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?$"
)
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
"""What programs write, and most of what is in files."""
YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?:(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})|年\s*(?P<m2>\d{1,2})月\s*(?P<d2>\d{1,2})[日号]?)$"
)
_ERA_DATE = (
    r"(?:(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})|年\s*(?P<m2>\d{1,2})月\s*(?P<d2>\d{1,2})[日号號]?)$"
)
TAIWANESE = re.compile(rf"(?:中[華华])?民[國国]\s*(?P<before>前)?\s*(?P<y>元|\d{{1,3}}){_ERA_DATE}")
BARE_TAIWANESE = re.compile(rf"(?P<y>[01]\d\d){_ERA_DATE}")
"""A year of three digits: of Taiwan where that is known, else of nobody knows which calendar."""
YEAR_BEFORE_TAIWAN = 1911
COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$")
THREE = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})$")
NAMED_MONTH = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[-\s/.]*(?P<m>[A-Za-z]{3,9})\.?|(?P<m2>[A-Za-z]{3,9})\.?[-\s/]*(?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r"[-\s,/.]+(?P<y>\d{4}|\d{2})$"
)


def parse_date_text(text: str, order: str = "ymd", taiwanese: bool = False) -> date | None:
    """Return the date that the whole text is, or None; a midnight after it is ignored.

    ``order`` decides for texts such as 1/2/24 only: "ymd", "mdy" or "dmy". With "ymd", 1/2/2024 is no date.
    ``taiwanese`` reads 113/1/2 as of the year 113 of Taiwan, which is 2024; 民國113年1月2日 is read so anyway.
    """
    moment = parse_datetime_text(text, order, taiwanese)
    if moment is None or (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0):
        return None
    return moment.date()


def parse_datetime_text(text: str, order: str = "ymd", taiwanese: bool = False) -> datetime | None:
    """Return the moment that the whole text is, midnight when it has no time; aware when it names its offset.

    ``order`` and ``taiwanese`` as for ``parse_date_text``.
    """
    if len(text) > LONGEST:
        return None
    if ISO.fullmatch(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    plain = normal_width(text).strip()
    day = _date_of(plain, order, taiwanese)
    if day:
        return datetime.combine(day, time())
    match = MOMENT.match(plain)
    if not match:
        return None
    day = _date_of(match["date"].strip(), order, taiwanese)
    clock = _time_of(match)
    if day is None or clock is None:
        return None
    return datetime.combine(day, clock, _zone(match["zone"]))


def parse_time_text(text: str) -> time | None:
    """Return the time of day that the whole text is (8:30, 08:30:00, 下午3:05, 3:05 PM), or None."""
    match = CLOCK.match(normal_width(text).strip()) if len(text) <= LONGEST else None
    return _time_of(match) if match else None


def day_and_month(text: str) -> tuple[int, int] | None:
    """Return the first two numbers of a date such as 1/2/2024 whose order is open, or None for any other text."""
    plain = normal_width(text[:LONGEST]).strip()
    match = THREE.match(re.split(r"[\sT]", plain, maxsplit=1)[0])
    return (int(match["a"]), int(match["b"])) if match else None


def is_perhaps_taiwanese(text: str) -> bool:
    """Whether a text is a date, or a moment, only if its year is one of Taiwan."""
    return parse_datetime_text(text) is None and parse_datetime_text(text, taiwanese=True) is not None


def _date_of(text: str, order: str, taiwanese: bool) -> date | None:
    match = TAIWANESE.match(text) or (BARE_TAIWANESE.match(text) if taiwanese else None)
    if match:
        return _of_taiwan(match.groupdict())
    for pattern in (YEAR_FIRST, COMPACT):
        match = pattern.match(text)
        if match:
            parts = match.groupdict()
            return _date(match["y"], parts["m"] or parts["m2"], parts["d"] or parts["d2"])
    match = THREE.match(text)
    if match:
        return _ordered(match["a"], match["b"], match["c"], order)
    match = NAMED_MONTH.match(text)
    if match:
        name = (match["m"] or match["m2"])[:3].lower()
        if name in MONTHS:
            return _date(match["y"], MONTHS.index(name) + 1, match["d"] or match["d2"])
    return None


def _of_taiwan(parts: dict[str, str | None]) -> date | None:
    """Return a date by the calendar of Taiwan, whose year 1 (元年) is 1912; 民國前1年 is the year before it."""
    number = 1 if parts["y"] == "元" else int(parts["y"] or 0)
    year = YEAR_BEFORE_TAIWAN + 1 - number if parts.get("before") else YEAR_BEFORE_TAIWAN + number
    return _date(f"{year:04}", parts["m"] or parts["m2"] or "", parts["d"] or parts["d2"] or "") if number else None


def _ordered(first: str, second: str, third: str, order: str) -> date | None:
    if order == "ymd":
        return _date(first, second, third) if len(third) == 2 and len(first) == 2 else None
    return _date(third, first, second) if order == "mdy" else _date(third, second, first)


def _date(year: str, month: str | int, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < CENTURY_TURNS_AT else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _time_of(match: re.Match[str]) -> time | None:
    if not (match["hour_mark"] or match["meridiem"] or match["half"]):
        return None
    hour = int(match["hour"])
    later = (match["meridiem"] or "").lower().startswith("p") or match["half"] in {"下午", "晚上"}
    earlier = (match["meridiem"] or "").lower().startswith("a") or match["half"] in {"上午", "凌晨"}
    if later and hour < 12:
        hour += 12
    if earlier and hour == 12:
        hour = 0
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0), microsecond)
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if not text[-1].isdigit():
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
