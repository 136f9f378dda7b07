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
        if self._is_copied(len(rows)):
            self._send(conn, list(zip(*rows, strict=True)))
        elif len(rows) == 1:
            self._one.rows(conn, rows[0])
        elif rows:
            self._send(conn, (), rows)

    def run_columns(self, conn: Connection, columns: Sequence[Sequence[Any]]) -> None:
        """Insert rows given as columns of the same length. Raises as ``run``."""
        if self._is_copied(len(columns[0])):
            self._send(conn, columns)
        else:
            self.run(conn, list(zip(*columns, strict=True)))

    def _is_copied(self, count: int) -> bool:
        return bool(self._copy) and count >= COPIED

    def _send(self, conn: Connection, columns: Sequence[Sequence[Any]], rows: Sequence[Row] = ()) -> None:
        cursor: Any = conn.connection.cursor()
        try:
            if rows:
                cursor.executemany(self._insert, rows)
            else:
                with cursor.copy(self._copy) as copy:
                    copy.write(copy_text(columns))
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
