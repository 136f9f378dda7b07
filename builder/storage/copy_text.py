"""Rows as the text that PostgreSQL's COPY reads: written column by column, hardly anything per cell."""

from __future__ import annotations

from collections.abc import Sequence

_NULL = "\\N"
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BY_CELL = str.maketrans(_ESCAPED)
Column = Sequence[int | str | None]


def copy_text(columns: Sequence[Column]) -> bytes:
    """Return rows, given as columns of the same length, in COPY's text format.

    Source: PostgreSQL, COPY, "Text Format".
    """
    lines = map("\t".join, zip(*map(_written, columns), strict=True))
    return "\n".join([*lines, ""]).encode()


def _written(column: Column) -> Sequence[str]:
    """Return the cells of a column as they are written: it often holds one value, and mostly one kind of value."""
    if column and column[0] is column[-1] and column.count(column[0]) == len(column):
        return _each(column[:1]) * len(column)
    try:
        text = "".join(column)  # type: ignore[arg-type]
    except TypeError:
        if None in column:
            return _each(column)
        text = "".join(column := list(map(str, column)))
    if any(sign in text for sign in _ESCAPED):
        return _each(column)
    return column  # type: ignore[return-value]


def _each(column: Column) -> list[str]:
    return [_NULL if value is None else str(value).translate(_BY_CELL) for value in column]
