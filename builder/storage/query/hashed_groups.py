"""Groups on SQLite without sorting: a small table in memory takes in row after row.

SQLite groups by sorting all rows first, unless an index gives them in order. Where groups are few, as nearly
always, finding the group of a row by its key takes half the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Select, Table, func, literal_column, select
from sqlalchemy.types import NullType

from builder.storage.upserts import upsert

Element = ColumnElement[Any]
SORTS = "USE TEMP B-TREE FOR GROUP BY"
"""What SQLite's plan says of groups that no index gives in order."""
BLANK = "x''"
"""Stands for NULL in a key: no stored value is a blob."""
PREFIX = "grouping"


@dataclass(frozen=True)
class Part:
    """One aggregate over the rows of a group: of a value, or of the rows themselves."""

    function: str
    """count, sum, min or max."""
    value: Element | None = None

    @property
    def column(self) -> Element:
        """The aggregate in SQL."""
        return func.count() if self.value is None else getattr(func, self.function)(self.value)


def sorts_to_group(conn: Connection, statement: Select[Any]) -> bool:
    """Whether SQLite would sort all rows to group them."""
    compiled: Any = statement.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
    values = tuple(compiled.params[name] for name in compiled.positiontup)
    plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
    return any(SORTS in row[3] for row in plan)


def hashed_groups(
    conn: Connection,
    source: Select[Any],
    keys: Sequence[Element],
    orders: Sequence[Element],
    parts: Sequence[Part],
    limit: int,
) -> list[tuple[Any, ...]] | None:
    """Return rows (keys, then parts) as GROUP BY would, in order; None where a sum does not fit 64 bits.

    ``source`` selects nothing yet: its FROM and WHERE say which rows are grouped. ``orders`` are the same for
    all rows of a group.
    """
    table = _table(len(keys), len(orders), len(parts))
    conn.exec_driver_sql(_ddl(table, len(keys)))
    conn.execute(table.delete())
    taken = [func.ifnull(key, literal_column(BLANK)) for key in keys]
    every = [*taken, *orders, *map(_first, parts)]
    rows = source.with_only_columns(*[column.label(f"v{at}") for at, column in enumerate(every)])
    statement: Any = upsert("sqlite", table).from_select(
        [column.name for column in table.c], rows, include_defaults=False
    )
    kept = {f"m{at}": _with(part, f"m{at}") for at, part in enumerate(parts)}
    names = [f"k{at}" for at in range(len(keys))]
    conn.execute(statement.on_conflict_do_update(index_elements=names, set_=kept))
    wanted = select(*[table.c[name] for name in (*names, *kept)])
    wanted = wanted.order_by(*[table.c[f"o{at}"] for at in range(len(orders))]).limit(limit)
    found = [tuple(None if cell == b"" else cell for cell in row) for row in conn.execute(wanted)]
    conn.execute(table.delete())
    return None if any(isinstance(cell, float) for row in found for cell in row) else found


def _first(part: Part) -> Element:
    """What the first row of a group adds."""
    if part.value is None:
        return literal_column("1")
    return part.value.is_not(None) if part.function == "count" else part.value


def _with(part: Part, name: str) -> Element:
    """What stands after a further row: nothing adds nothing; a sum beyond 64 bits becomes a float and stays one."""
    both = f"{name} + excluded.{name}"
    if part.function == "count":
        return literal_column(both)
    if part.function != "sum":
        both = f"{part.function}({name}, excluded.{name})"
    return literal_column(f"coalesce({both}, {name}, excluded.{name})")


def _table(keys: int, orders: int, parts: int) -> Table:
    names = [*(f"k{at}" for at in range(keys)), *(f"o{at}" for at in range(orders)), *(f"m{at}" for at in range(parts))]
    return Table(f"{PREFIX}_{keys}_{orders}_{parts}", MetaData(), *(Column(name, NullType()) for name in names))


def _ddl(table: Table, keys: int) -> str:
    columns = ", ".join(column.name for column in table.c)
    key = ", ".join(f"k{at}" for at in range(keys))
    return f"CREATE TEMP TABLE IF NOT EXISTS {table.name} ({columns}, PRIMARY KEY ({key})) WITHOUT ROWID"
