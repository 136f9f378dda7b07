"""Rows that tell the same of each new record: the database makes them out of a range of ids, none is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from builder.storage.query.prepared import PlainStatement
from builder.storage.space import Space

MOST_KEPT = 10_000


class SeriesInsert:
    """An INSERT of many rows that are alike but for columns which count."""

    def __init__(self, conn: Connection, table: Table, counting: Sequence[str], alike: Sequence[str]) -> None:
        """Make the text: ``counting`` columns rise by one from row to row, ``alike`` ones hold the same value."""
        prepare = conn.dialect.identifier_preparer
        names = ", ".join(prepare.quote(name) for name in (*counting, *alike))
        if conn.dialect.name == "sqlite":
            sign, counted = "?", "? + n"
            series = "WITH RECURSIVE at(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM at WHERE n < ? - 1)"
        else:
            sign, counted = "%s", "%s::bigint + n"
            series = "WITH at(n) AS (SELECT generate_series(0, %s::bigint - 1))"
        made = f"SELECT {', '.join([*[counted] * len(counting), *[sign] * len(alike)])}"
        into = f"INSERT INTO {prepare.format_table(table)} ({names})"
        self._plain = PlainStatement(conn, f"{series} {into} {made} FROM at", steady=True)

    def run(self, conn: Connection, count: int, starts: Sequence[int], alike: Sequence[Any]) -> None:
        """Insert ``count`` rows, if any, whose counting columns start so. Raises SQLAlchemy's errors."""
        if count > 0:
            self._plain.rows(conn, (count, *starts, *alike))


_KEPT: dict[tuple[Space, str], SeriesInsert] = {}
"""Inserts into fixed tables, by workspace and plain name."""


def fixed_series(
    conn: Connection, space: Space, name: str, make: Callable[[], tuple[Table, Sequence[str], Sequence[str]]]
) -> SeriesInsert:
    """Return the kept insert into a fixed table of a workspace; ``make`` gives the table and its columns."""
    found = _KEPT.get((space, name))
    if found is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[space, name] = SeriesInsert(conn, *make())
    return found
