"""Steps that empty tables: each takes a bounded part of the rows in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    table,
    tuple_,
    update,
)

from builder.storage.ddl import patiently
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space

CHUNK = 500
"""Rows changed in one transaction."""
LOOKED_AT = 5_000
"""Rows passed over in one transaction, where few of them are to be changed."""
Step = Callable[[Connection], int]
"""Does the next part in the transaction of a connection; returns how many rows it took, 0 at the end."""


def walk(whole: Table, wanted: ColumnElement[Any], act: Callable[[Connection, list[Any]], None]) -> Step:
    """Return a step that goes through a table by its primary key and acts on rows (key, wanted) where the latter is
    neither false nor blank.
    """
    key = list(whole.primary_key.columns)
    after: list[Any] = []

    def step(conn: Connection) -> int:
        query = select(*key, wanted.label("wanted")).order_by(*key).limit(LOOKED_AT)
        if after:
            query = query.where(tuple_(*key) > tuple_(*after))
        rows = list(conn.execute(query))
        found = [row for row in rows if row[-1]]
        if found:
            act(conn, found)
        if rows:
            after[:] = rows[-1][:-1]
        return len(rows)

    return step


def delete_where(whole: Table, wanted: ColumnElement[bool]) -> Step:
    """Return a step that deletes the rows of a table that meet a condition no index serves."""
    key = list(whole.primary_key.columns)
    statement = delete(whole).where(and_(*(part == bindparam(f"key_{at}") for at, part in enumerate(key))))

    def act(conn: Connection, rows: list[Any]) -> None:
        conn.execute(statement, [{f"key_{at}": row[at] for at in range(len(key))} for row in rows])

    return walk(whole, wanted, act)


def delete_all(whole: FromClause, names: Sequence[str]) -> Step:
    """Return a step that deletes some rows of a table, told apart by the columns ``names``, until there are none."""
    key = [whole.c[name] for name in names]
    some = select(*key).limit(CHUNK)
    statement = delete(whole).where((tuple_(*key) if len(key) > 1 else key[0]).in_(some))  # type: ignore[arg-type]
    return lambda conn: int(conn.execute(statement).rowcount)


def blank(whole: FromClause, names: Sequence[str], wanted: ColumnElement[bool] | None = None) -> Step:
    """Return a step that blanks columns of a table with an ``id``, of all rows or those wanted, going up by id."""
    number = whole.c.id
    some = wanted if wanted is not None else or_(*(whole.c[name].is_not(None) for name in names))
    after = 0

    def step(conn: Connection) -> int:
        nonlocal after
        ids = select(number).where(number > after).order_by(number).limit(CHUNK).subquery()
        last, count = conn.execute(select(func.max(ids.c.id), func.count()).select_from(ids)).one()
        if count:
            mine = (number > after, number <= last, some)
            conn.execute(update(whole).where(*mine).values(dict.fromkeys(names)))  # type: ignore[arg-type]
            after = last
        return int(count)

    return step


def forget_in_history(space: Space, entity_id: str, field_id: str) -> Step:
    """Return a step that takes the earlier values of a field out of the history of an entity's records."""
    history = workspace_tables(space).history
    mine = and_(history.c.entity_id == entity_id, history.c.before.contains(f'"{field_id}"', autoescape=True))
    statement = update(history).where(
        history.c.record_id == bindparam("record"), history.c.version == bindparam("number")
    )
    statement = statement.values(before=bindparam("rest"))

    def act(conn: Connection, rows: list[Any]) -> None:
        found = [(row.record_id, row.version, _without(row.wanted, field_id)) for row in rows]
        conn.execute(statement, [{"record": record, "number": number, "rest": rest} for record, number, rest in found])

    return walk(history, _value_where(mine, history.c.before), act)


def _value_where(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((condition, value), else_=None)


def _without(before: str, field_id: str) -> str | None:
    kept = {key: value for key, value in orjson.loads(before).items() if key != field_id}
    return orjson.dumps(kept).decode() if kept else None


def drop_tables(conn: Connection, space: Space, plain: Sequence[str]) -> None:
    """Drop tables by their plain names, those that are there."""
    for name in plain:
        physical = conn.dialect.identifier_preparer.format_table(table(space.name(name), schema=space.schema))
        patiently(conn, lambda physical=physical: conn.exec_driver_sql(f"DROP TABLE IF EXISTS {physical}"))  # type: ignore[misc]


def drop_columns(conn: Connection, space: Space, plain: str, names: Sequence[str]) -> None:
    """Drop columns of a table on PostgreSQL, those that are there: the catalogue changes, no row is touched."""
    if not names:
        return
    quoted = conn.dialect.identifier_preparer
    physical = quoted.format_table(table(space.name(plain), schema=space.schema))
    parts = ", ".join(f"DROP COLUMN IF EXISTS {quoted.quote_identifier(name)}" for name in names)
    patiently(conn, lambda: conn.exec_driver_sql(f"ALTER TABLE {physical} {parts}"))
