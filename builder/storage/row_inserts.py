"""Many rows into one table: the text is made once, rows are plain tuples, PostgreSQL copies what is many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

from builder.storage.copy_text import copy_text
from builder.storage.query.prepared import PlainStatement, wrapped
from builder.storage.space import Space

COPIED = 40
"""Rows from which on PostgreSQL is sent a COPY instead of INSERTs."""
PART = 125
"""Rows of a part: few enough for PostgreSQL to have begun before the last one is made."""
Row = tuple[Any, ...]
Columns = Sequence[Sequence[Any]]


class RowInsert:
    """An INSERT of some columns. Values are integers, texts or None, as they stand in the database."""

    def __init__(self, conn: Connection, table: Table, names: Sequence[str]) -> None:
        """Make the text for the database of a connection; names of tables and columns come from ids."""
        prepare = conn.dialect.identifier_preparer
        into = f"{prepare.format_table(table)} ({', '.join(prepare.quote(name) for name in names)})"
        sign = "?" if conn.dialect.name == "sqlite" else "%s"
        values = f"VALUES ({', '.join([sign] * len(names))})"
        self._insert = f"INSERT INTO {into} {values}"
        self._one = PlainStatement(conn, self._insert, steady=True)
        self._copy = f"COPY {into} FROM STDIN" if conn.dialect.name == "postgresql" else ""

    def run(self, conn: Connection, rows: Sequence[Row]) -> None:
        """Insert rows. Raises SQLAlchemy's errors, IntegrityError for a taken unique key among them."""
        if len(rows) == 1:
            self._one.rows(conn, rows[0])
        elif rows:
            self.run_parts(conn, len(rows), [list(zip(*rows, strict=True))])

    def run_parts(self, conn: Connection, count: int, parts: Iterable[Columns]) -> None:
        """Insert ``count`` rows given as columns, part by part. Raises as ``run``.

        PostgreSQL takes in one part while the next one is made.
        """
        with self._cursor(conn) as cursor:
            if self._copy and count >= COPIED:
                with cursor.copy(self._copy) as copy:
                    for columns in parts:
                        copy.write(copy_text(columns))
            else:
                cursor.executemany(self._insert, [row for columns in parts for row in zip(*columns, strict=True)])

    @contextmanager
    def _cursor(self, conn: Connection) -> Iterator[Any]:
        cursor = conn.connection.cursor()
        try:
            yield cursor
        except conn.dialect.loaded_dbapi.Error as error:
            raise wrapped(conn, self._insert, error) from error
        finally:
            cursor.close()


_KEPT: dict[tuple[Space, str], RowInsert] = {}
"""Inserts into fixed tables, by workspace and plain name."""
MOST_KEPT = 10_000


def fixed_insert(
    conn: Connection, space: Space, name: str, make: Callable[[], tuple[Table, Sequence[str]]]
) -> RowInsert:
    """Return the kept insert into a fixed table of a workspace; ``make`` gives the table and its columns."""
    found = _KEPT.get((space, name))
    if found is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[space, name] = RowInsert(conn, *make())
    return found
