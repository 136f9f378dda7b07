"""Everything that a database holds, to be compared before and after."""

from __future__ import annotations

from typing import Any

from builder.storage.engine import Database

TABLES = {
    "sqlite": "SELECT '', name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT schemaname, tablename FROM pg_tables "
    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
}
Dump = dict[str, list[Any]]


def dump(database: Database) -> Dump:
    """Return table → rows in a fixed order, of every table in every schema."""
    found: Dump = {}
    with database.read() as conn:
        for schema, name in conn.exec_driver_sql(TABLES[database.dialect]).all():
            table = f'"{schema}"."{name}"' if schema else f'"{name}"'
            found[table] = sorted(map(repr, conn.exec_driver_sql(f"SELECT * FROM {table}").all()))
    return found


def changed(before: Dump, after: Dump) -> list[str]:
    """Return the names of tables that differ; ids that were given out and not used are no difference."""
    names = (name for name in before.keys() | after.keys() if not name.endswith('allocator"'))
    return sorted(name for name in names if before.get(name) != after.get(name))
