"""The settings of a workspace and its working calendar."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    LOCALE_PATTERN,
    AnswerShape,
    RequestShape,
    count,
    flag,
    label,
    listed,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.problems import ProblemItem

DATE_ORDERS = ("ymd", "dmy", "mdy")
FILLED = ("official", "provisional")
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CLOCK_PATTERN = r"^[0-2][0-9]:[0-5][0-9]$"
FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_NAMED_DAYS = 2_000


class WorkingHours(AnswerShape):
    """From a time of the day up to another: ``09:00``."""

    start = told(data_key="from")
    end = told(data_key="to")


class NamedDay(AnswerShape):
    """A day that says by itself whether it is one of work; how it was filled in, or null where a person set it."""

    date = told(fields.Date)
    works = told(fields.Boolean)
    label = told(fields.Dict)
    filled = told(allow_none=True, validate=validate.OneOf(FILLED))


class WorkingCalendar(AnswerShape):
    """The weekly pattern (1 Monday … 7 Sunday), and the days that are named."""

    work_days = told_list(fields.Integer())
    hours = told_list(WorkingHours)
    exceptions = told_list(NamedDay)


class Settings(AnswerShape):
    """The settings in force, defaults included."""

    version = told(fields.Integer)
    languages = told_list(fields.String())
    default_language = told()
    time_zone = told()
    region = told()
    currency = told()
    currencies = told_list(fields.String())
    week_start = told(fields.Integer)
    date_order = told(validate=validate.OneOf(DATE_ORDERS))
    calendar = nested(WorkingCalendar, required=True)
    remarks = told_list(ProblemItem, metadata={"description": "What a change means for what is there already."})


class HoursBody(RequestShape):
    """Hours of work; ``24:00`` is the end of a day."""

    start = text(pattern=CLOCK_PATTERN, required=True, data_key="from")
    end = text(pattern=CLOCK_PATTERN, required=True, data_key="to")


class NamedDayBody(RequestShape):
    """A day that is off, or worked, whatever its weekday."""

    date = text(pattern=DATE_PATTERN, required=True)
    works = flag(required=True)
    label = label()
    filled = text(one_of=FILLED, allow_none=True)


class WorkingCalendarBody(RequestShape):
    """What changes of the calendar; named days replace all that there were."""

    work_days = listed(count(1, 7), 7)
    hours = listed(HoursBody, 6)
    exceptions = listed(NamedDayBody, MOST_NAMED_DAYS)


class SettingsChange(RequestShape):
    """What changes; what is not named stays."""

    languages = listed(text(pattern=LOCALE_PATTERN), 20, least=1)
    default_language = text(pattern=LOCALE_PATTERN)
    time_zone = text(64, shortest=1)
    region = text(2, shortest=2)
    currency = text(3, shortest=3)
    currencies = listed(text(3, shortest=3), 50, least=1)
    week_start = count(1, 7)
    date_order = text(one_of=DATE_ORDERS)
    calendar = nested(WorkingCalendarBody)


class FillBody(RequestShape):
    """Whose holidays are filled in: the workspace's region where none is named."""

    region = text(2, shortest=2)


class DayOfYear(NamedDay):
    """A named day, and what it is."""

    reason = told(validate=validate.OneOf(("work_day", "make_up_day", "holiday")))


class CalendarYear(AnswerShape):
    """A year of the working calendar."""

    year = told(fields.Integer)
    work_days = told_list(fields.Integer())
    hours = told_list(WorkingHours)
    days = told_list(DayOfYear)
    working_days = told(fields.Integer)
    provisional = told(fields.Boolean)
