"""Values of some fields as they are stored, read without regard to rights: for what the product does itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Part, PartKind
from builder.metadata.values import Value, Values
from builder.storage.catalog import Catalog
from builder.storage.layout import FieldLayout
from builder.storage.physical import RecordTables, record_tables

TEXTS = (PartKind.TEXT, PartKind.SORTED_TEXT)


def lived_at(catalog: Catalog, entity: Entity, item: Field, place: FieldLayout | None) -> Catalog:
    """Return a catalogue in which a field is still where it was, and which knows of nothing else."""
    fields = {item.id: place} if place is not None else {}
    kept = replace(catalog.layouts[entity.id], fields=fields, unique_columns={}, indexes={})
    tables = {entity.id: record_tables(catalog.space, kept)}
    return replace(catalog, layouts={entity.id: kept}, tables=tables, plans={})


def stored_values(
    conn: Connection, catalog: Catalog, entity: Entity, items: Iterable[Field], ids: Sequence[int]
) -> dict[int, Values]:
    """Return record id → canonical values by field id, blanks included; rows of sub-tables are not read."""
    tables, found = catalog.tables[entity.id], {record: Values() for record in ids}
    for item in items:
        decode = catalog.decoder(entity, item)
        for record, cells in _cells(conn, tables, item, ids).items():
            found[record][item.id] = decode(cells)
    return found


def _cells(conn: Connection, tables: RecordTables, item: Field, ids: Sequence[int]) -> dict[int, Sequence[Value]]:
    place = tables.layout.fields.get(item.id)
    if place is not None and place.place == "rows":
        return {}
    if place is None or place.place != "aside":
        names = [item.id] if place is None else place.columns_of([part.name for part in item.type.parts])
        query: Select[Any] = select(tables.main.c.id, *(tables.main.c[name] for name in names))
        return {row[0]: row[1:] for row in conn.execute(query.where(tables.main.c.id.in_(ids)))}
    cells: dict[int, list[Value]] = {record: [None] * len(item.type.parts) for record in ids}
    for at, part in enumerate(item.type.parts):
        for record, kept in conn.execute(_aside(tables, item, part).where(tables.aside.c.record.in_(ids))):
            cells[record][at] = kept
    return dict(cells)


def _aside(tables: RecordTables, item: Field, part: Part) -> Select[Any]:
    aside = tables.aside
    kept = aside.c.text if part.kind in TEXTS else aside.c.number
    key = tables.layout.aside_key(item.id, part.name, len(item.type.parts) > 1)
    return select(aside.c.record, kept).where(aside.c.field == key)
