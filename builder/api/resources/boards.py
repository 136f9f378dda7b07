"""Boards, calendars and trees: the records of an entity as views other than a table show them."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.resources.records import ENTITY
from builder.api.schemas.boards import (
    BoardBody,
    BoardColumns,
    BoardTotals,
    BoardTotalsBody,
    CalendarBody,
    CalendarSpan,
    TreeBody,
    TreePage,
)
from builder.runtime import boards, calendars, trees
from builder.runtime.work import Work

board_views = Resource("board_views", __name__, description="Records as boards, calendars and trees show them.")


@board_views.operation(
    "POST",
    f"{ENTITY}/board",
    "readBoard",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=BoardBody,
    answer=BoardColumns,
)
def read_board(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a board, each with its first cards."""
    return boards.board(work, work.entity(entity), body)


@board_views.operation(
    "POST",
    f"{ENTITY}/board/totals",
    "totalBoard",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=BoardTotalsBody,
    answer=BoardTotals,
)
def total_board(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Count and sum the columns of a board."""
    return boards.board_totals(work, work.entity(entity), body)


@board_views.operation(
    "POST",
    f"{ENTITY}/calendar",
    "readCalendar",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=CalendarBody,
    answer=CalendarSpan,
)
def read_calendar(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the records whose dates lie in a span of days."""
    return calendars.calendar(work, work.entity(entity), body)


@board_views.operation(
    "POST",
    f"{ENTITY}/tree",
    "readTree",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=TreeBody,
    answer=TreePage,
)
def read_tree(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the records under a record, or of those that a search finds, with the way to each."""
    return trees.tree(work, work.entity(entity), body)
