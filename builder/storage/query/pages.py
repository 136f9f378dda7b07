"""Pages of records: ranges run one after another, branches of rights merged, values decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, bindparam, case, false, func, or_, select

from builder.errors import Invalid, Problem
from builder.metadata.conditions import ALWAYS, Condition
from builder.metadata.query import COUNT_CAP, GroupQuery, Query, Row
from builder.metadata.values import LARGEST_INTEGER, Value
from builder.storage.asker import Asker
from builder.storage.query.keyset import Level, carried, ranges
from builder.storage.query.ordering import levels
from builder.storage.query.predicates import on_table, predicate
from builder.storage.query.prepared import Prepared
from builder.storage.query.row_reader import RowReader
from builder.storage.query.scope import Scope
from builder.storage.search import matching, rare_words

Element = ColumnElement[Any]


@dataclass(frozen=True)
class Page:
    """Rows in order, and whether more lie beyond the last one in the direction asked."""

    rows: list[Row]
    more: bool


def read_page(conn: Connection, asker: Asker, query: Query) -> Page:
    """Return one page of records in reach. Raises Invalid for fields the principal may not read and for a cursor
    that fits no such order.
    """
    return PageReader(asker, query).read(conn, query.cursor, query.limit)


class PageReader:
    """A query made ready: statements compiled once for each kind of position, run with many.

    Each range of the key is limited and read in turn until the page is full; within a range each
    branch of the rights is a limited statement of its own, and the results are merged in order.
    """

    def __init__(self, asker: Asker, query: Query) -> None:
        """Raise Invalid for fields the principal may not read."""
        scope = Scope(asker, query.entity)
        self._backward = query.backward
        self._levels = levels(scope, query.sort, query.backward)
        self._reader = RowReader(scope, query.fields)
        where = bounds(scope, replace(query, search=""))
        self._record = scope.root.c.id
        self._rare = rare_words(scope, query.search)
        alternatives = branches_of(scope, query.action)
        self._branches = [on_table(scope, query.entity, scope.root, branch) for branch in alternatives]
        self._marked = bool(query.marks)
        marks = [_mark(scope, query.marks)] if query.marks else []
        self._bare = _statement(scope, [*self._reader.columns, *marks], self._levels, where)
        self._base = self._bare.where(matching(scope, query.search)) if query.search else self._bare
        self._prepared: dict[tuple[bool, ...] | None, list[list[Prepared]]] = {}

    def read(self, conn: Connection, cursor: Sequence[Value] | None, limit: int) -> Page:
        """Return the page after (or before) a position. Raises Invalid ``bad_cursor``."""
        check_position(self._levels, cursor)
        values = {f"at{index}": value for index, value in enumerate(cursor or ()) if value is not None}
        raw: list[Any] = []
        for span in self._spans(conn, cursor):
            missing = limit + 1 - len(raw)
            if missing <= 0 or not span:
                break
            found = [branch.rows(conn, {**values, "many": missing}) for branch in span]
            raw += _merged(found, self._levels, missing) if len(found) > 1 else found[0]
        more = len(raw) > limit
        raw = raw[:limit]
        if self._backward:
            raw.reverse()
        rows = self._reader.rows(conn, raw, len(self._levels))
        if self._marked:
            rows = [replace(row, mark=given[-1]) for row, given in zip(rows, raw, strict=True)]
        if cursor is not None and any(level.decided_by is not None for level in self._levels):
            rows = [replace(row, position=carried(self._levels, cursor, row.position)) for row in rows]
        return Page(rows, more)

    def _spans(self, conn: Connection, cursor: Sequence[Value] | None) -> list[list[Prepared]]:
        kind = None if cursor is None else tuple(value is None for value in cursor)
        rare = None if self._rare is None else self._rare.predicate(conn, self._record)
        if rare is not None:
            return self._made(conn, kind, self._bare.where(rare))
        if kind not in self._prepared:
            self._prepared[kind] = self._made(conn, kind, self._base)
        return self._prepared[kind]

    def _made(self, conn: Connection, kind: tuple[bool, ...] | None, base: Select[Any]) -> list[list[Prepared]]:
        return [
            [Prepared(conn, base.where(span, branch)) for branch in self._branches]
            for span in ranges(self._levels, self._marks(kind))
        ]

    def _marks(self, kind: tuple[bool, ...] | None) -> list[Any] | None:
        """Return a parameter for each level of a position that is not blank."""
        if kind is None:
            return None
        return [
            None if blank else bindparam(f"at{index}", None, type_=level.expression.type)
            for index, (blank, level) in enumerate(zip(kind, self._levels, strict=True))
        ]


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


def _mark(scope: Scope, marks: Sequence[Condition]) -> Element:
    """Return a column that tells which mark holds first; the reader's rights bound what the marks look at."""
    return case(*[(predicate(scope, mark), index) for index, mark in enumerate(marks)], else_=None)


def _statement(scope: Scope, shown: Sequence[Element], steps: Sequence[Level], where: list[Element]) -> Select[Any]:
    spell = scope.catalog.space.dialect == "postgresql"
    columns = [scope.root.c.id, scope.root.c.version, *[step.expression for step in steps], *shown]
    labelled = [column.label(f"c{index}") for index, column in enumerate(columns)]
    found = select(*labelled).select_from(scope.source).where(and_(*where))
    return found.order_by(*[step.order(spell) for step in steps]).limit(bindparam("many", None, type_=Integer()))


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
