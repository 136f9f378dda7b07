"""Beginnings of long texts: what indexes hold of them, since PostgreSQL bounds a key of a B-tree to 2 704 bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column

from builder.metadata.collation import LONGEST_KEY
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PartKind


def has_beginning(item: Field) -> bool:
    """Whether an index holds only the beginning of the values of a field: of text that has no bound, nor a sort key."""
    kinds = [part.kind for part in item.type.parts[:1]]
    return kinds == [PartKind.TEXT] and not item.type.short


def beginning(element: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the expression of the first characters, the same in the index and in what is to find it there."""
    return func.substr(element, literal_column("1"), literal_column(str(LONGEST_KEY)), type_=element.type)


def is_one_of(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Return the predicate that finds texts by the index over their beginnings, and holds for no others.

    The whole text is compared as an expression: SQLite would put a value that a bare column is equal to into the
    beginning too, and then not know the index.
    """
    begins, whole = beginning(column), column.concat(literal_column("''"))
    if len(values) == 1:
        return and_(begins == _begun(values[0]), whole == values[0])
    return and_(begins.in_([_begun(value) for value in values]), whole.in_(values))


def _begun(text: Any) -> str:
    return str(text)[:LONGEST_KEY]
