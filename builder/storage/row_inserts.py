"""Many rows into one table: the text is made once, rows are plain tuples, PostgreSQL copies what is many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from builder.storage.copy_text import copy_text
from builder.storage.query.prepared import PlainStatement, wrapped
from builder.storage.space import Space

COPIED = 40
"""Rows from which on PostgreSQL is sent a COPY instead of INSERTs."""
Row = tuple[Any, ...]


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
        if not rows:
            return
        if len(rows) == 1:
            self._one.rows(conn, rows[0])
            return
        cursor = conn.connection.cursor()
        try:
            self._send(cursor, rows)
        except conn.dialect.loaded_dbapi.Error as error:
            raise wrapped(conn, self._insert, error) from error
        finally:
            cursor.close()

    def _send(self, cursor: Any, rows: Sequence[Row]) -> None:
        if self._copy and len(rows) >= COPIED:
            with cursor.copy(self._copy) as copy:
                copy.write(copy_text(rows))
        else:
            cursor.executemany(self._insert, rows)


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
