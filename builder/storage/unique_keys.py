"""Unique keys on data that is there already: their column is filled, and values that occur twice are named."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select, update

from builder.errors import Invalid, Problem
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.values import Values
from builder.storage.catalog import Catalog
from builder.storage.layout import unique_key_text
from builder.storage.stored_values import stored_values

NAMED_DUPLICATES = 5


def fill_keys(conn: Connection, catalog: Catalog, what: tuple[Entity, UniqueKey], after: int, limit: int) -> list[int]:
    """Fill the column of a key for the next records above the id ``after``; return their ids, in order."""
    entity, key = what
    main = catalog.tables[entity.id].main
    column = catalog.layouts[entity.id].unique_columns[key.id]
    query = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit)
    if catalog.space.dialect == "postgresql":
        query = query.with_for_update()
    ids = list(conn.execute(query).scalars())
    values = stored_values(conn, catalog, entity, key.fields, ids)
    rows = [{"wanted": record, "text": _text(key, values[record])} for record in ids]
    if rows:
        conn.execute(update(main).where(main.c.id == bindparam("wanted")).values({column: bindparam("text")}), rows)
    return ids


def refuse_duplicates(conn: Connection, catalog: Catalog, what: tuple[Entity, UniqueKey]) -> None:
    """Raise Invalid ``duplicates_exist`` when living records share a key."""
    entity, key = what
    main = catalog.tables[entity.id].main
    column = main.c[catalog.layouts[entity.id].unique_columns[key.id]]
    query = (
        select(func.min(main.c.id), func.max(main.c.id), func.count())
        .where(main.c.deleted_at.is_(None), column.is_not(None))
        .group_by(column)
        .having(func.count() > 1)
        .order_by(func.min(main.c.id))
        .limit(NAMED_DUPLICATES)
    )
    found = conn.execute(query).all()
    if found:
        names = [item.name for item in key.fields]
        records = [[row[0], row[1]] for row in found]
        path = f"{entity.name}.fields.{names[0]}" if len(names) == 1 else f"{entity.name}.unique_keys"
        raise Invalid([Problem(path, "duplicates_exist", params={"fields": names, "records": records})])


def _text(key: UniqueKey, values: Values) -> str | None:
    parts = [item.type.unique_key(values.get(item.id), item) for item in key.fields]
    return None if any(part is None for part in parts) else unique_key_text(parts)
