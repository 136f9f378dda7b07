"""Changes of physical tables: created whole, or extended by columns, links, rows and indexes, never rebuilt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Index, Table, UnaryExpression, func, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable, DropIndex

from builder.errors import Unavailable
from builder.storage.beginnings import beginning
from builder.storage.driver_errors import LOCK_NOT_AVAILABLE, state_of
from builder.storage.layout import BEGINNING, IN_LOWER_CASE, IndexLayout
from builder.storage.physical import RecordTables

LOCK_WAIT = "1s"
"""How long a change of a table waits for readers on PostgreSQL: everybody else queues behind it meanwhile."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


def patiently(conn: Connection, change: Callable[[], object]) -> None:
    """Run a change of tables; where readers hold it up on PostgreSQL, let others pass and try again.

    Raises Unavailable ``database_busy`` when they never let go.
    """
    if conn.dialect.name == "sqlite":
        change()
        return
    conn.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
    for pause in (*_PAUSES, None):
        try:
            with conn.begin_nested():
                change()
            return
        except OperationalError as error:
            if state_of(error) != LOCK_NOT_AVAILABLE or pause is None:
                raise
        time.sleep(pause)
    raise Unavailable("database_busy")


def create_tables(conn: Connection, tables: RecordTables) -> None:
    """Create all tables of an entity that is new."""
    for table in tables:
        create_table(conn, table)
    _create_search(conn, tables.search)


SEGMENTS_MERGED = 8
"""Parts of a search index that are merged at a time; by default 4, which writes a third more while much comes in."""


def create_table(conn: Connection, table: Table) -> None:
    """Create one table with the indexes that belong to it."""
    conn.execute(CreateTable(table))
    for index in table.indexes:
        conn.execute(CreateIndex(index))


def _create_search(conn: Connection, table: Table) -> None:
    if conn.dialect.name != "sqlite":
        create_table(conn, table)
        return
    name = conn.dialect.identifier_preparer.quote_identifier(table.name)
    conn.exec_driver_sql(f"CREATE VIRTUAL TABLE {name} USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")
    conn.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) SELECT 'automerge', ?", (SEGMENTS_MERGED,))


def add_columns(conn: Connection, table: Table, old: Table) -> None:
    """Add the columns that the old form of a table has not. Takes the same time whatever the table holds."""
    new = [column for column in table.columns if column.name not in old.c]
    if not new:
        return
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(conn))

    def change() -> None:
        for column in new:
            fresh: Column[int] | Column[str] = Column(column.name, column.type, nullable=True)
            operations.add_column(table.name, fresh, schema=table.schema)

    patiently(conn, change)


def index_on(table: Table, index: IndexLayout) -> Index:
    """Return an index as SQLAlchemy knows it. Blanks are smallest on both databases."""
    held = text("deleted_at IS NULL" if index.living else "deleted_at IS NOT NULL")
    made = Index(
        index.name,
        *_terms(table, index),
        unique=index.unique,
        sqlite_where=held,
        postgresql_where=held,
    )
    table.indexes.discard(made)
    return made


def _terms(table: Table, index: IndexLayout) -> Iterator[UnaryExpression[object] | Column[object]]:
    spelt = table.schema is not None and not index.unique
    for name in index.columns:
        down, marked = name.startswith("-"), name.removeprefix("-")
        plain = marked.removeprefix(BEGINNING)
        column = table.c[plain.removeprefix(IN_LOWER_CASE)]
        held: ColumnElement[Any] = func.lower(column) if plain.startswith(IN_LOWER_CASE) else column
        held = beginning(held) if marked.startswith(BEGINNING) else held
        term = held.desc() if down else held.asc()
        if spelt and column.nullable:
            term = term.nulls_last() if down else term.nulls_first()
        yield term


def create_index(conn: Connection, table: Table, index: IndexLayout, beside_writers: bool = False) -> None:
    """Create an index unless it is there. ``beside_writers`` needs a connection outside any transaction.

    On PostgreSQL an attempt that failed beside writers leaves an invalid index: it is dropped first.
    """
    made = index_on(table, index)
    if not beside_writers or conn.dialect.name == "sqlite":
        patiently(conn, lambda: conn.execute(CreateIndex(made, if_not_exists=True)))
        return
    drop_index(conn, table, index, beside_writers=True)
    made = index_on(table, index)
    made.dialect_options["postgresql"]["concurrently"] = True
    conn.execute(CreateIndex(made))


def drop_index(conn: Connection, table: Table, index: IndexLayout, beside_writers: bool = False) -> None:
    """Drop an index if it is there."""
    made = index_on(table, index)
    if beside_writers and conn.dialect.name != "sqlite":
        made.dialect_options["postgresql"]["concurrently"] = True
        conn.execute(DropIndex(made, if_exists=True))
        return
    patiently(conn, lambda: conn.execute(DropIndex(made, if_exists=True)))


def refresh_statistics(conn: Connection, table: Table) -> None:
    """Let the planner know what a table holds: a new index is used only after that."""
    name = conn.dialect.identifier_preparer.format_table(table)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA analysis_limit = 1000")
    conn.exec_driver_sql(f"ANALYZE {name}")
