"""Pages by key: a position in an order becomes one to n ranges, each an index scan of its own.

The OR form of a keyset (``a > ? OR (a = ? AND b > ?)``) makes both databases scan; ranges do not.
Blanks sort as smallest, so a level that stands on a blank and goes up continues with all that is
not blank, and one that goes down ends with the blanks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.sql.elements import UnaryExpression

Mark = Any
"""A value at a level, or the parameter that stands for it; None for a blank."""


@dataclass(frozen=True)
class Level:
    """One level of an order: an expression whose NULLs are blanks."""

    expression: ColumnElement[Any]
    descending: bool
    nullable: bool = True

    def reversed(self) -> Level:
        """Return the same level walked the other way."""
        return Level(self.expression, not self.descending, self.nullable)

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
        prefix = [level.equal(value) for level, value in zip(levels[:depth], position[:depth], strict=True)]
        found += [and_(*prefix, step) for step in levels[depth].beyond(position[depth])]
    return found
