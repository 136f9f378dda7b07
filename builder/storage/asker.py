"""Who asks, when, and of which compiled workspace: what every statement on records is made with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.metadata.conditions import All, Any_, Compare, Condition, Not, Quantified, Relative
from builder.metadata.relative import PEOPLE, Moment, today
from builder.metadata.rights import Rights
from builder.storage.catalog import Catalog

MOST_PRINCIPALS = 200
"""Principals whose compiled statements are kept at once."""


@dataclass(frozen=True)
class Asker:
    """A principal's rights on a workspace at a moment."""

    catalog: Catalog
    rights: Rights
    moment: Moment

    @cached_property
    def plans(self) -> dict[Any, Any]:
        """What was compiled for this principal and holds at any time; empty for whom time changes the rights."""
        kept: dict[int, _Kept] = self.catalog.plans.setdefault("principals' statements", {})
        found = kept.get(id(self.rights))
        place = self._place()
        if found is None or found.rights is not self.rights or found.place != place:
            if len(kept) >= MOST_PRINCIPALS:
                kept.clear()
            found = kept[id(self.rights)] = _Kept(self.rights, place, _is_timeless(self.rights), {})
        return found.plans if found.timeless else {}

    def _place(self) -> tuple[Any, ...]:
        moment = self.moment
        # Who is in the team of a record is so to the end of a day.
        return (
            today(moment),
            moment.user,
            moment.department,
            moment.departments,
            moment.subordinates,
            moment.time_zone,
            moment.week_start,
        )


@dataclass(frozen=True)
class _Kept:
    """Statements of one principal. The rights are held so that no other object takes their id."""

    rights: Rights
    place: tuple[Any, ...]
    timeless: bool
    plans: dict[Any, Any]


def _is_timeless(rights: Rights) -> bool:
    every = (*rights.entities.values(), rights.default)
    return all(is_timeless(branch) for one in every for branches in one.branches.values() for branch in branches)


def is_timeless(condition: Condition) -> bool:
    """Whether a condition means the same at every moment: it knows no today and no now."""
    return all(value.name in PEOPLE for value in _relatives(condition))


def _relatives(condition: Condition) -> Iterator[Relative]:
    match condition:
        case All(items) | Any_(items):
            for item in items:
                yield from _relatives(item)
        case Not(item):
            yield from _relatives(item)
        case Quantified(related=related):
            yield from _relatives(related.where)
        case Compare(value=value):
            several = value if isinstance(value, list | tuple) else [value]
            yield from (one for one in several if isinstance(one, Relative))


@dataclass(frozen=True)
class Reach:
    """Which records are meant: those in reach of an action, living ones or those in the trash.

    Without an action the rights do not bound them: for what follows from a change that was allowed.
    ``trash`` None means living or not.
    """

    action: str | None = "view"
    trash: bool | None = False


@dataclass(frozen=True)
class Stamp:
    """Who writes, and when (microseconds)."""

    author: int
    now: int
