"""What the clock on a wall shows: stretches of time in which it stands equally far from UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from builder.metadata.relative import EPOCH, FIRST_MOMENT, LAST_MOMENT, SECOND

FURTHEST = 16 * 3_600 * SECOND
"""Microseconds: no clock stands further from UTC."""
_SAMPLES = 7
"""Looks at the clock within a stretch asked for, apart from its end: clocks that change twice in hours are unknown."""

Stretch = tuple[int, int, int]
"""From a moment up to another, and how far the clock is ahead of UTC meanwhile; all in microseconds."""


@lru_cache(maxsize=4_096)
def stretches(zone: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Return the stretches of a few days, in order, without gaps; moments are microseconds since 1970 in UTC."""
    borders = [start + (end - start) * at // _SAMPLES // SECOND * SECOND for at in range(1, _SAMPLES)]
    found: list[Stretch] = []
    for begins, ends, ahead in _pieces(ZoneInfo(zone), [start, *borders, end]):
        if found and found[-1][2] == ahead:
            found[-1] = (found[-1][0], ends, ahead)
        else:
            found.append((begins, ends, ahead))
    return tuple(found)


def _pieces(zone: ZoneInfo, borders: list[int]) -> Iterator[Stretch]:
    for start, end in pairwise(borders):
        before, after = _ahead(zone, start), _ahead(zone, end)
        if before == after:
            yield start, end, before
        else:
            change = _change(zone, start, end)
            yield start, change, before
            yield change, end, after


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    """Return the moment, on a whole second, at which the clock is set between two others."""
    before = _ahead(zone, start)
    while end - start > SECOND:
        middle = (start + end) // 2 // SECOND * SECOND
        if middle <= start:
            break
        if _ahead(zone, middle) == before:
            start = middle
        else:
            end = middle
    return end


def _ahead(zone: ZoneInfo, moment: int) -> int:
    inside = min(max(moment, FIRST_MOMENT), LAST_MOMENT)
    offset = (EPOCH + timedelta(microseconds=inside)).astimezone(zone).utcoffset()
    return (offset or timedelta()) // timedelta(microseconds=1)
