"""Settings: languages, zone, region, currency of a workspace, and the calendar by which it works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.api.answers import Answer
from builder.api.auth import Access
from builder.api.errors import problem_json
from builder.api.operations import Resource, Transaction
from builder.api.schemas import settings as shapes
from builder.designer import settings as use
from builder.errors import NotFound, Problem
from builder.runtime.work import Work
from builder.runtime.working_days import calendar_year

settings = Resource("settings", __name__, description="Settings of a workspace, and its working calendar.")
SETTINGS = "/w/<workspace>/settings"
YEAR = "/w/<workspace>/calendar/<number:year>"


@settings.operation("GET", SETTINGS, "getSettings", access=Access.BUILDER, answer=shapes.Settings)
def get_settings(work: Work) -> Answer:
    """Return the settings in force."""
    return _answer(use.settings_of(work))


@settings.operation(
    "PATCH",
    SETTINGS,
    "changeSettings",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=shapes.SettingsChange,
    answer=shapes.Settings,
    versioned=True,
)
def change_settings(work: Work, version: int, body: dict[str, Any]) -> Answer:
    """Change what is named of the settings, and say what that means for what is there."""
    before = use.settings_of(work)
    for hours in body.get("calendar", {}).get("hours", ()):
        hours |= {"from": hours.pop("start"), "to": hours.pop("end")}
    after = use.change_settings(work, version, body)
    return _answer(after, use.effects_of(before, after))


@settings.operation("GET", YEAR, "getCalendarYear", access=Access.MEMBER, answer=shapes.CalendarYear)
def get_calendar_year(work: Work, year: int) -> dict[str, Any]:
    """Return the weekly pattern, and the days of a year that are named."""
    return calendar_year(work, _within(year))


@settings.operation(
    "POST",
    f"{YEAR}/fill",
    "fillHolidays",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=shapes.FillBody,
    answer=shapes.Settings,
    versioned=True,
)
def fill_holidays(work: Work, year: int, version: int, body: dict[str, Any]) -> Answer:
    """Fill in the holidays of a year and the days worked for them; what people set themselves stays."""
    return _answer(use.fill_holidays(work, version, _within(year), body.get("region", "")))


def _within(year: int) -> int:
    if not shapes.FIRST_YEAR <= year <= shapes.LAST_YEAR:
        raise NotFound
    return year


def _answer(found: use.Settings, remarks: Sequence[Problem] = ()) -> Answer:
    body = {
        "version": found.version,
        **found.values,
        "calendar": found.calendar,
        "remarks": [problem_json(one) for one in remarks],
    }
    return Answer(body, etag=str(found.version))
