"""What a list asks of an index: the fields it holds to single values, its order, and what else it compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from builder.metadata.conditions import All, Compare, Condition, FieldValue
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator, Shape
from builder.metadata.query import Query, Sort
from builder.storage.indexes import MOST_SORTED, key_column, order_column, ordered, value_column
from builder.storage.layout import EntityLayout

MOST_HELD, MOST_COMPARED = 3, 3
"""Fields held to single values, and others compared, that one index takes in."""
_HELD = (Operator.EQ, Operator.IN)
_NARROWING = (
    *(Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.BETWEEN),
    *(Operator.BLANK, Operator.NOT_BLANK),
)
_COMPARED = (*_HELD, *_NARROWING, Operator.NE, Operator.NOT_IN)


@dataclass(frozen=True)
class Wish:
    """What an index is to hold, by ids of fields: of parts too (``f_x.amount``)."""

    held: tuple[str, ...] = ()
    """Fields compared with single values."""
    sort: tuple[tuple[str, bool], ...] = ()
    """(field, descending): the order of the rows."""
    compared: tuple[str, ...] = ()
    """Fields compared otherwise: the index holds them behind the order, so that no row is read in vain."""
    narrow: str = ""
    """A field compared otherwise that few records pass: the index finds these, whatever their order."""


def wishes_of(query: Query, layout: EntityLayout) -> tuple[Wish, Wish | None]:
    """Return what a query may ask of an index: one that reads in its order, empty where there is no such index, and
    one that finds what few records pass, where the query compares so.
    """
    compares = [item for item in _compares(query.where) if _is_in_row(layout, item)]
    held = tuple(dict.fromkeys(item.path.field.id for item in compares if item.op in _HELD))[:MOST_HELD]
    rest = dict.fromkeys(item.path.field.id for item in compares if item.op in _COMPARED and _is_whole(layout, item))
    sort = _sort(layout, query.sort)
    sorted_by = {field for field, _ in sort}
    compared = tuple(field for field in rest if field not in held and field not in sorted_by)
    in_order = Wish(held, tuple(step for step in sort if step[0] not in held), compared[:MOST_COMPARED])
    narrowing = {item.path.field.id for item in compares if item.op in _NARROWING}
    narrow = next((field for field in compared if field in narrowing), "")
    return in_order, Wish(held, narrow=narrow) if narrow else None


def columns_of_wish(entity: Entity, layout: EntityLayout, wish: Wish) -> tuple[str, ...]:
    """Return the columns of an index that grants a wish, none where a field of it is gone or moved out of the row."""
    held = [_key(entity, layout, item) for item in wish.held]
    steps = [(_order(entity, layout, item), down) for item, down in wish.sort]
    compared = [_value(entity, layout, item) for item in wish.compared]
    if wish.narrow:
        held.append(_value(entity, layout, wish.narrow))
    if None in (*held, *compared, *(column for column, _ in steps)):
        return ()
    first = [column for column in held if column is not None]
    found = ordered(first, steps) or (("id",) if compared else ())
    return tuple(dict.fromkeys((*found, *(column for column in compared if column is not None))))


def field_at(entity: Entity, reference: str) -> Field | None:
    """Return the field, or the part of one, that an id in a wish stands for."""
    base, _, part = reference.partition(".")
    item = entity.by_id.get(base)
    if item is None or not part:
        return item
    return item.part(part) if item.has_part(part) else None


def _compares(condition: Condition) -> Iterator[Compare]:
    """Yield the comparisons that must all hold, those inside of others too."""
    if isinstance(condition, All):
        for item in condition.items:
            yield from _compares(item)
    elif isinstance(condition, Compare) and not isinstance(condition.value, FieldValue):
        yield condition


def _is_in_row(layout: EntityLayout, item: Compare) -> bool:
    path = item.path
    return not path.steps and path.field.type.shape is Shape.COLUMNS and key_column(layout, path.field) is not None


def _is_whole(layout: EntityLayout, item: Compare) -> bool:
    """Whether the index would hold the value itself, not a key made of it: only then can it be compared there."""
    column = value_column(layout, item.path.field)
    return column is not None and key_column(layout, item.path.field) == column and column.isidentifier()


def _sort(layout: EntityLayout, sort: tuple[Sort, ...]) -> tuple[tuple[str, bool], ...]:
    """Return the order; nothing where a level of it is in no column of the row."""
    steps = list(takewhile(lambda step: step.path.field.id != "id", sort))[:MOST_SORTED]
    if any(step.path.steps or order_column(layout, step.path.field) is None for step in steps):
        return ()
    return tuple((step.path.field.id, step.descending) for step in steps)


def _key(entity: Entity, layout: EntityLayout, reference: str) -> str | None:
    item = field_at(entity, reference)
    return key_column(layout, item) if item is not None else None


def _order(entity: Entity, layout: EntityLayout, reference: str) -> str | None:
    item = field_at(entity, reference)
    return order_column(layout, item) if item is not None else None


def _value(entity: Entity, layout: EntityLayout, reference: str) -> str | None:
    item = field_at(entity, reference)
    return value_column(layout, item) if item is not None else None
