"""Statements compiled once and run many times: their text is kept, only values change.

Building and compiling a statement over fifty columns costs more than running it, and so does describing
its result. What the rights of a principal and the shape of a request decide is compiled once; ids, limits
and positions are parameters; rows come as the driver gives them, since every column is an integer or text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam
from sqlalchemy.exc import DBAPIError

SIZES = (1, 8, 64, 500)
"""Lengths of lists of ids in kept statements; a list is filled up to the next one by repeating its last id."""


class Prepared:
    """A compiled statement with its constants."""

    def __init__(self, conn: Connection, statement: Any) -> None:
        """Compile for the database of a connection."""
        compiled = statement.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
        self._text = str(compiled)
        self._constants: Mapping[str, Any] = dict(compiled.params)
        self._order: Sequence[str] | None = compiled.positiontup

    def rows(self, conn: Connection, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run with these values of its open parameters."""
        found = {**self._constants, **values} if values else self._constants
        given: Any = found if self._order is None else tuple([found[name] for name in self._order])
        cursor = conn.connection.cursor()
        try:
            cursor.execute(self._text, given)
            return cursor.fetchall()
        except conn.dialect.loaded_dbapi.Error as error:
            raise wrapped(conn, self._text, error) from error
        finally:
            cursor.close()


def wrapped(conn: Connection, text: str, error: Exception) -> Exception:
    """Return a driver's error as SQLAlchemy would raise it: the rest of the product knows it so."""
    base = conn.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, base, dialect=conn.dialect)


def among(column: ColumnElement[Any], size: int) -> ColumnElement[bool]:
    """Return 'the column is one of ``size`` ids (or texts)', which are open parameters."""
    if size == 1:
        return column == bindparam("id0", None, type_=column.type)
    return column.in_([bindparam(f"id{at}", None, type_=column.type) for at in range(size)])


def filled(ids: Sequence[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (size, values of the open parameters) for slices of a list of ids."""
    largest = SIZES[-1]
    for start in range(0, len(ids), largest):
        part = ids[start : start + largest]
        size = next(size for size in SIZES if size >= len(part))
        last = part[-1]
        yield size, {f"id{at}": part[at] if at < len(part) else last for at in range(size)}
