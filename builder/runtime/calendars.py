"""Calendars: the records whose dates lie in a span of days, with what does not fit into a day counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.errors import Invalid, LimitExceeded, Problem
from builder.metadata.checks_paths import is_dated, starts_and_ends
from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.paths import path_text
from builder.metadata.query import LARGEST_PAGE
from builder.metadata.relative import EPOCH_DAY, start_of_day
from builder.runtime import read_records
from builder.runtime.list_requests import number_of, path_of
from builder.runtime.work import Work
from builder.storage.query.time_limits import AD_HOC_SECONDS, quickly, time_limit

LONGEST_SPAN = 62
"""Days asked for at once: two months."""
MOST_DATES = 5
MOST_BEGUN = 200
"""Records shown that begin before the span and end in it or later."""
LARGEST_DAY = 100
COUNT_SECONDS = 0.6


@dataclass(frozen=True)
class Dates:
    """One pair of dates by which a calendar places records."""

    at: int
    """Index in the request."""
    start: Path
    end: Path | None


def calendar(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"items", "days"}``: a row, with the index of its dates, for each record and pair of dates in the span.

    Days that hold more than are given are listed with how many there are in all, null where counting takes too
    long. Raises Invalid ``not_a_date``, ``range_reversed``, ``span_too_long``; LimitExceeded ``query_too_slow``.
    """
    work.require(entity, "view")
    first, last = _span(request)
    answer: dict[str, list[Any]] = {"items": [], "days": []}
    with time_limit(work.conn, AD_HOC_SECONDS):
        for dates in _dates(work, entity, request):
            _Placed(work, entity, request, dates, answer).read(first, last)
    return answer


def _span(request: Mapping[str, Any]) -> tuple[int, int]:
    first, last = (_day(request, name) for name in ("from", "until"))
    if last <= first:
        raise Invalid([Problem("until", "range_reversed")])
    if last - first > LONGEST_SPAN:
        raise Invalid([Problem("until", "span_too_long", params={"max": LONGEST_SPAN})])
    return first, last


def _day(request: Mapping[str, Any], name: str) -> int:
    try:
        return date.fromisoformat(str(request.get(name))).toordinal() - EPOCH_DAY
    except ValueError:
        raise Invalid([Problem(name, "not_a_date")]) from None


def _dates(work: Work, entity: Entity, request: Mapping[str, Any]) -> list[Dates]:
    found = []
    for at, item in enumerate(request["dates"][:MOST_DATES]):
        start = path_of(work, entity, item.get("start"), f"dates.{at}.start")
        end = path_of(work, entity, item["end"], f"dates.{at}.end") if item.get("end") else None
        for name, path in (("start", start), ("end", end)):
            if path is not None and not is_dated(path):
                raise Invalid([Problem(f"dates.{at}.{name}", "not_a_date", params={"type": path.field.type.name})])
        both = starts_and_ends(start)
        found.append(Dates(at, *both) if both is not None else Dates(at, start, end))
    return found


class _Placed:
    """The records that one pair of dates places in a span."""

    def __init__(
        self, work: Work, entity: Entity, request: Mapping[str, Any], dates: Dates, answer: dict[str, list[Any]]
    ) -> None:
        self.work, self.entity, self.request, self.dates, self.answer = work, entity, request, dates, answer

    def read(self, first: int, last: int) -> None:
        """Take in all that begin in the span, or where those are too many so many of each day, and who began before."""
        page = self._page(self._between(first, last), LARGEST_PAGE)
        if page["next"] is None:
            self._take(page["items"])
        else:
            self._each_day(first, last)
        if self.dates.end is not None:
            self._take(self._page(self._begun(first), MOST_BEGUN)["items"])

    def _each_day(self, first: int, last: int) -> None:
        counts = self._counts(first, last)
        for day in range(first, last):
            page = self._page(self._between(day, day + 1), number_of(self.request, "per_day", 30, LARGEST_DAY))
            self._take(page["items"])
            if page["next"] is not None:
                text = date.fromordinal(day + EPOCH_DAY).isoformat()
                self.answer["days"].append({"date": self.dates.at, "day": text, "count": counts.get(text)})

    def _counts(self, first: int, last: int) -> dict[str, int]:
        start = self._text(self.dates.start)
        asked = {**self._which(self._between(first, last)), "by": [{"field": start, "grain": "day"}], "limit": 1_000}
        with suppress(LimitExceeded), quickly(self.work.conn, COUNT_SECONDS):
            groups = read_records.group(self.work, self.entity, asked)["groups"]
            return {group["key"][0]: group["measures"][0] for group in groups}
        return {}

    def _page(self, where: Sequence[Mapping[str, Any]], limit: int) -> dict[str, Any]:
        asked = {**self._which(where), "fields": self.request.get("fields"), "limit": limit}
        asked["sort"] = [{"field": self._text(self.dates.start)}]
        return read_records.page(self.work, self.entity, asked)

    def _which(self, where: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        given = self.request.get("filter")
        filters = [*([given] if given is not None else []), *where]
        return {**{name: self.request.get(name) for name in ("search", "view")}, "filter": {"all": filters}}

    def _take(self, rows: Sequence[dict[str, Any]]) -> None:
        self.answer["items"] += [{**row, "date": self.dates.at} for row in rows]

    def _between(self, first: int, last: int) -> list[dict[str, Any]]:
        return [*self._compared(self.dates.start, "ge", first), *self._compared(self.dates.start, "lt", last)]

    def _begun(self, first: int) -> list[dict[str, Any]]:
        assert self.dates.end is not None
        return [*self._compared(self.dates.start, "lt", first), *self._compared(self.dates.end, "ge", first)]

    def _compared(self, path: Path, operator: str, day: int) -> Iterator[dict[str, Any]]:
        item = path.field
        value = start_of_day(day, self.work.moment.time_zone) if item.type.time_unit == "microsecond" else day
        yield {"field": self._text(path), "op": operator, "value": item.type.dump(value, item)}

    @staticmethod
    def _text(path: Path) -> str:
        return path_text(path, True)
