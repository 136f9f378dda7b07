"""What the sources of a timeline have in common: places in the stream, and entries found at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.values import LARGEST_ID
from builder.runtime.work import Work

KINDS = ("comment", "file", "activity", "stage", "change")
"""Kinds of entries; of the same moment the first ones stand above."""


@dataclass(frozen=True, order=True)
class Spot:
    """Where an entry stands: its moment, the rank of its kind, its number; the stream goes from large to small."""

    at: int
    rank: int
    number: int


@dataclass(frozen=True)
class Entry:
    """One entry that was found. ``read`` gives what it says, asked for only when it is shown."""

    spot: Spot
    found: Any


@dataclass(frozen=True)
class About:
    """The record whose timeline is read."""

    work: Work
    entity: Entity
    record: int


def rank_of(kind: str) -> int:
    """Return the rank of a kind: what stands above has the larger one."""
    return len(KINDS) - KINDS.index(kind)


def bound_for(kind: str, before: Spot | None) -> tuple[int, int] | None:
    """Return the (moment, number) below which entries of a kind lie, of those that stand below a spot."""
    if before is None:
        return None
    rank = rank_of(kind)
    if rank == before.rank:
        return before.at, before.number
    return before.at, LARGEST_ID + 1 if rank < before.rank else 0


Source = Callable[[About, tuple[int, int] | None, int], Iterable[Entry]]
"""Finds entries below a bound, the newest first, at most so many."""
Tell = Callable[[About, list[Entry]], list[dict[str, Any]]]
"""Says what entries hold, in the same order."""
