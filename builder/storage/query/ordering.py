"""What orders and groups records, and makes them equal: the stored sort key of texts and names, the rank of options,
the one case of addresses, else the value.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from builder.metadata.conditions import Path
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.query import Sort
from builder.storage.beginnings import beginning, has_beginning
from builder.storage.query.keyset import Level
from builder.storage.query.scope import Scope, kept_aside, reference_matches

Element = ColumnElement[Any]


def order_of(scope: Scope, path: Path) -> Element:
    """Return the expression that orders records by a path."""
    kind = path.field.type.parts[0].kind
    if kind is PartKind.SORTED_TEXT:
        key = sort_column(scope, path)
        return scope.value(path) if key is None else key
    if kind is PartKind.OPTION:
        return _rank(scope, path)
    if kind is PartKind.RECORD and len(path.field.type.parts) == 1:
        return _title_key(scope, path)
    if kind is PartKind.USER:
        return scope.member_at(path).c.name_key
    return equal_by(scope, path)


def equal_by(scope: Scope, path: Path) -> Element:
    """Return what values have in common that a condition takes for the same."""
    value = scope.value(path)
    return func.lower(value) if path.field.type.caseless else value


def is_begun(scope: Scope, path: Path) -> bool:
    """Whether an index holds only the beginning of what a path leads to; nothing kept aside is in an index."""
    layout = scope.tables(path.entity).layout.fields.get(path.field.id.partition(".")[0])
    return layout is not None and layout.place == "main" and has_beginning(path.field)


def sort_column(scope: Scope, path: Path) -> Element | None:
    """Return the stored sort key of a text at the end of a path, where it has one."""
    table = scope.table_of(path)
    layout = scope.tables(path.entity).layout.fields.get(path.field.id.partition(".")[0])
    if layout is not None and layout.place == "aside" and "." not in path.field.id:
        tables = scope.tables(path.entity)
        return kept_aside(tables, table, tables.layout.aside_key(path.field.id, "", several=False), "sort")
    name = layout.sort_key_of(path.field) if layout is not None else None
    return table.c[name] if name else None


def _rank(scope: Scope, path: Path) -> Element:
    """Codes are given in option order; only options moved since then need a CASE."""
    column = scope.value(path)
    codes = [scope.catalog.encode_one(path.entity, path.field, option.id) for option in path.field.options]
    if codes == sorted(codes):
        return column
    return case({code: rank for rank, code in enumerate(codes)}, value=column)


def _title_key(scope: Scope, path: Path) -> Element:
    """References are ordered by the title of what they name; by its id for those who may not read the title."""
    target = scope.catalog.model.entities.get(path.field.settings.get("entity", ""))
    if target is None or not target.title:
        return scope.value(path)
    table = scope.table_of(path)
    inner = scope.nested(target)
    tie = reference_matches(scope.tables(path.entity), table, path.field, target, inner.root)
    told = scope.may_read(target, target.title[0])
    title = order_of(inner, Path((), target, target.title[0])) if told else inner.root.c.id
    found = select(title).select_from(inner.source).where(tie, scope.visible(target, inner.root)).limit(1)
    return found.correlate(table).scalar_subquery()


def levels(scope: Scope, sort: tuple[Sort, ...], backward: bool) -> list[Level]:
    """Return the levels of an order, ended by the record id so that no two records stand level."""
    named = list(takewhile(lambda item: not _is_id(item.path), sort))
    last = sort[len(named)].descending if len(named) < len(sort) else (named[-1].descending if named else True)
    found = [level for item in named for level in _levels_of(scope, item)]
    found.append(Level(scope.root.c.id, last, nullable=False))
    return [level.reversed() for level in found] if backward else found


def _levels_of(scope: Scope, item: Sort) -> list[Level]:
    """People stand by name, then each for themselves: a page goes on with the person it ended at, even renamed."""
    if item.path.field.type.parts[0].kind is not PartKind.USER:
        order = order_of(scope, item.path)
        return [Level(beginning(order) if is_begun(scope, item.path) else order, item.descending)]
    person = scope.value(item.path)
    return [Level(order_of(scope, item.path), item.descending, decided_by=person), Level(person, item.descending)]


def _is_id(path: Path) -> bool:
    return path.field.id == "id" and not path.steps


def is_sortable(path: Path) -> bool:
    """Whether records can be ordered by the path at all."""
    return path.field.type.sortable and path.field.type.shape is Shape.COLUMNS
