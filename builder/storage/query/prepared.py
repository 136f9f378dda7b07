"""Statements compiled once and run many times: their text is kept, only values change.

Building and compiling a statement over fifty columns costs more than running it, and so does describing
its result. What the rights of a principal and the shape of a request decide is compiled once; ids, limits
and positions are parameters; rows come as the driver gives them, since every column is an integer or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam
from sqlalchemy.exc import DBAPIError

SIZES = (1, 8, 64, 500)
"""Lengths of lists of ids in kept statements; a list is filled up to the next one by repeating its last id."""
_NAMES = [f"id{at}" for at in range(SIZES[-1])]
_MARKS = re.compile(r"%%|%\(([^)]+)\)s|%s")


class Prepared:
    """A compiled statement with its constants."""

    def __init__(self, conn: Connection, statement: Any, steady: bool = False) -> None:
        """Compile for the database of a connection; of ``steady`` ones ``DirectConnection.rows`` tells."""
        compiled = statement.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
        self._constants: Mapping[str, Any] = dict(compiled.params)
        if conn.dialect.name == "sqlite":
            self._plain = PlainStatement(conn, str(compiled), steady)
            self._order: Sequence[str] = compiled.positiontup or ()
        else:
            self._order = [found[1] for found in _MARKS.finditer(str(compiled)) if found[1]]
            self._plain = PlainStatement(conn, str(compiled), steady)

    def rows(self, conn: Connection, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run with these values of its open parameters."""
        found = {**self._constants, **values} if values else self._constants
        return self._plain.rows(conn, tuple([found[name] for name in self._order]))


class PlainStatement:
    """The text of a statement as its database takes it. Values are integers, texts or None."""

    def __init__(self, conn: Connection, text: str, steady: bool = False) -> None:
        """Take a text with the marks of the connection's driver: ``?``, ``%s`` or ``%(name)s``, in order."""
        self.text = text
        self._steady = steady
        self._direct = b"" if conn.dialect.name == "sqlite" else _numbered(text).encode()

    def rows(self, conn: Connection, values: Sequence[Any]) -> Sequence[Any]:
        """Run with these values and return the rows. Raises SQLAlchemy's errors."""
        driver: Any = conn.connection.dbapi_connection
        try:
            if self._direct:
                found: Sequence[Any] = driver.rows(self._direct, values, self._steady)
                return found
            return driver.execute(self.text, values).fetchall()  # type: ignore[no-any-return]
        except conn.dialect.loaded_dbapi.Error as error:
            raise wrapped(conn, self.text, error) from error


def _numbered(text: str) -> str:
    """Return a statement with numbered parameters, each mark a parameter of its own."""
    count = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal count
        if found[0] == "%%":
            return "%"
        count += 1
        return f"${count}"

    return _MARKS.sub(mark, text)


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
    if len(ids) == 1:
        yield 1, {"id0": ids[0]}
        return
    largest = SIZES[-1]
    for start in range(0, len(ids), largest):
        part = ids[start : start + largest]
        size = next(size for size in SIZES if size >= len(part))
        last = part[-1]
        yield size, dict(zip(_NAMES[:size], [*part, *[last] * (size - len(part))], strict=True))
