"""Pages of records: ranges run one after another, branches of rights merged, values decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, false, func, or_, select

from builder.errors import Invalid, Problem
from builder.metadata.conditions import ALWAYS, Condition
from builder.metadata.query import COUNT_CAP, GroupQuery, Query, Row
from builder.metadata.values import LARGEST_INTEGER, Value
from builder.storage.asker import Asker
from builder.storage.query.keyset import Level, ranges
from builder.storage.query.ordering import levels
from builder.storage.query.predicates import on_table, predicate
from builder.storage.query.row_reader import RowReader
from builder.storage.query.scope import Scope
from builder.storage.search import matching

Element = ColumnElement[Any]


@dataclass(frozen=True)
class Page:
    """Rows in order, and whether more lie beyond the last one in the direction asked."""

    rows: list[Row]
    more: bool


def read_page(conn: Connection, asker: Asker, query: Query) -> Page:
    """Return one page of records in reach.

    Each range of the key is limited and read in turn until the page is full; within a range each
    branch of the rights is a limited statement of its own, and the results are merged in order.
    Raises Invalid for fields the principal may not read and for a cursor that fits no such order.
    """
    scope = Scope(asker, query.entity)
    steps = levels(scope, query.sort, query.backward)
    check_position(steps, query.cursor)
    reader = RowReader(scope, query.fields)
    where = bounds(scope, query)
    alternatives = [on_table(scope, query.entity, scope.root, branch) for branch in branches_of(scope, query.action)]
    base = _statement(scope, reader, steps, where)
    raw: list[Any] = []
    for span in ranges(steps, query.cursor):
        missing = query.limit + 1 - len(raw)
        if missing <= 0 or not alternatives:
            break
        part = base.where(span).limit(missing)
        found = [conn.execute(part.where(branch)).all() for branch in alternatives]
        raw += _merged(found, steps, missing) if len(found) > 1 else found[0]
    more = len(raw) > query.limit
    raw = raw[: query.limit]
    if query.backward:
        raw.reverse()
    return Page(reader.rows(conn, raw, len(steps)), more)


def branches_of(scope: Scope, action: str) -> tuple[Condition, ...]:
    """Return the alternatives under which rows are in reach; one that is always true stands for all."""
    found = scope.rights.on(scope.entity.id).branches.get(action, ())
    return (ALWAYS,) if ALWAYS in found else tuple(found)


def reachable(scope: Scope, action: str) -> Element:
    """Return the union of the branches of an action as one predicate on the scope's root."""
    branches = branches_of(scope, action)
    found = [on_table(scope, scope.entity, scope.root, branch) for branch in branches]
    return or_(*found) if found else false()


def bounds(scope: Scope, query: Query | GroupQuery) -> list[Element]:
    """Return the predicates of a query apart from the rights: trash, filter, search."""
    root = scope.root
    in_trash = isinstance(query, Query) and query.trash
    found: list[Element] = [root.c.deleted_at.is_not(None) if in_trash else root.c.deleted_at.is_(None)]
    if query.where != ALWAYS:
        found.append(predicate(scope, query.where))
    if query.search:
        found.append(matching(scope, query.search))
    return found


def check_position(steps: Sequence[Level], position: Sequence[Value] | None) -> None:
    """Raise Invalid ``bad_cursor`` unless each value of a position can stand at its level of the order."""
    if position is None:
        return
    if len(position) != len(steps) or not all(map(_stands_at, position, steps)) or position[-1] is None:
        raise Invalid([Problem("cursor", "bad_cursor")])


def _stands_at(value: Value, level: Level) -> bool:
    if value is None:
        return True
    if isinstance(level.expression.type, Integer):
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_INTEGER
    return isinstance(value, str) and "\x00" not in value


def _statement(scope: Scope, reader: RowReader, steps: Sequence[Level], where: list[Element]) -> Select[Any]:
    spell = scope.catalog.space.dialect == "postgresql"
    columns = [scope.root.c.id, scope.root.c.version, *[step.expression for step in steps], *reader.columns]
    labelled = [column.label(f"c{index}") for index, column in enumerate(columns)]
    return select(*labelled).select_from(scope.source).where(and_(*where)).order_by(*[s.order(spell) for s in steps])


def _merged(parts: Sequence[Sequence[Any]], steps: Sequence[Level], wanted: int) -> list[Any]:
    """Merge ordered results of several branches, each record once."""
    ordered = list({row[0]: row for rows in parts for row in rows}.values())
    for index in reversed(range(len(steps))):
        ordered.sort(key=lambda row: _place(row[2 + index]), reverse=steps[index].descending)
    return ordered[:wanted]


def _place(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)


def count(conn: Connection, asker: Asker, query: Query, cap: int | None = COUNT_CAP) -> int:
    """Return how many records a query finds, at most ``cap`` + 1 where there is a cap."""
    scope = Scope(asker, query.entity)
    where = and_(*bounds(scope, query), reachable(scope, query.action))
    if cap is None:
        return int(conn.execute(select(func.count()).select_from(scope.source).where(where)).scalar_one())
    inner = select(scope.root.c.id).select_from(scope.source).where(where).limit(cap + 1).subquery()
    return int(conn.execute(select(func.count()).select_from(inner)).scalar_one())
