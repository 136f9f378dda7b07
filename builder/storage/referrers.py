"""Who refers to a record: the reverse of a reference field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.storage.catalog import Catalog
from builder.storage.physical import RecordTables
from builder.storage.query.by_ids import CHUNK
from builder.storage.query.scope import stored


@dataclass(frozen=True)
class Reference:
    """A reference field, the entity that has it, and the entity it is asked about."""

    entity: Entity
    item: Field
    target: Entity
    table: Field | None = None
    """The sub-table whose rows have the field, where they have it."""


def referring(
    conn: Connection, catalog: Catalog, by: Reference, ids: Sequence[int], trash: bool = False
) -> list[tuple[int, int]]:
    """Return (id of the living record that refers, id referred to); with ``trash`` of those in the trash."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(ids), CHUNK):
        found += _chunk(conn, catalog, by, list(ids[start : start + CHUNK]), trash)
    return found


def _chunk(conn: Connection, catalog: Catalog, by: Reference, ids: list[int], trash: bool) -> list[tuple[int, int]]:
    tables, item = catalog.tables[by.entity.id], by.item
    main = tables.main
    standing = main.c.deleted_at.is_not(None) if trash else main.c.deleted_at.is_(None)
    if item.type.shape is Shape.LINKS:
        link = tables.links[item.id]
        query = select(link.c.record, link.c.value).join(main, main.c.id == link.c.record)
        return _pairs(conn.execute(query.where(link.c.value.in_(ids), standing)))
    if by.table is not None:
        return _in_rows(conn, tables, by, ids, standing)
    part = next(part.name for part in item.type.parts if part.kind is PartKind.RECORD)
    value = stored(tables, main, item, part)
    where: list[ColumnElement[bool]] = [value.in_(ids), standing]
    if len(item.type.parts) > 1:
        where.append(stored(tables, main, item, "entity") == by.target.id)
    return _pairs(conn.execute(select(main.c.id, value).where(*where)))


def _in_rows(
    conn: Connection, tables: RecordTables, by: Reference, ids: list[int], standing: ColumnElement[bool]
) -> list[tuple[int, int]]:
    assert by.table is not None
    child = tables.children[by.table.id]
    columns = dict(zip((part.name for part in by.item.type.parts), child.columns_of(by.item), strict=True))
    part = next(part.name for part in by.item.type.parts if part.kind is PartKind.RECORD)
    value = child.main.c[columns[part]]
    where = [value.in_(ids), standing]
    if len(columns) > 1:
        where.append(child.main.c[columns["entity"]] == by.target.id)
    query = select(child.main.c.parent, value).join(tables.main, tables.main.c.id == child.main.c.parent)
    return _pairs(conn.execute(query.where(*where)))


def _pairs(rows: Iterable[Any]) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in rows]
