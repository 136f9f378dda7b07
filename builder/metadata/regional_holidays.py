"""Holidays of a region, as the library ``holidays`` knows them: days off, and days on which their work is made up for.

China's government announces each autumn which days of the next year are off and which weekends are worked for them;
a year that is not announced yet holds the days of the law alone and is provisional. Its announcements count the
weekends that holidays touch, so these are named as well: who works on Saturdays has them off.
Source: 全国年节及纪念日放假办法, and the yearly notices of the State Council.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.metadata.relative import EPOCH_DAY
from builder.metadata.values import Label
from builder.metadata.working_time import NamedDay

if TYPE_CHECKING:
    from holidays import HolidayBase

ANNOUNCED_YEARLY = "CN"
MAKE_UP: Label = {"zh-CN": "调休上班", "zh-TW": "調休上班", "en": "Make-up working day"}
_LANGUAGES = {"zh-CN": ("zh_CN", "zh_TW"), "zh-TW": ("zh_TW", "zh_HK"), "en": ("en_US", "en_GB")}
"""Language of the product → those of the library, the better one first."""
_WITHOUT_NAME = ("Day off", "(observed)", "Chinese New Year's Eve")
"""How English names of days tell that they are off for the sake of another day, and belong to it when announced."""
_ESTIMATED = "(estimated)"
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=256)
def holidays_of(region: str, year: int) -> Mapping[int, NamedDay]:
    """Return the named days of a year in a region (ISO 3166), by day; none where nothing is known of it."""
    found = _known(region, year)
    if found is None:
        return {}
    names = _names(region, year, found)
    if region == ANNOUNCED_YEARLY:
        names = _with_weekends(names, found.weekend_workdays)
    provisional = region == ANNOUNCED_YEARLY and year > max(found.special_public_holidays)
    named = {day: NamedDay(False, label, _state(label, provisional)) for day, label in names.items()}
    for day in found.weekend_workdays:
        named[day] = NamedDay(True, MAKE_UP, "official")
    return {day.toordinal() - EPOCH_DAY: one for day, one in sorted(named.items()) if day.year == year}


def _known(region: str, year: int, language: str | None = None) -> HolidayBase | None:
    from holidays import country_holidays

    try:
        return country_holidays(region, years=(year, year + 1), language=language)
    except NotImplementedError:
        return None


def _names(region: str, year: int, found: HolidayBase) -> dict[date, Label]:
    """Return what days are called in each language that the library has for the region."""
    names: dict[date, dict[str, str]] = {day: {} for day in found}
    for language, candidates in _LANGUAGES.items():
        spoken = next((one for one in candidates if one in found.supported_languages), None)
        told: Mapping[date, str] = (_known(region, year, spoken) if spoken else None) or {}
        for day in names.keys() & told.keys():
            names[day][language] = str(told[day])
    return {day: label or {"en": str(found[day])} for day, label in names.items()}


def _with_weekends(names: Mapping[date, Label], worked: set[date]) -> dict[date, Label]:
    """Add the weekends that holidays touch; days that are off for the sake of another are called like it."""
    days = set(names)
    for day in names:
        for step in (_ONE_DAY, -_ONE_DAY):
            beside = day + step
            while beside.weekday() >= _SATURDAY and beside not in worked and beside not in days:
                days.add(beside)
                beside += step
    return {day: _own_or_neighbour(day, names, days) for day in days}


def _own_or_neighbour(day: date, names: Mapping[date, Label], days: set[date]) -> Label:
    """Return the name of a day, of the day before it, or of the one after it, as far as these are off."""
    for step in (-_ONE_DAY, _ONE_DAY):
        at = day
        while at in days:
            if at in names and not any(sign in names[at]["en"] for sign in _WITHOUT_NAME):
                return names[at]
            at += step
    return names[day]


def _state(label: Label, provisional: bool) -> str:
    return "provisional" if provisional or _ESTIMATED in label.get("en", "") else "official"
