"""Pages by key: a position in an order becomes one to n ranges, each an index scan of its own.

The OR form of a keyset (``a > ? OR (a = ? AND b > ?)``) makes both databases scan; ranges do not.
Blanks sort as smallest, so a level that stands on a blank and goes up continues with all that is
not blank, and one that goes down ends with the blanks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.sql.elements import UnaryExpression

Mark = Any
"""A value at a level, or the parameter that stands for it; None for a blank."""


@dataclass(frozen=True)
class Level:
    """One level of an order: an expression whose NULLs are blanks."""

    expression: ColumnElement[Any]
    descending: bool
    nullable: bool = True
    decided_by: ColumnElement[Any] | None = None
    """The expression of the next level, where that decides this one: a person and the name of the person."""

    def reversed(self) -> Level:
        """Return the same level walked the other way."""
        return replace(self, descending=not self.descending)

    def order(self, spell_nulls: bool) -> UnaryExpression[Any]:
        """Return the ORDER BY term; PostgreSQL needs the place of NULLs spelt out."""
        term = self.expression.desc() if self.descending else self.expression.asc()
        if spell_nulls and self.nullable:
            return term.nulls_last() if self.descending else term.nulls_first()
        return term

    def equal(self, value: Mark) -> ColumnElement[bool]:
        """Rows that stand level with a value."""
        return self.expression.is_(None) if value is None else self.expression == value

    def beyond(self, value: Mark) -> Iterator[ColumnElement[bool]]:
        """Yield the ranges after a value, nearest first."""
        if value is None:
            if not self.descending:
                yield self.expression.is_not(None)
            return
        yield self.expression < value if self.descending else self.expression > value
        if self.descending and self.nullable:
            yield self.expression.is_(None)


def ranges(levels: Sequence[Level], position: Sequence[Mark] | None) -> list[ColumnElement[bool]]:
    """Return predicates whose rows, each ordered by ``levels`` and concatenated, follow the position.

    Without a position there is one range: everything. Only whether a value is None matters to the shape.
    """
    if position is None:
        return [true()]
    found: list[ColumnElement[bool]] = []
    for depth in reversed(range(len(levels))):
        prefix = list(_level_with(levels[:depth], position))
        apart = list(_elsewhere(levels[depth], position, depth))
        found += [and_(*prefix, step, *apart) for step in levels[depth].beyond(position[depth])]
    return found


def carried(levels: Sequence[Level], before: Sequence[Mark], place: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the place of a row as it was when the position ``before`` was noted, in what the next level decides.

    A person who is renamed stays, until all their rows were given, where they stood.
    """
    for at, level in enumerate(levels):
        if level.decided_by is not None and place[at + 1] == before[at + 1]:
            place = (*place[:at], before[at], *place[at + 1 :])
        if place[at] != before[at]:
            break
    return place


def _level_with(levels: Sequence[Level], position: Sequence[Mark]) -> Iterator[ColumnElement[bool]]:
    """Yield what holds rows level with a position. What the next level decides is not asked for again: it may have
    changed since the position was noted, for all rows alike.
    """
    for at, (level, value) in enumerate(zip(levels, position, strict=False)):
        if level.decided_by is None or at + 1 == len(levels):
            yield level.equal(value)


def _elsewhere(level: Level, position: Sequence[Mark], depth: int) -> Iterator[ColumnElement[bool]]:
    """Yield what keeps out the rows that stand level with what decides a level: they have a range of their own."""
    if level.decided_by is not None and position[depth + 1] is not None:
        yield or_(level.decided_by.is_(None), level.decided_by != position[depth + 1])
