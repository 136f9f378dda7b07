"""How many living records have chosen an option, whoever may see them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.storage.catalog import Catalog
from builder.storage.query.by_ids import CHUNK
from builder.storage.query.scope import stored


def option_uses(
    conn: Connection,
    catalog: Catalog,
    entity: Entity,
    item: Field,
    options: Collection[str],
    table: Field | None = None,
) -> dict[str, int]:
    """Return option id → records that have it in a field, or in that column of a sub-table; unused ones left out."""
    every = catalog.codes(entity, item)
    codes = {every[option]: option for option in options if option in every}
    wanted, found = list(codes), dict[str, int]()
    for start in range(0, len(wanted), CHUNK):
        for code, count in _counted(conn, catalog, entity, item, table, wanted[start : start + CHUNK]):
            found[codes[code]] = count
    return found


def _counted(
    conn: Connection, catalog: Catalog, entity: Entity, item: Field, table: Field | None, codes: list[int]
) -> list[tuple[int, int]]:
    """Return (code, records); one statement for however many options there are."""
    tables = catalog.tables[entity.id]
    main = tables.main
    living = main.c.deleted_at.is_(None)
    value: ColumnElement[Any]
    if table is not None:
        child = tables.children[table.id]
        value = child.main.c[child.columns_of(item)[0]]
        query = select(value, func.count(child.main.c.parent.distinct()))
        query = query.join_from(child.main, main, main.c.id == child.main.c.parent)
    elif item.type.shape is Shape.LINKS:
        link = tables.links[item.id]
        value = link.c.value
        query = select(value, func.count()).join_from(link, main, main.c.id == link.c.record)
    else:
        value = stored(tables, main, item, item.type.parts[0].name)
        query = select(value, func.count()).select_from(main)
    return [(row[0], row[1]) for row in conn.execute(query.where(value.in_(codes), living).group_by(value))]
