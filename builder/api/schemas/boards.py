"""Boards, calendars and trees: records as columns of cards, on days, and under each other."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import (
    AnswerShape,
    Component,
    RequestShape,
    count,
    flag,
    listed,
    names,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.records import QueryBody, RecordFilter, RecordRow, SortBody


class BoardPlace(RecordFilter):
    """Which records, divided by which field; of a stage field the stages of one flow."""

    field = text(64, shortest=1, required=True)
    flow = text(64, shortest=1, allow_none=True)


class BoardBody(BoardPlace):
    """The columns of a board, the first or the named ones with their first cards."""

    fields_asked = names(100, data_key="fields", attribute="fields", allow_none=True)
    sort = listed(SortBody, 5, allow_none=True)
    limit = count(1, 100)
    columns = listed(fields.Raw(allow_none=True), 50, allow_none=True)


class BoardColumn(AnswerShape):
    """A column; without ``items`` it was not asked for, or there was no time left for it."""

    key = told(fields.Raw, allow_none=True, metadata={"description": "An option's name, a person's id, or null."})
    where = Component("Condition", required=True)
    label = Component("Label", required=True, allow_none=True)
    title = told(allow_none=True)
    color = told(allow_none=True)
    disabled = told(fields.Boolean)
    items = listed(RecordRow)
    next = fields.String(
        allow_none=True, metadata={"description": "Goes on as a cursor of …/query with ``where`` and ``sort``."}
    )
    sort = listed(SortBody, allow_none=True, required=True)
    indexed = fields.Boolean()


class BoardColumns(AnswerShape):
    """The columns in order, and whether there are more than a board shows."""

    columns = told_list(BoardColumn)
    more = told(fields.Boolean)


class BoardTotalsBody(BoardPlace):
    """What stands in each column, perhaps summed."""

    sum = text(400, shortest=1, allow_none=True)


class BoardTotal(AnswerShape):
    """What one column holds; money is a list, one amount for each currency."""

    key = told(fields.Raw, allow_none=True)
    count = told(fields.Integer)
    capped = told(fields.Boolean)
    sum = told(fields.Raw, allow_none=True)


class BoardTotals(AnswerShape):
    """Columns that hold anything; not ``exact`` where summing takes too long."""

    totals = told_list(BoardTotal)
    exact = told(fields.Boolean)


class CalendarDates(RequestShape):
    """The fields by which records are placed; a range of days needs no end of its own."""

    start = text(400, shortest=1, required=True)
    end = text(400, shortest=1, allow_none=True)


class CalendarBody(RecordFilter):
    """Which records, placed by which dates, in which span of days (the last one not included)."""

    dates = listed(CalendarDates, 5, 1, required=True)
    first = text(10, shortest=10, required=True, data_key="from", attribute="from")
    until = text(10, shortest=10, required=True)
    fields_asked = names(100, data_key="fields", attribute="fields", allow_none=True)
    per_day = count(1, 100)


class CalendarItem(RecordRow):
    """A record on the calendar, and which of the dates asked for puts it there."""

    date = told(fields.Integer)


class CalendarDay(AnswerShape):
    """A day that holds more than was given, and how many in all, if that could be counted in time."""

    date = told(fields.Integer)
    day = told(fields.Date)
    count = told(fields.Integer, allow_none=True)


class CalendarSpan(AnswerShape):
    """What stands in a span of days."""

    items = told_list(CalendarItem)
    days = told_list(CalendarDay)


class TreeBody(QueryBody):
    """One level of a tree, or what a search finds in all of it."""

    field = text(64, shortest=1, required=True)
    parent = count(1, allow_none=True)
    astray = flag()


class TreeStep(AnswerShape):
    """A record on the way up."""

    id = told(fields.Integer)
    label = told()


class TreeItem(RecordRow):
    """A record with the count of those under it, or, where it was searched for, with the way to it."""

    children = fields.Integer(allow_none=True, metadata={"description": "Null where counting takes too long."})
    path = listed(nested(TreeStep))


class TreePage(AnswerShape):
    """A page of one level."""

    items = told_list(TreeItem)
    next = told(allow_none=True)
    previous = told(allow_none=True)
    indexed = told(fields.Boolean)
